// HTTP responses: complete, in pieces, and malformed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findHeader,
  readResponse,
  type HttpResponse,
} from '../../../../../functions/adapters/aws/client/http-response.ts';

const read = (text: string, ended = false) => readResponse(Buffer.from(text, 'utf8'), ended);
const body = (reading: ReturnType<typeof readResponse>) =>
  typeof reading === 'object' && 'body' in reading ? reading.body.toString() : reading;

const responses = {
  sized: 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello',
  empty: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
  none: 'HTTP/1.1 204 No Content\r\ndate: now\r\n\r\n',
  chunked:
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' +
    '5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n',
  trailed: 'HTTP/1.1 200\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx: y\r\n\r\n',
  interim: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 410 Gone\r\ncontent-length: 2\r\n\r\n{}',
};

describe('A response', () => {
  it('[C12] is read the same in any pieces', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(responses)),
        fc.array(fc.nat(140), { maxLength: 12 }),
        (text, cuts) => {
          const whole = read(text) as HttpResponse;
          expect(whole.keep).toBe(true);
          const bytes = Buffer.from(text);
          for (const cut of cuts.map((it) => it % bytes.length)) {
            const part = readResponse(bytes.subarray(0, cut), false);
            if (typeof part === 'string' || !('needs' in part)) {
              throw new Error('A part is not the whole.');
            }
            expect(part.needs).toBeGreaterThan(cut);
            expect(part.needs).toBeLessThanOrEqual(bytes.length);
          }
        },
      ),
    );
    expect(Object.values(responses).map((text) => body(read(text)))).toEqual([
      'hello',
      '',
      '',
      'hello world',
      'a',
      '{}',
    ]);
  });

  it('[C12] without a length ends with its connection', () => {
    expect(read('HTTP/1.1 200 OK\r\n\r\nhel')).toEqual({ needs: Infinity });
    expect(read('HTTP/1.1 200 OK\r\n\r\nhello', true)).toMatchObject({
      status: 200,
      keep: false,
      body: Buffer.from('hello'),
    });
    expect(read(responses.sized.slice(0, -1), true)).toBe('malformed');
    expect(read(responses.chunked.slice(0, -2), true)).toBe('malformed');
  });

  it.each([
    ['Connection: close', responses.empty.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')],
    ['HTTP/1.0', responses.empty.replace('1.1', '1.0')],
    ['extra bytes', `${responses.sized}HTTP/1.1 200 OK`],
  ])('[C12] with %s is the last on its connection', (_, text) => {
    expect(read(text)).toMatchObject({ status: 200, keep: false });
  });

  it.each([
    'nonsense\r\n\r\n',
    'HTTP/2 200\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc',
    'HTTP/1.1 200 OK\ncontent-length: 2\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\rx: 1\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\n"content-length: 2\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\nx: 1\r\n folded\r\ncontent-length: 2\r\n\r\nhi',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n{railer: 1\r\n\r\n',
    'x'.repeat(70_000),
  ])('[C12] is rejected when malformed: %j', (text) => {
    expect(read(text)).toBe('malformed');
  });

  it('has headers with case-insensitive names', () => {
    const head = 'HTTP/1.1 410 Gone\r\nX-Amzn-ErrorType:  GoneException \r\nempty:\r\n';
    expect(
      ['x-amzn-errortype', 'empty', 'amzn-errortype', 'gone'].map((name) => findHeader(head, name)),
    ).toEqual(['GoneException', '', undefined, undefined]);
  });
});
