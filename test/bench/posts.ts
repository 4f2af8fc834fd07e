// Processor time of one post to a connection: our signed gateway, the SDK's client, and unsigned
// posts by undici and by node:http's agent, in alternating rounds of one run. Only this process is
// measured. The server that answers is a child process (posts-server.mjs).

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Pool } from 'undici';
import { createSdkGateway } from '../../functions/adapters/aws/api-gateway/sdk-gateway.ts';
import { createSignedGateway } from '../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import { toContent, headFor } from '../../functions/adapters/aws/client/aws-service.ts';
import { moments } from '../../functions/adapters/aws/client/signature-v4.ts';
import type { ConnectionId } from '../../functions/core/ports.ts';
import { Sha256 } from '../functions/adapters/aws/client/sdk-hash.ts';
import { short, computeSpread, table, type Spread } from './figures.ts';

const atOnce = 64;
const receivers = 100;
// Like Lambda's: with a session token.
const credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'x'.repeat(40),
  sessionToken: 't'.repeat(900),
};
const region = 'eu-central-1';
const type = 'application/octet-stream';

/** One broadcast's worth of a message of 120 characters. */
const frame = JSON.stringify([
  null,
  null,
  'room:k3J9x0Qm2LpZ',
  'shout',
  {
    seq: 42,
    epoch: 'abcdefgh',
    cid: 'c0ffee00',
    body: 'lorem ipsum '.repeat(10),
    name: 'Ada',
    member: 'abcdefghijklmnop',
    channel: 'receive',
    at: '2030-01-01T00:00:00.000Z',
  },
]);
const ids = Array.from(
  { length: receivers },
  (_, index) => `L0SM9cOFvHcCIh${index}=` as ConnectionId,
);
const pathOf = (id: ConnectionId): string => `/websocket/%40connections/${encodeURIComponent(id)}`;

interface Way {
  readonly name: string;
  /** Fewer posts for the slow ways. */
  readonly share: number;
  readonly act: (id: ConnectionId) => unknown;
}

export async function benchPosts(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const server = fork(new URL('posts-server.mjs', import.meta.url));
  const ways = createWays(await portOf(server));
  const [rounds, posts] = quick ? [5, 2_000] : [15, 5_000];
  const measured = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, share, act } of ways) {
      const each = await measureMicroseconds(act, Math.round(posts * share));
      // The first round only warms up.
      if (round >= 0) measured.get(name)?.push(each);
    }
  }
  server.kill();
  const spreads = Object.fromEntries(
    [...measured].map(([name, values]) => [name, computeSpread(values)]),
  );
  return {
    text: formatTable(spreads, rounds),
    json: {
      unit: 'microseconds of processor time a call',
      rounds,
      posts,
      atOnce,
      frameBytes: frame.length,
      spreads,
    },
  };
}

const names = {
  ours: 'ours, signed',
  sdk: 'SDK client',
  undici: 'undici Pool.request, unsigned',
  dispatch: 'undici Pool.dispatch, unsigned',
  agent: 'node:http agent, unsigned',
};
const signing = { ours: 'signing alone: ours', smithy: 'signing alone: @smithy/signature-v4' };

function formatTable(spreads: Readonly<Record<string, Spread>>, rounds: number): string {
  const median = (name: string): number => spreads[name]?.median ?? NaN;
  const rows = Object.entries(spreads).map(([name, { min, median: middle, max }]) => [
    name,
    short(middle),
    short(min),
    short(max),
    `${(middle / median(names.ours)).toFixed(2)}×`,
  ]);
  return [
    `Processor time a post of ${frame.length} bytes, µs, over ${rounds} alternating rounds, ` +
      `${atOnce} at once (signing alone: without a post)`,
    '',
    table(['', 'median', 'least', 'most', 'of ours'], rows),
    '',
    `ours: ${short(median(names.ours))} µs a post (to hold: at most 75); the SDK's client ` +
      `takes ${(median(names.sdk) / median(names.ours)).toFixed(1)}× ours (at least 8); ` +
      `ours takes ${(median(names.ours) / median(names.undici)).toFixed(2)}× unsigned undici ` +
      '(at most 2)',
  ].join('\n');
}

function createWays(port: number): readonly Way[] {
  const endpoint = `http://127.0.0.1:${port}/websocket`;
  const host = `127.0.0.1:${port}`;
  const ours = createSignedGateway({ endpoint, region, credentials: () => credentials });
  const sdk = createSdkGateway({ endpoint, region, credentials });
  const pool = new Pool(`http://${host}`, { connections: atOnce });
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const content = toContent(frame);
  const headers = { 'content-type': type, 'content-length': String(content.bytes.length) };
  const moment = moments({ service: 'execute-api', region, credentials: () => credentials });
  return [
    { name: names.ours, share: 1, act: (id) => ours.post(id, frame) },
    { name: names.sdk, share: 0.2, act: (id) => sdk.post(id, frame) },
    {
      name: names.undici,
      share: 1,
      act: async (id) => {
        const { body } = await pool.request({
          method: 'POST',
          path: pathOf(id),
          headers,
          body: content.bytes,
        });
        await body.dump();
      },
    },
    {
      name: names.dispatch,
      share: 1,
      act: (id) =>
        new Promise<void>((resolve, reject) => {
          pool.dispatch(
            { method: 'POST', path: pathOf(id), headers, body: content.bytes },
            {
              onRequestStart: () => undefined,
              onResponseStart: () => undefined,
              onResponseData: () => undefined,
              onResponseEnd: () => {
                resolve();
              },
              onResponseError: (_, error) => {
                reject(error);
              },
            },
          );
        }),
    },
    {
      name: names.agent,
      share: 1,
      act: (id) =>
        new Promise<void>((resolve, reject) => {
          request(
            { host: '127.0.0.1', port, method: 'POST', path: pathOf(id), agent, headers },
            (response) => {
              response.resume().once('end', resolve);
            },
          )
            .once('error', reject)
            .end(frame);
        }),
    },
    {
      name: signing.ours,
      share: 1,
      act: async (id) =>
        headFor(await moment(), host, { method: 'POST', path: pathOf(id), content, type }),
    },
    {
      name: signing.smithy,
      share: 1,
      act: (id) =>
        signer.sign({
          method: 'POST',
          protocol: 'http:',
          hostname: host,
          path: pathOf(id),
          query: {},
          headers: { ...headers, host },
          body: frame,
        }),
    },
  ];
}

/**
 * Measures microseconds of this process's CPU time per post, for `count` posts with a few in
 * parallel.
 */
async function measureMicroseconds(act: Way['act'], count: number): Promise<number> {
  const waiting = Array.from(
    { length: count },
    (_, index) => ids[index % receivers] ?? ids[0],
  ).values();
  const from = process.cpuUsage();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const id of waiting) if (id !== undefined) await act(id);
    }),
  );
  const { user, system } = process.cpuUsage(from);
  return (user + system) / count;
}

async function portOf(server: ChildProcess): Promise<number> {
  const [port] = (await once(server, 'message')) as [number];
  return port;
}
