// An honest room on a server that hostile sockets attack: 20 members talk, and everything that each
// of them hears is kept.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeRoom } from '../end-to-end/api.ts';
import { connect, readMessages, type Client, type Payload } from '../end-to-end/clients.ts';
import type { Server } from '../end-to-end/server.ts';
import type { Endings } from './hostile-sockets.ts';

const memberCount = 20;
const messagesPerSecond = 20;
/** All of an emulated cloud is one process, which takes a while for 11,000 hostile frames. */
const patience = 90_000;

export interface HonestRoom {
  /**
   * Talks for some seconds. Returns the milliseconds from each message to its own sender's receipt
   * of it.
   */
  talk(seconds: number): Promise<readonly number[]>;
  /** The messages that were sent, and those that each member heard, in order. */
  listMessages(): { readonly sent: readonly string[]; readonly heard: readonly string[][] };
  /** Milliseconds until a newcomer has joined and heard itself. */
  join(name: string): Promise<number>;
}

export async function openHonestRoom(server: Server): Promise<HonestRoom> {
  const room = await makeRoom(server, { seconds: 3_600 });
  const enter = async (username: string): Promise<Client> => {
    const client = await connect(server);
    const { status } = await client.join(room.topic, { username, token: room.join });
    if (status !== 'ok') throw new Error(`${username} could not join.`);
    return client;
  };
  /**
   * Returns the milliseconds until the member hears itself. Like every client, it sends again what
   * the server could not take.
   */
  const say = async (client: Client, body: string): Promise<number> => {
    const from = performance.now();
    const message = {
      topic: room.topic,
      event: 'shout',
      payload: { body, cid: body.replaceAll(' ', '-') },
    };
    for (;;) {
      const reply = await client.push(message).catch(() => undefined);
      if (reply?.status === 'ok') break;
      const reason = (reply?.response['reason'] ?? 'unavailable') as string;
      if (reason !== 'unavailable' && reason !== 'rate_limited') {
        throw new Error(`A member was refused: ${reason}.`);
      }
      await wait(500);
    }
    const isOwn = (shown: Payload): boolean => shown['body'] === body;
    await client.waitFor((frame) => readMessages(frame).some(isOwn), patience);
    return performance.now() - from;
  };
  const names = Array.from({ length: memberCount }, (_, index) => `Member ${index}`);
  const members = await Promise.all(names.map(enter));
  const sent: string[] = [];

  return {
    async talk(seconds) {
      const delays: Promise<number>[] = [];
      for (let count = 0; count < seconds * messagesPerSecond; count += 1) {
        const member = members[sent.length % memberCount];
        const body = `m${sent.length}`;
        sent.push(body);
        if (member !== undefined) delays.push(say(member, body));
        await wait(1_000 / messagesPerSecond);
      }
      return Promise.all(delays);
    },
    listMessages: () => ({
      sent,
      // A deliverer that dies may deliver a message twice; clients show it once.
      heard: members.map(({ frames }) => [
        ...new Set(frames.flatMap(readMessages).map((message) => String(message['body']))),
      ]),
    }),
    async join(name) {
      const from = performance.now();
      const client = await enter(name);
      await say(client, `hello from ${name}`);
      client.drop();
      return performance.now() - from;
    },
  };
}

/** Attacks for some seconds. Returns how the hostile sockets ended. */
export async function attack(
  { origin }: Pick<Server, 'origin'>,
  seconds: number,
): Promise<Endings> {
  const file = fileURLToPath(new URL('hostile-sockets.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, origin, String(seconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The attack ended with code ${String(code)}.`);
  return JSON.parse(output) as Endings;
}

/** The most memory that a server has used so far, in MB. Undefined: the system has no /proc. */
export function readPeakMegabytes({ pid }: Pick<Server, 'pid'>): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1]) / 1_024;
}
