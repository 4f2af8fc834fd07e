// Our reader of HTTP responses beside Node's. Node's reads alike what ours accepts. Ours may refuse
// more, since AWS sends none of it.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { readResponse } from '../../functions/adapters/aws/client/http-response.ts';
import { nearText } from './mutations.ts';

const examples = [
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-amz-id: 1\r\n\r\nhi',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n3;x=y\r\nyou\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\ntrailer: 1\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 410 Gone\r\nconnection: close\r\n\r\ngone',
  'HTTP/1.0 500 Oops\r\ncontent-length: 4\r\n\r\noops',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
];

interface Read {
  readonly status: number;
  readonly body: string;
}

/** Reads a response as Node's client does. Undefined: it is refused. */
function readByNode(bytes: Buffer): Promise<Read | undefined> {
  const wire = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  return new Promise((resolve) => {
    const refuse = (): void => {
      resolve(undefined);
    };
    const sent = request({ createConnection: () => wire, method: 'POST' });
    sent.on('error', refuse);
    sent.on('response', (response) => {
      response.on('error', refuse);
      buffer(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body: body.toString('latin1') });
      }, refuse);
    });
    sent.end();
    wire.push(bytes);
    wire.push(null);
  });
}

/** Cuts off what follows a response: ours drops it with its connection, and Node's is an error. */
function cutAtEnd(bytes: Buffer): Buffer {
  const isWhole = (part: Buffer): boolean => {
    const reading = readResponse(part, false);
    return reading !== 'malformed' && !('needs' in reading);
  };
  let end = bytes.length;
  while (isWhole(bytes.subarray(0, end - 1))) end -= 1;
  return bytes.subarray(0, end);
}

export const fuzzResponses = () =>
  Promise.resolve(
    fc.asyncProperty(nearText(...examples), async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const ours = readResponse(bytes, true);
      if (ours === 'malformed' || 'needs' in ours) return;
      const read = { status: ours.status, body: ours.body.toString('latin1') };
      assert.deepEqual(await readByNode(cutAtEnd(bytes)), read);
    }),
  );
