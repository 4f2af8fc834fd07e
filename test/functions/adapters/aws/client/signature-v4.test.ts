// Compares our signatures with AWS's published vectors, the SDK's signer and the SDK client's
// real requests.

import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createSdkGateway } from '../../../../../functions/adapters/aws/api-gateway/sdk-gateway.ts';
import * as gateways from '../../../../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import type { Credentials } from '../../../../../functions/adapters/aws/client/credentials.ts';
import { toContent, headFor } from '../../../../../functions/adapters/aws/client/aws-service.ts';
import {
  authorization,
  moments,
  sha256Hex,
} from '../../../../../functions/adapters/aws/client/signature-v4.ts';
import type { ConnectionId, Gateway } from '../../../../../functions/core/ports.ts';
import { listen } from '../../../../contract/gateway-client.ts';
import { Sha256 } from './sdk-hash.ts';
import vectors from './sigv4-vectors.json' with { type: 'json' };

const published: Credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

describe('Our signature', () => {
  it.each(vectors)(
    "[C11] equals AWS's published vector $name",
    async ({ method, path, headers, body, authorization: expected }) => {
      const moment = await moments({
        service: 'service',
        region: 'us-east-1',
        credentials: () => published,
        now: () => Date.UTC(2015, 7, 30, 12, 36),
      })();
      const pairs = headers.map(([name = '', value = '']) => [name, value] as const);
      expect(
        authorization(moment, { method, path, headers: pairs, bodyHash: sha256Hex(body) }),
      ).toBe(expected);
    },
  );

  it("[C11] equals that of the SDK's signer for any input", async () => {
    const key = fc.string({
      minLength: 1,
      maxLength: 40,
      unit: fc.constantFrom(
        ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcdefghijklmnopqrstuvwxyz0189+/'),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          accessKeyId: key,
          secretAccessKey: key,
          sessionToken: fc.option(
            fc.string({
              minLength: 1,
              maxLength: 900,
              unit: fc.constantFrom(...Array.from('ABCxyz019+/=')),
            }),
            { nil: undefined },
          ),
        }),
        fc.record({
          method: fc.constantFrom('POST' as const, 'DELETE' as const),
          connection: fc
            .string({ minLength: 1, unit: 'grapheme' })
            .filter((it) => !/^\.+$|\p{Cs}/u.test(it)),
          stage: fc.constantFrom('', '/websocket', '/a-b_c'),
          text: fc.string({ unit: 'binary', maxLength: 200 }),
          type: fc.option(
            fc.constantFrom('application/octet-stream', 'application/x-amz-json-1.0'),
            { nil: undefined },
          ),
          target: fc.option(fc.constantFrom('DynamoDB_20120810.UpdateItem'), { nil: undefined }),
        }),
        fc.record({
          date: fc.date({
            min: new Date('2001-01-01'),
            max: new Date('2099-12-31'),
            noInvalidDate: true,
          }),
          region: fc.constantFrom('eu-central-1', 'cn-north-1', 'us-gov-west-1'),
        }),
        async (
          credentials,
          { method, connection, stage, text, type, target },
          { date, region },
        ) => {
          const host = `abc.execute-api.${region}.amazonaws.com`;
          const path = `${stage}/%40connections/${encodeURIComponent(connection)}`;
          const moment = await moments({
            service: 'execute-api',
            region,
            credentials: () => credentials,
            now: () => date.getTime(),
          })();
          const head = headFor(moment, host, {
            method,
            path,
            content: toContent(text),
            ...(type === undefined ? {} : { type }),
            ...(target === undefined ? {} : { target }),
          });
          const { authorization: ours, 'content-length': length, ...headers } = parseHeaders(head);
          const signer = new SignatureV4({
            service: 'execute-api',
            region,
            credentials: identity(credentials),
            sha256: Sha256,
            applyChecksum: false,
          });
          const { 'x-amz-date': _, 'x-amz-security-token': __, ...unsigned } = headers;
          const signed = await signer.sign(
            {
              method,
              protocol: 'https:',
              hostname: host,
              path,
              query: {},
              headers: unsigned,
              body: text,
            },
            { signingDate: date },
          );
          expect(ours).toBe(signed.headers['authorization']);
          expect(headers).toEqual(
            Object.fromEntries(
              Object.entries(signed.headers).filter(([name]) => name !== 'authorization'),
            ),
          );
          expect(length).toBe(String(Buffer.byteLength(text)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[C11] reuses its key until the day or the credentials change', async () => {
    let at = Date.UTC(2030, 0, 1, 23, 59, 59);
    let credentials: Credentials = published;
    const moment = moments({
      service: 'execute-api',
      region: 'eu-west-1',
      credentials: () => credentials,
      now: () => at,
    });
    const first = await moment();
    expect(moment()).toBe(first);
    at += 1_000;
    const nextDay = await moment();
    expect(nextDay.scope).toBe('20300102/eu-west-1/execute-api/aws4_request');
    expect(nextDay.key).not.toEqual(first.key);
    at += 1_000;
    expect(moment()).toEqual({ ...nextDay, date: '20300102T000001Z' });
    credentials = { ...published, secretAccessKey: 'another' };
    at += 1_000;
    expect((await moment()).key).not.toEqual(nextDay.key);
  });

  it('asks for credentials again after a failure', async () => {
    let down = true;
    const moment = moments({
      service: 'execute-api',
      region: 'eu-west-1',
      now: () => 0,
      credentials: () => (down ? Promise.reject(new Error('down')) : Promise.resolve(published)),
    });
    await expect(moment()).rejects.toThrow('down');
    down = false;
    expect((await moment()).credentials).toBe(published);
  });
});

describe('A signed post', () => {
  const stops: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function recordRequests(act: (gateway: Gateway) => Promise<unknown>) {
    const seen: {
      method: string | undefined;
      url: string | undefined;
      headers: Readonly<Record<string, string>>;
      body: string;
    }[] = [];
    const { port, stop } = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push({
          method: request.method,
          url: request.url,
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        });
        response.writeHead(200).end();
      });
    });
    const endpoint = `http://127.0.0.1:${port}/websocket`;
    const sdk = createSdkGateway({
      endpoint,
      region: 'eu-west-1',
      credentials: identity(published),
    });
    const ours = gateways.createSignedGateway({
      endpoint,
      region: 'eu-west-1',
      credentials: () => published,
    });
    stops.push(
      () => {
        sdk.stop();
      },
      () => {
        ours.stop();
      },
      stop,
    );
    await act(sdk);
    await act(ours);
    return { seen, host: `127.0.0.1:${port}` };
  }

  it('[C11] makes the same request as the SDK, with a valid signature', async () => {
    const id = 'L0SM9cOFvHcCIhw+/=' as ConnectionId;
    const { seen } = await recordRequests(async (gateway) => {
      await gateway.post(id, 'naïve 🦆');
      await gateway.close(id, 1000);
    });
    const [post, close, ourPost, ourClose] = seen;
    const summarize = (it: typeof post) => ({
      method: it?.method,
      url: it?.url?.replace('%40', '@'),
      body: it?.body,
    });
    expect([summarize(ourPost), summarize(ourClose)]).toEqual([summarize(post), summarize(close)]);
    for (const it of seen) {
      const [, signedHeaders = ''] =
        /SignedHeaders=([^,]+)/.exec(it.headers['authorization'] ?? '') ?? [];
      const at = it.headers['x-amz-date'] ?? '';
      const now = () =>
        Date.parse(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
      const moment = await moments({
        service: 'execute-api',
        region: 'eu-west-1',
        credentials: () => published,
        now,
      })();
      const headers = signedHeaders
        .split(';')
        .map((name) => [name, it.headers[name] ?? ''] as const);
      expect(
        authorization(moment, {
          method: it.method ?? '',
          path: it.url ?? '',
          headers,
          bodyHash: sha256Hex(it.body),
        }),
      ).toBe(it.headers['authorization']);
    }
  });
});

const identity = ({ sessionToken, accessKeyId, secretAccessKey }: Credentials) => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken === undefined ? {} : { sessionToken }),
});

const parseHeaders = (head: string): Record<string, string> =>
  Object.fromEntries(
    head
      .split('\r\n')
      .slice(1, -2)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
