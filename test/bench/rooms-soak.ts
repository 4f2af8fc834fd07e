// A long steady load on `npm start`: 5,000 connections in 500 rooms, 500 messages a second. Every message must come to every member of its room,
// in its order, once; nothing may fail, and memory may not grow: npm run bench -- soak [--quick] (10 minutes; quick: one)

import { setTimeout as wait } from 'node:timers/promises';
import { quantile, short, table } from './figures.ts';
import { gather } from './rooms-clients.ts';
import { startMeasured } from './rooms-servers.ts';

const rooms = 500;
const size = 10;
const perSecond = 500;
const sampleSeconds = 15;

interface Sample {
  readonly second: number;
  /** Bytes, after a collection. */
  readonly rss: number;
  readonly heap: number;
  /** Share of one core since the sample before. */
  readonly busy: number;
  readonly p99: number;
}

export async function benchSoak(quick: boolean): Promise<{ readonly text: string; readonly json: unknown }> {
  const minutes = quick ? 1 : 10;
  const server = await startMeasured('ours');
  const saidAt = new Float64Array(perSecond * 60 * minutes + 1);
  let delays: number[] = [];
  const heard = (body: string): void => { delays.push(performance.now() - (saidAt[Number(body.slice(1))] ?? NaN)); };
  // What is wrong in a frame, or in the order, ends the bench with an error: the members look at every seq.
  const party = await gather(server, { rooms, size, inOrder: true, noted: { every: size, note: heard } });
  await wait(3_000);

  const samples: Sample[] = [];
  let before = await server.memory();
  const from = performance.now();
  const count = perSecond * 60 * minutes;
  const first = party.delivered();
  let sampled = 0;
  for (let spoken = 0; spoken < count;) {
    const seconds = (performance.now() - from) / 1_000;
    for (const due = Math.min(count, seconds * perSecond); spoken < due; spoken += 1) {
      saidAt[spoken] = performance.now();
      party.say(spoken % rooms, Math.floor(spoken / rooms) % size, `m${spoken}`);
    }
    if (seconds - sampled >= sampleSeconds) {
      const now = await server.memory();
      const busy = (now.processor - before.processor) / 1e6 / (seconds - sampled);
      samples.push({ second: Math.round(seconds), rss: now.rss, heap: now.heap, busy, p99: quantile(delays, 0.99) });
      [before, sampled, delays] = [now, seconds, []];
    }
    await wait(1);
  }
  await party.arrive(first + count * size);
  // Whatever comes twice would still come.
  await wait(1_000);
  const [delivered, answered] = [party.delivered() - first, party.answered()];
  await server.stop();
  if (delivered !== count * size) throw new Error(`${delivered} messages came, of ${count * size}.`);
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
  const text = [
    `${rooms * size} connections in ${rooms} rooms, ${perSecond} messages a second for ${minutes} min: ${count} messages, each to all ${size}, in order, once; no refusal`, '',
    table(['second', 'process, MB', 'heap, MB', 'of a core', 'p99, ms'], samples.map(({ second, rss, heap, busy, p99 }) =>
      [String(second), megabytes(rss), megabytes(heap), busy.toFixed(2), short(p99)])),
  ].join('\n');
  return { text, json: { minutes, rooms, size, perSecond, count, answered, samples } };
}
