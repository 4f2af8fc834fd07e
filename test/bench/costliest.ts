// The costliest message, and what it does to others: `npm run bench -- costliest [--quick]`, after
// a build. Ten connections send it to one room of `npm start` within their limits, while 20 members
// talk in another room.

import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WebSocket } from 'ws';
import type { buildTrack, Track } from '../../functions/core/track/track.ts';
import type { RoomId } from '../../functions/core/ports.ts';
import { seedLists } from '../../functions/lists/seeds.ts';
import { findCostliest } from '../fuzz/fuzz-filter.ts';
import { computeSpread, quantile, short, table } from './figures.ts';
import { createParty, type Party } from './rooms-clients.ts';
import { startMeasured } from './rooms-servers.ts';

const attackers = 10;
const members = 20;
const perSecond = 20;
const roundSeconds = 6;
/** Just below the limit of a connection. */
const attackPerSecond = 9;

/** The track as it is shipped. The loader of tests adds a call to each function it makes. */
async function buildShippedTrack(): Promise<Track> {
  const outfile = fileURLToPath(new URL('../../.data/bench/track.mjs', import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL('../../functions/core/track/track.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  const module = (await import(outfile)) as { readonly buildTrack: typeof buildTrack };
  return module.buildTrack(seedLists());
}

/** Returns the milliseconds that the track takes for a text: the least of several times. */
function createClock(track: Track, times: number): (text: string) => number {
  return (text) => {
    const spent = Array.from({ length: times }, () => {
      const from = performance.now();
      track.run({ body: text, room: 'bench' as RoomId, cid: 'c' });
      return performance.now() - from;
    });
    return Math.min(...spent);
  };
}

interface Attack {
  /** Replies by their reason, or `ok`. */
  readonly replies: ReadonlyMap<string, number>;
  stop(): void;
}

/** Ten members of one room send a text as often as they may, whatever the server replies. */
async function startAttack(port: number, body: string): Promise<Attack> {
  const created = await fetch(`http://127.0.0.1:${port}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { room, token } = (await created.json()) as { room: { id: string }; token: string };
  const topic = `room:${room.id}`;
  const replies = new Map<string, number>();
  const sockets = Array.from({ length: attackers }, () => {
    return new WebSocket(`ws://127.0.0.1:${port}/socket/websocket?vsn=2.0.0&token=${token}`);
  });
  for (const [index, socket] of sockets.entries()) {
    socket.on('open', () => {
      socket.send(JSON.stringify(['1', '1', topic, 'phx_join', { username: `m${index}` }]));
    });
    socket.on('message', (frame: Buffer) => {
      // Larger frames are the messages themselves. Reading them would slow down the measurement.
      if (frame.length > 1_000) return;
      const [, , , event, payload] = JSON.parse(frame.toString()) as readonly unknown[];
      if (event !== 'phx_reply') return;
      const { status, response } = payload as Reply;
      const result = status === 'ok' ? status : (response.reason ?? status);
      replies.set(result, (replies.get(result) ?? 0) + 1);
    });
  }
  let ref = 1;
  const timer = setInterval(() => {
    ref += 1;
    for (const socket of sockets) {
      if (socket.readyState !== WebSocket.OPEN) continue;
      socket.send(JSON.stringify(['1', String(ref), topic, 'shout', { body }]));
    }
  }, 1_000 / attackPerSecond);
  return {
    replies,
    stop: () => {
      clearInterval(timer);
      for (const socket of sockets) socket.terminate();
    },
  };
}

interface Reply {
  readonly status: string;
  readonly response: { readonly reason?: string };
}

/** Members talk for some seconds. Returns the 99th percentile of their messages' delays. */
async function talk(honest: Honest, seconds: number): Promise<number> {
  honest.delays.length = 0;
  for (let index = 0; index < seconds * perSecond; index += 1) {
    honest.saidAt.push(performance.now());
    honest.party.say(0, index % members, `m${honest.saidAt.length - 1}`);
    await wait(1_000 / perSecond);
  }
  await wait(1_000);
  return quantile(honest.delays, 0.99);
}

interface Honest {
  readonly party: Party;
  readonly saidAt: number[];
  readonly delays: number[];
}

export async function benchCostliest(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const track = await buildShippedTrack();
  // The last search begins with warm code.
  const searches = [1, 2, 3].map((seed) =>
    findCostliest({ tries: quick ? 300 : 3_000, seed, measure: createClock(track, 3) }),
  );
  const measure = createClock(track, 25);
  const costly = searches
    .map(({ piece, text }) => ({ piece, text, milliseconds: measure(text) }))
    .sort((one, other) => other.milliseconds - one.milliseconds);
  const worst = costly[0]?.text ?? '';

  const server = await startMeasured('ours');
  const saidAt: number[] = [];
  const delays: number[] = [];
  const record = (body: string): void => {
    delays.push(performance.now() - (saidAt[Number(body.slice(1))] ?? NaN));
  };
  const party = await createParty(server, { rooms: 1, size: members, noted: { every: 5, record } });
  const honest = { party, saidAt, delays };
  // Warms the server up: the first costly message of a process takes 50 ms, as code is compiled.
  const warmUp = await startAttack(server.port, worst);
  await talk(honest, 5);
  warmUp.stop();

  // In turns, since other work on the machine affects both.
  const quiet: number[] = [];
  const attacked: number[] = [];
  const replies = new Map<string, number>();
  for (let round = 0; round < (quick ? 3 : 8); round += 1) {
    quiet.push(await talk(honest, roundSeconds));
    const attack = await startAttack(server.port, worst);
    attacked.push(await talk(honest, roundSeconds));
    attack.stop();
    for (const [result, count] of attack.replies) {
      replies.set(result, (replies.get(result) ?? 0) + count);
    }
  }
  await server.stop();

  const ratio = computeSpread(attacked.map((delay, round) => delay / (quiet[round] ?? NaN)));
  const text = [
    table(
      ['the costliest messages found', 'ms'],
      costly.map(({ piece, milliseconds }) => [JSON.stringify(piece), short(milliseconds)]),
    ),
    `\nAnother room's p99 while ${attackers} connections send the first of them, over quiet: ` +
      `${short(ratio.median)} times (${short(ratio.min)} to ${short(ratio.max)}; ` +
      `${short(computeSpread(attacked).median)} ms and ${short(computeSpread(quiet).median)} ms)`,
    `Replies: ${[...replies].map(([result, count]) => `${count} ${result}`).join(', ')}`,
  ].join('\n');
  return { text, json: { costly, quiet, attacked } };
}
