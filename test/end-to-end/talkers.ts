// Many members that send messages at the same time, to fill a room fast. Each sends as fast as
// allowed and retries when rate-limited.

import { makeToken, type TestRoom } from './api.ts';
import { connect, type Client } from './clients.ts';
import type { Server } from './server.ts';

/** The number of messages that one member may send in a burst. */
const burst = 20;

interface Talk {
  readonly count: number;
  readonly bodyOf: (index: number) => string;
}

/**
 * Sends `count` messages, each once, in an unknown order. The talkers stay connected until the
 * caller disconnects them.
 */
export async function talk(
  server: Server,
  room: TestRoom,
  { count, bodyOf }: Talk,
): Promise<readonly Client[]> {
  // Senders don't receive: each would otherwise read all the others.
  const token = await makeToken(server, room, { scope: 'send' });
  const talkers = await Promise.all(
    Array.from({ length: Math.ceil(count / burst) }, async (_, index) => {
      const client = await connect(server);
      await client.join(room.topic, { username: `Talker ${String(index + 1)}`, token });
      return client;
    }),
  );
  // One after another, since consecutive refusals would close the connection.
  await Promise.all(
    talkers.map(async (client, first) => {
      for (let index = first; index < count; index += talkers.length) {
        await sendOne(client, room, { body: bodyOf(index), cid: `said-${String(index)}` });
      }
    }),
  );
  return talkers;
}

async function sendOne(
  client: Client,
  { topic }: TestRoom,
  payload: { readonly body: string; readonly cid: string },
): Promise<void> {
  for (;;) {
    const reply = await client.push({ topic, event: 'shout', payload });
    if (reply.status !== 'error') return;
    const { reason, retry_after: wait } = reply.response;
    // Both reasons ask for a retry a little later.
    if (reason !== 'rate_limited' && reason !== 'unavailable') {
      throw new Error(`Not said: ${String(reason)}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 1_000 * Math.max(0.25, Number(wait ?? 0)));
    });
  }
}
