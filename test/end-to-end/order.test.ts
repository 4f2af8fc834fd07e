// Many senders in one room: every receiver sees the same order. Both engines run in parallel, since
// senders mostly wait for their rate limit.

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it, type ExpectStatic } from 'vitest';
import type { Message } from '../../functions/protocol/events.ts';
import { makeRoom } from './api.ts';
import { connect, readMessages, type Client, type Payload } from './clients.ts';
import { inProcess, modes, startServer, type Server } from './server.ts';

const clients = 20;
const each = 50;
const all = clients * each;

describe('order', () => {
  const servers = new Map<string, Server>();
  beforeAll(async () => {
    await Promise.all(modes.map(async (mode) => servers.set(mode.mode, await startServer(mode))));
  });
  afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));

  const rules = '[G1] [G2] [G3] [G4] [L2]';
  it.concurrent.for(modes)(
    `${rules} on $mode is the same for 20 clients that send 50 messages each`,
    { timeout: 180_000 },
    async (mode, { expect: check }) => {
      const server = servers.get(mode.mode);
      if (server === undefined) throw new Error('There is no such server.');
      const room = await makeRoom(server, { capacity: 1_000 });
      const members = await Promise.all(
        Array.from({ length: clients }, async (_, index) => {
          const client = await connect(server, { vsn: index % 2 === 0 ? '2.0.0' : '1.0.0' });
          const name = `member ${index}`;
          // Some receive batches, as the page does; some are plain Phoenix clients.
          const joined = await client.join(room.topic, {
            username: name,
            token: room.join,
            batch: index % 4 < 2,
          });
          check(joined.status).toBe('ok');
          return { client, name };
        }),
      );

      const promised = await Promise.all(
        members.map(({ client, name }) => sendAll(client, { topic: room.topic, name })),
      );

      const heard = await Promise.all(members.map(({ client }) => receiveAll(client, check)));
      // If a deliverer pauses for longer than its lease, another one takes over and repeats its
      // posts. Clients drop the repeats.
      const orders =
        mode === inProcess
          ? heard
          : heard.map((messages) => [
              ...new Map(messages.map((message) => [message.seq, message])).values(),
            ]);
      const first = orders[0]?.map(({ seq, body, name }) => `${seq} ${name}: ${body}`);
      for (const order of orders) {
        check(findFaults(order)).toEqual([]);
        check(order.map(({ seq, body, name }) => `${seq} ${name}: ${body}`)).toEqual(first);
      }
      for (const [index, { name }] of members.entries()) {
        const own = orders[0]?.filter((message) => message.name === name) ?? [];
        check(own.map(({ body }) => body)).toEqual(
          Array.from({ length: each }, (_, number) => `word ${number}`),
        );
        check(own.map(({ seq }) => seq)).toEqual(promised[index]);
      }
      for (const { client } of members) client.drop();
    },
  );
});

/**
 * Sends each message after the reply to the previous one. Retries a rate-limited message when its
 * time has come.
 */
async function sendAll(
  client: Client,
  { topic, name }: { readonly topic: string; readonly name: string },
): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < each) {
    const { status, response } = await client.push({
      topic,
      event: 'shout',
      payload: { body: `word ${seqs.length}`, name, cid: `${name}-${seqs.length}` },
    });
    if (status === 'ok') seqs.push(Number(response['seq']));
    else if (response['reason'] === 'rate_limited' || response['reason'] === 'unavailable') {
      await wait(Number(response['retry_after'] ?? 0.1) * 1_000);
    } else throw new Error(`Refused: ${JSON.stringify(response)}`);
  }
  return seqs;
}

/** All messages in the order of arrival, single or in batches. */
async function receiveAll(client: Client, check: ExpectStatic): Promise<readonly Message[]> {
  const soFar = (): Payload[] => client.frames.flatMap(readMessages);
  await check
    .poll(() => new Set(soFar().map(({ seq }) => seq)).size, { timeout: 40_000, interval: 50 })
    .toBe(all);
  return soFar() as unknown as Message[];
}

/** Where an order departs from 1, 2, 3, …, since a list of a thousand numbers is unreadable. */
const findFaults = (order: readonly Message[]): string[] =>
  order.flatMap(({ seq }, index) => {
    const before = index === 0 ? 0 : (order[index - 1]?.seq ?? 0);
    return seq === before + 1 ? [] : [`${seq} after ${before}`];
  });
