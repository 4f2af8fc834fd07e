// State that survives `kill -9` of `npm run start:aws` with DATA_DIR: rooms, acknowledged messages,
// members, and their end.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinResponse } from '../../functions/protocol/events.ts';
import { call, makeRoom, type TestRoom } from './api.ts';
import { connect, type Client } from './clients.ts';
import { createRoll } from './roll.ts';
import { modes, startServer, type Server } from './server.ts';

const [, emulated] = modes;

describe('a killed start:aws', () => {
  const directory = mkdtempSync(join(tmpdir(), 'restart-'));
  const environment = { DATA_DIR: directory };
  let server: Server;
  beforeAll(async () => {
    server = await startServer(emulated, environment);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  it(
    '[L9] [G1] [G7] [R4] [R13] restores rooms, acknowledged messages, members and ends',
    { timeout: 120_000 },
    async () => {
      const room = await makeRoom(server, { seconds: 60, capacity: 1_000 });
      const longer = await makeRoom(server, { seconds: 600 });
      const [ann, bob, gone] = await Promise.all([
        connect(server),
        connect(server),
        connect(server),
      ]);
      const { session } = (await ann.join(room.topic, { username: 'ann', token: room.join }))
        .response as unknown as JoinResponse;
      await bob.join(room.topic, { username: 'bob', token: room.join });
      await gone.join(longer.topic, { username: 'gone', token: longer.join });

      const acknowledged = new Map<string, number>();
      const talks = [
        talk(ann, room, { name: 'ann', acknowledged }),
        talk(bob, room, { name: 'bob', acknowledged }),
      ];
      await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThanOrEqual(10);
      // While members are sending.
      await server.kill();
      await Promise.all(talks);
      server = await startServer(emulated, environment);

      // The dead deliverer's lease expires, and the undelivered messages arrive.
      const back = await connect(server);
      const rejoined = (
        await back.join(room.topic, { username: 'ann', token: room.join, session, last: undefined })
      ).response as unknown as JoinResponse;
      expect(rejoined.member?.name).toBe('ann');
      const kept = new Map(rejoined.messages.map(({ cid, seq }) => [cid, seq]));
      expect(
        Object.fromEntries([...acknowledged].filter(([cid, seq]) => kept.get(cid) !== seq)),
      ).toEqual({});
      expect(rejoined.messages.map(({ seq }) => seq)).toEqual(
        rejoined.messages.map((_, index) => index + 1),
      );
      const name = await connect(server);
      expect(await name.join(room.topic, { username: 'ann', token: room.join })).toMatchObject({
        status: 'error',
        response: { reason: 'name_taken' },
      });

      // The first post to an old connection finds it gone.
      expect(
        (await back.push({ topic: room.topic, event: 'shout', payload: { body: 'Anybody?' } }))
          .status,
      ).toBe('ok');
      await expect.poll(() => listPresent(back)).toEqual(['ann']);
      const other = await connect(server);
      expect(
        (await other.join(longer.topic, { username: 'other', token: longer.join })).status,
      ).toBe('ok');
      await expect.poll(() => listPresent(other)).toEqual(['other']);

      const told = await back.waitFor(({ event }) => event === 'phx_close', 70_000);
      expect(told.payload).toMatchObject({
        reason: 'expired',
        receipt: { accepted: rejoined.head + 1 },
      });
      expect(Date.now() - Date.parse(room.view.expiresAt)).toBeLessThan(5_000);
      expect((await call(server, { path: `/api/rooms/${room.id}`, token: room.join })).status).toBe(
        410,
      );
      expect(
        (await call(server, { path: `/api/rooms/${longer.id}`, token: longer.join })).status,
      ).toBe(200);
    },
  );
});

interface Talk {
  readonly name: string;
  /** Seqs from the replies, by cid. */
  readonly acknowledged: Map<string, number>;
}

/** Sends messages one after another until replies stop. */
async function talk(
  client: Client,
  { topic }: TestRoom,
  { name, acknowledged }: Talk,
): Promise<void> {
  const ended = client.closed.then(() => undefined);
  for (let count = 0; ; count += 1) {
    const cid = `${name}-${count}`;
    const pushed = client.push({ topic, event: 'shout', payload: { body: `word ${count}`, cid } });
    pushed.catch(() => undefined);
    const reply = await Promise.race([pushed, ended]);
    if (reply === undefined) return;
    if (reply.status === 'ok') acknowledged.set(cid, Number(reply.response['seq']));
    else await wait(100);
  }
}

function listPresent(client: Client): readonly string[] {
  const roll = createRoll();
  for (const { event, payload } of client.frames) roll.take(event, payload);
  return [...roll.names()].sort();
}
