// Rooms on `start:aws` whose fan-out is shared out from three connections on: the handlers, invoked
// as in the cloud, over real sockets. The engine runs in this process, for the bound is no setting.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../functions/protocol/events.ts';
import { handler } from '../../functions/handlers/handle-fan-out.ts';
import { readLocalConfiguration } from '../../infra/local/local-settings.ts';
import { createAwsEngine } from '../../infra/local/engines/aws-engine.ts';
import { createStaticFiles } from '../../infra/local/server/static-files.ts';
import { findFreePort, startWebServer } from '../../infra/local/server/web-server.ts';
import { makeRoom } from './api.ts';
import { connect, messagesIn, type Client, type Payload } from './clients.ts';

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
function seqsOf({ frames }: Client): readonly number[] {
  const messages = frames.flatMap(messagesIn);
  return [...new Set((messages as unknown as readonly Message[]).map(({ seq }) => seq))];
}

describe('a room in shards', () => {
  it('[R32] [G2] [G4] [R13] hears all in one order, sees members and watchers', async () => {
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
      await expect.poll(() => seqsOf(client), { timeout: 20_000 }).toEqual(all);
    }
    expect(vi.mocked(handler).mock.calls.length).toBeGreaterThan(10);
    members[4]?.drop();
    const isLeave = ({ event, payload }: { readonly event: string; readonly payload: Payload }) =>
      event === 'presence_diff' && Object.hasOwn(payload['leaves'] as object, 'Eve');
    for (const client of [members[0], members[5], watcher]) await client?.waitFor(isLeave);
    for (const client of [...members, watcher]) client.drop();
  }, 90_000);
});
