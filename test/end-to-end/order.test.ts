// Many senders in one room: every receiver sees the same order. Both engines run in parallel, since
// senders mostly wait for their rate limit.

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it, type ExpectStatic } from 'vitest';
import type { Message } from '../../functions/protocol/events.ts';
import { makeRoom } from './api.ts';
import { connect, readMessages, type Client, type Payload, type Reply } from './clients.ts';
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

  const rules = '[G1] [G2] [G3] [G4] [L2] [R34]';
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
          const payload = {
            username: name,
            token: room.join,
            claim: `the claim of ${name}`,
            batch: index % 4 < 2,
          };
          await repeatUntilOk(server, () => client.join(room.topic, payload));
          return { client, name };
        }),
      );

      const promised = await Promise.all(
        members.map(({ client, name }) => sendAll(server, client, { topic: room.topic, name })),
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

/** Sends each message after the reply to the previous one. */
async function sendAll(
  server: Server,
  client: Client,
  { topic, name }: { readonly topic: string; readonly name: string },
): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < each) {
    const number = seqs.length;
    const payload = { body: `word ${number}`, name, cid: `${name}-${number}` };
    const sent = await repeatUntilOk(server, () => client.push({ topic, event: 'shout', payload }));
    seqs.push(Number(sent['seq']));
  }
  return seqs;
}

/**
 * Repeats a push until it is accepted. A full room says when to try again. On a very busy machine
 * the emulated database may give no answer in time: only then, and after it was logged, does a push
 * get `unavailable`.
 */
async function repeatUntilOk(server: Server, push: () => Promise<Reply>): Promise<Payload> {
  for (;;) {
    const { status, response } = await push();
    if (status === 'ok') return response;
    const seconds = Number(response['retry_after']);
    if (response['reason'] === 'rate_limited' && seconds > 0) await wait(seconds * 1_000);
    else if (response['reason'] === 'unavailable' && server.output().includes('ConnectionError')) {
      await wait(100);
    } else throw new Error(`Refused: ${JSON.stringify(response)}`);
  }
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
