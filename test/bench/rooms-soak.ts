// A long steady load on `npm start`: 5,000 connections in 500 rooms, 500 messages a second. Rooms
// end and start continuously, as in production. Every message must reach every member of its room
// once and in order, nothing may fail, and memory may not grow: npm run bench -- soak [--quick] (10
// minutes; quick: one)

import { setTimeout as wait } from 'node:timers/promises';
import { quantile, short, table } from './figures.ts';
import { createParty, type Party } from './rooms-clients.ts';
import { startMeasured } from './rooms-servers.ts';

const groups = 5;
const roomsOfGroup = 100;
const rooms = groups * roomsOfGroup;
const size = 10;
const perSecond = 500;
const sampleSeconds = 15;
/**
 * After this long, a group leaves its rooms for new ones, one group after another. The old rooms
 * expire a while later.
 */
const stayedSeconds = 100;
const roomSeconds = 180;

interface Sample {
  readonly second: number;
  /** Bytes, after a garbage collection. */
  readonly rss: number;
  readonly heap: number;
  /** The share of one core since the previous sample. */
  readonly busy: number;
  readonly p99: number;
}

/** A group of members and the messages they sent. */
interface Group {
  readonly party: Party;
  readonly before: number;
  said: number;
  leaveAt: number;
}

export async function benchSoak(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const minutes = quick ? 1 : 10;
  const count = perSecond * 60 * minutes;
  const server = await startMeasured('ours', roomSeconds);
  const saidAt = new Float64Array(count + 1);
  let delays: number[] = [];
  const heard = (body: string): void => {
    delays.push(performance.now() - (saidAt[Number(body.slice(1))] ?? NaN));
  };
  // Members check every seq. A wrong frame or order ends the benchmark with an error.
  const come = async (leaveAt: number): Promise<Group> => {
    const party = await createParty(server, {
      rooms: roomsOfGroup,
      size,
      inOrder: true,
      noted: { every: size, record: heard },
    });
    return { party, before: party.delivered(), said: 0, leaveAt };
  };
  let delivered = 0;
  let made = rooms;
  const leave = async ({ party, before, said }: Group): Promise<void> => {
    await party.arrive(before + said * size);
    // Waits long enough to receive duplicates.
    await wait(1_000);
    if (party.delivered() - before !== said * size) {
      throw new Error(`${party.delivered() - before} messages came, of ${said * size}.`);
    }
    delivered += said * size;
    await party.leave();
  };
  const present: Group[] = [];
  for (let group = 1; group <= groups; group += 1) {
    present.push(await come((group * stayedSeconds) / groups));
  }
  await wait(3_000);

  const samples: Sample[] = [];
  let before = await server.memory();
  const from = performance.now();
  const seconds = (): number => (performance.now() - from) / 1_000;
  let failure: Error | undefined;
  const leaving: Promise<void>[] = [];
  const replace = async (index: number, old: Group): Promise<void> => {
    present[index] = await come(seconds() + stayedSeconds);
    made += roomsOfGroup;
    await leave(old);
  };
  let sampled = 0;
  for (let spoken = 0; spoken < count && failure === undefined;) {
    const now = seconds();
    for (const due = Math.min(count, now * perSecond); spoken < due; spoken += 1) {
      const room = spoken % rooms;
      const group = present[Math.floor(room / roomsOfGroup)];
      if (group === undefined) continue;
      saidAt[spoken] = performance.now();
      group.party.say(room % roomsOfGroup, Math.floor(spoken / rooms) % size, `m${spoken}`);
      group.said += 1;
    }
    for (const [index, group] of present.entries()) {
      if (now < group.leaveAt) continue;
      group.leaveAt = Infinity;
      leaving.push(
        replace(index, group).catch((error: unknown) => {
          failure = error instanceof Error ? error : new Error(String(error));
        }),
      );
    }
    if (now - sampled >= sampleSeconds) {
      const used = await server.memory();
      const busy = (used.processor - before.processor) / 1e6 / (now - sampled);
      samples.push({
        second: Math.round(now),
        rss: used.rss,
        heap: used.heap,
        busy,
        p99: quantile(delays, 0.99),
      });
      [before, sampled, delays] = [used, now, []];
    }
    await wait(1);
  }
  await Promise.all(leaving);
  if (failure !== undefined) throw failure;
  await Promise.all(present.map(leave));
  await server.stop();
  if (delivered !== count * size) {
    throw new Error(`${delivered} messages came, of ${count * size}.`);
  }
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
  const text = [
    `${rooms * size} connections in ${rooms} rooms, ${perSecond} messages a second for ` +
      `${minutes} min, ${made} rooms in all:`,
    `${count} messages, each to all ${size}, in order, once; no refusal`,
    '',
    table(
      ['second', 'process, MB', 'heap, MB', 'of a core', 'p99, ms'],
      samples.map(({ second, rss, heap, busy, p99 }) => [
        String(second),
        megabytes(rss),
        megabytes(heap),
        busy.toFixed(2),
        short(p99),
      ]),
    ),
  ].join('\n');
  return { text, json: { minutes, rooms, size, perSecond, count, made, samples } };
}
