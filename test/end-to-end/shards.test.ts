// Rooms on `start:aws` that shard their fan-out from three connections on, with the handlers
// invoked as in the cloud, over real sockets. The engine runs in this process, since the threshold
// is not a setting.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../functions/protocol/events.ts';
import { handler } from '../../functions/handlers/handle-fan-out.ts';
import { readLocalConfiguration } from '../../infra/local/local-settings.ts';
import { createAwsEngine } from '../../infra/local/engines/aws-engine.ts';
import { createStaticFiles } from '../../infra/local/server/static-files.ts';
import { findFreePort, startWebServer } from '../../infra/local/server/web-server.ts';
import { makeRoom } from './api.ts';
import { connect, readMessages, type Client, type Payload } from './clients.ts';

vi.mock(import('../../functions/core/settings.ts'), async (original) => {
  const settings = await original();
  return {
    ...settings,
    serverLimits: { ...settings.serverLimits, shards: { beyond: 2, min: 1, max: 4 } },
  };
});
vi.mock(import('../../functions/handlers/handle-fan-out.ts'), async (original) => ({
  handler: vi.fn((await original()).handler),
}));

const stops: (() => unknown)[] = [];
let server: { readonly origin: string };
beforeAll(async () => {
  const port = await findFreePort('127.0.0.1');
  const configuration = readLocalConfiguration({ PORT: String(port) });
  const engine = await createAwsEngine(configuration);
  const listening = await startWebServer(
    { ...engine, handlePage: createStaticFiles({ root: 'dist/page' }) },
    configuration,
  );
  stops.push(
    () => engine.stop(),
    () => listening.stop(),
  );
  server = { origin: `http://localhost:${listening.port}` };
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const each = 15;

/**
 * The received messages, single or in batches. Repeats come only after a lost lease, as on a
 * machine that paused for seconds.
 */
function listSeqs({ frames }: Client): readonly number[] {
  const messages = frames.flatMap(readMessages);
  return [...new Set((messages as unknown as readonly Message[]).map(({ seq }) => seq))];
}

describe('a sharded room', () => {
  it('[R32] [G2] [G4] [R13] delivers messages in one order, and presence', async () => {
    const room = await makeRoom(server);
    const members: Client[] = [];
    for (const [index, username] of ['Ann', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay'].entries()) {
      const client = await connect(server, { vsn: index % 2 === 0 ? '2.0.0' : '1.0.0' });
      expect(
        await client.join(room.topic, { username, token: room.join, batch: index < 3 }),
      ).toMatchObject({ status: 'ok' });
      members.push(client);
    }
    const watcher = await connect(server);
    await watcher.join(room.topic, { token: room.watch });
    await Promise.all(
      members.slice(0, 3).map(async (client) => {
        for (let number = 0; number < each; number += 1) {
          const push = { topic: room.topic, event: 'shout', payload: { body: `word ${number}` } };
          expect(await client.push(push)).toMatchObject({ status: 'ok' });
        }
      }),
    );
    const all = Array.from({ length: 3 * each }, (_, index) => index + 1);
    for (const client of [...members, watcher]) {
      await expect.poll(() => listSeqs(client), { timeout: 20_000 }).toEqual(all);
    }
    expect(vi.mocked(handler).mock.calls.length).toBeGreaterThan(10);
    members[4]?.drop();
    const isLeave = ({ event, payload }: { readonly event: string; readonly payload: Payload }) =>
      event === 'presence_diff' && Object.hasOwn(payload['leaves'] as object, 'Eve');
    for (const client of [members[0], members[5], watcher]) await client?.waitFor(isLeave);
    for (const client of [...members, watcher]) client.drop();
  }, 90_000);
});
