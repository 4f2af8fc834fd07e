// A crowd: many members join one room within a few seconds, and all must soon see the same
// presence. Counts the posts that this costs. crowd.ts prints figures, crowd.test.ts checks them.

import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { makeRoom, type TestRoom } from './api.ts';
import { createRoll, type Roll } from './roll.ts';
import type { Server } from './server.ts';

export interface CrowdFigures {
  readonly members: number;
  /** Seconds from the first connection to the last reply to a join. */
  readonly joinedWithinMs: number;
  readonly refused: number;
  /** Seconds from the last reply until everyone sees everyone. Infinity if that never happens. */
  readonly agreedAfterMs: number;
  /** Frames received by all members together, by event. */
  readonly posts: Readonly<Record<string, number>>;
  readonly postedMB: number;
}

const maxAgreeTime = 15_000;

export async function crowd(
  server: Pick<Server, 'origin'>,
  { members, seconds }: { readonly members: number; readonly seconds: number },
): Promise<CrowdFigures> {
  const room = await makeRoom(server);
  const tally = createTally();
  const start = Date.now();
  const sockets: WebSocket[] = [];
  const answers: Promise<Joined>[] = [];
  // A little faster than required, since the last join also needs its reply.
  const pace = ((seconds * 1_000) / members) * 0.8;
  while (answers.length < members) {
    for (
      const due = Math.min(members, Math.floor((Date.now() - start) / pace));
      answers.length < due;
    ) {
      const { socket, answer } = enter(server, { room, name: `member ${answers.length}`, tally });
      sockets.push(socket);
      answers.push(answer);
    }
    await wait(5);
  }
  const joined = await Promise.all(answers);
  const last = Math.max(...joined.map(({ at }) => at));
  const sees = (): boolean =>
    joined.every(({ roll }) => roll.size === members) &&
    joined.every(({ roll }) => roll.names().size === members);
  while (!sees() && Date.now() < last + maxAgreeTime) await wait(25);
  // The moments when each member saw the last one. Looking at all of them takes time itself.
  const agreed = sees() ? Math.max(...joined.map(({ completeAt }) => completeAt())) : Infinity;
  // Frames still in flight must not undo it.
  await wait(2_500);
  const records = sees();
  for (const socket of sockets) socket.terminate();
  return {
    members,
    refused: joined.filter(({ ok }) => !ok).length,
    joinedWithinMs: last - start,
    agreedAfterMs: records ? Math.max(0, agreed - last) : Infinity,
    posts: Object.fromEntries(tally.counts),
    postedMB: Math.round(tally.bytes() / 1e6),
  };
}

interface Joined {
  readonly ok: boolean;
  readonly at: number;
  readonly roll: Roll;
  /** The time when it first saw as many members as it sees now. */
  readonly completeAt: () => number;
}

interface Entering {
  readonly room: TestRoom;
  readonly name: string;
  readonly tally: Tally;
}

function enter(
  { origin }: Pick<Server, 'origin'>,
  { room, name, tally }: Entering,
): { readonly socket: WebSocket; readonly answer: Promise<Joined> } {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket/websocket?vsn=2.0.0`);
  const roll = createRoll();
  let completeAt = Infinity;
  socket.on('open', () => {
    socket.send(
      JSON.stringify([
        '1',
        '1',
        room.topic,
        'phx_join',
        { username: name, token: room.join, batch: true },
      ]),
    );
  });
  const answer = new Promise<Joined>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => {
      reject(new Error(`${name} was closed with ${code}`));
    });
    socket.on('message', (data: Buffer) => {
      const { event, payload } = tally.read(data);
      if (event === 'phx_reply') {
        resolve({
          ok: (payload as { status: string }).status === 'ok',
          at: Date.now(),
          roll,
          completeAt: () => completeAt,
        });
      }
      if (!event.startsWith('presence')) return;
      const before = roll.size;
      roll.take(event, payload);
      if (roll.size !== before) completeAt = Date.now();
    });
  });
  answer.catch(() => undefined);
  return { socket, answer };
}

interface Tally {
  readonly counts: ReadonlyMap<string, number>;
  bytes(): number;
  /**
   * Counts a frame and parses it. A frame sent to everyone is parsed once, or this process would be
   * slower than the server.
   */
  read(data: Buffer): { readonly event: string; readonly payload: unknown };
}

function createTally(): Tally {
  const counts = new Map<string, number>();
  const parsed = new Map<string, { readonly event: string; readonly payload: unknown }>();
  let bytes = 0;
  return {
    counts,
    bytes: () => bytes,
    read(data) {
      bytes += data.length;
      const text = data.toString('utf8');
      let frame = parsed.get(text);
      if (frame === undefined) {
        const [, , , event, payload] = JSON.parse(text) as [
          unknown,
          unknown,
          unknown,
          string,
          unknown,
        ];
        frame = { event, payload };
        parsed.set(text, frame);
        for (const oldest of parsed.keys()) if (parsed.size > 40) parsed.delete(oldest);
      }
      counts.set(frame.event, (counts.get(frame.event) ?? 0) + 1);
      return frame;
    },
  };
}
