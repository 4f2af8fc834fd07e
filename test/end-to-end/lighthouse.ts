// `npm run lighthouse`: audits the built page on `npm start` as on a mid-range phone: creating a
// room, joining one, and the room. It measures times, so it is not a test: other load shows in it.
// Exits with 1 below the promised scores.

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import lighthouse from 'lighthouse';
import { makeRoom } from './api.ts';
import { launchBrowser } from './browser.ts';
import { connect } from './clients.ts';
import { inProcess, startServer } from './server.ts';

const promised = { performance: 98, accessibility: 100, 'best-practices': 100 } as const;
const shown = {
  'first-contentful-paint': 'first paint',
  'largest-contentful-paint': 'largest paint',
  'total-blocking-time': 'blocked',
  'cumulative-layout-shift': 'shift',
} as const;
/** The median counts: a single run depends as much on the machine as on the page. */
const runs = Number(process.argv[2] ?? 3);
const attempts = 3;

interface Judgement {
  readonly scores: Readonly<Record<string, number>>;
  readonly times: Readonly<Record<string, string>>;
  /** The audits that cost points. */
  readonly lost: string;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function audit(url: string, port: number, attempt = 1): Promise<Judgement> {
  const result = (
    await lighthouse(url, { port, logLevel: 'error', onlyCategories: Object.keys(promised) })
  )?.lhr;
  if (result === undefined || result.runtimeError !== undefined) {
    // A busy machine occasionally loses a trace (NO_NAVSTART).
    if (attempt < attempts) return audit(url, port, attempt + 1);
    throw new Error(
      `Lighthouse could not judge it: ${result?.runtimeError?.message ?? 'no result'}`,
    );
  }
  const scores = Object.fromEntries(
    Object.keys(promised).map((name) => [
      name,
      Math.round(100 * (result.categories[name]?.score ?? 0)),
    ]),
  );
  const times = Object.fromEntries(
    Object.entries(shown).map(([id, name]) => [name, result.audits[id]?.displayValue ?? '']),
  );
  const lost = Object.values(result.categories)
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (result.audits[id]?.score ?? 1) < 0.9)
    .map(({ id }) => `${id} ${result.audits[id]?.displayValue ?? ''}`.trim());
  return { scores, times, lost: [...new Set(lost)].join(', ') };
}

const performanceOf = ({ scores }: Judgement): number => scores['performance'] ?? 0;

async function main(): Promise<boolean> {
  const port = await findFreePort();
  const [server, browser] = await Promise.all([
    startServer(inProcess),
    launchBrowser([`--remote-debugging-port=${String(port)}`]),
  ]);
  try {
    const room = await makeRoom(server, { title: 'Tea' });
    const guest = await connect(server);
    await guest.join(room.topic, { username: 'Bo', token: room.join });
    for (let index = 0; index < 20; index += 1) {
      await guest.push({
        topic: room.topic,
        event: 'shout',
        payload: { body: `The kettle is on, number ${String(index)}` },
      });
    }
    const screens = {
      'making a room': server.origin,
      'joining one': room.joinUrl,
      'the room, by the link to watch it': `${server.origin}/r/${room.id}#${room.watch}`,
    };
    const rows: Record<string, Record<string, string | number>> = {};
    let kept = true;
    for (const [name, url] of Object.entries(screens)) {
      const all: Judgement[] = [];
      for (let run = 0; run < runs; run += 1) all.push(await audit(url, port));
      const median = all.sort((a, b) => performanceOf(a) - performanceOf(b))[Math.floor(runs / 2)];
      if (median === undefined) throw new Error('Nothing was run.');
      rows[name] = { ...median.scores, ...median.times, lost: median.lost };
      kept &&= Object.entries(promised).every(
        ([category, min]) => (median.scores[category] ?? 0) >= min,
      );
    }
    guest.drop();
    console.table(rows);
    console.log(
      `Of ${String(runs)} runs each, the one in the middle. Load of the machine: ${loadavg()
        .map((load) => load.toFixed(1))
        .join(', ')}.`,
    );
    return kept;
  } finally {
    await Promise.allSettled([browser.close(), server.stop()]);
  }
}

process.exitCode = (await main()) ? 0 : 1;
