// `npm run simulate -- --seeds 1000 [--first 1] [--workers 2]`: runs this many new seeds, or those
// from `--first` on, and prints the operations, faults, states and broken promises. `-- --mutants`:
// the mutation check; with `--named renewal`, of the mutants with that in their names. `-- --first
// 343 --history`: prints one run event by event.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Batch, Failure } from './batch.ts';
import { buildProgram } from './build.ts';
import { killAll } from './mutants.ts';
import { allStates, enoughRuns } from './sometimes.ts';
import { tellHistory } from './story.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    first: { type: 'string' },
    workers: { type: 'string', default: '1' },
    mutants: { type: 'boolean', default: false },
    named: { type: 'string', default: '' },
    history: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const first = Number(values.first ?? randomInt(1, 2 ** 31));

if (values.mutants) process.exitCode = (await killAll(say, values.named)) ? 0 : 1;
else if (values.history) await tellHistory(first, say);
else await simulate();

async function simulate(): Promise<void> {
  const seeds = Number(values.seeds);
  const workers = Number(values.workers);
  const start = performance.now();
  say(`npm run simulate -- --seeds ${seeds} --first ${first}`);
  const program = await buildProgram('simulator');
  const shares = Array.from(
    { length: workers },
    (_, index) =>
      Math.floor((seeds * (index + 1)) / workers) - Math.floor((seeds * index) / workers),
  );
  const batches = await Promise.all(
    shares.map((share, index) =>
      runWorker(program, first + shares.slice(0, index).reduce((sum, one) => sum + one, 0), share),
    ),
  );
  const seconds = (performance.now() - start) / 1_000;

  const counts = sumCounts(batches.map(({ faults }) => faults));
  const states = sumCounts(batches.map((batch) => batch.states));
  const total = (of: (batch: Batch) => number): number =>
    batches.reduce((sum, batch) => sum + of(batch), 0);
  const failures = batches.flatMap((batch) => batch.failures);
  say('faults injected, by kind');
  for (const [kind, count] of groupByKind(counts)) say(`  ${String(count).padStart(9)}  ${kind}`);
  say('runs that reached a state');
  for (const state of allStates) say(`  ${String(states.get(state) ?? 0).padStart(9)}  ${state}`);
  say(`seeds tried          ${total((batch) => batch.seeds)} (${first} to ${first + seeds - 1})`);
  say(`operations           ${total((batch) => batch.operations)}`);
  say(`faults injected      ${[...counts.values()].reduce((sum, count) => sum + count, 0)}`);
  say(`violations           ${failures.length === 0 ? 'none' : `in ${failures.length} seeds`}`);
  say(
    `time                 ${seconds.toFixed(1)} s with ${workers} worker(s), ` +
      `${((seconds * 1_000) / seeds).toFixed(1)} ms a seed`,
  );
  say(
    'peak memory          ' +
      `${Math.max(...batches.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0)} MB a worker`,
  );
  for (const failure of failures.slice(0, 20)) printSummary(failure);
  const unreached = allStates.filter((state) => !states.has(state));
  if (seeds >= enoughRuns && unreached.length > 0) {
    say(`\nnever reached: ${unreached.join('; ')}`);
    process.exitCode = 1;
  }
  const worst = failures[0];
  if (worst === undefined) return;
  process.exitCode = 1;
  say(
    `\nThe end of seed ${worst.seed}, up to its first broken promise (all of it: npm run ` +
      `simulate -- --first ${worst.seed} --history)`,
  );
  await tellHistory(worst.seed, say, { lines: 40, until: worst.violations[0]?.at ?? Infinity });
}

function printSummary({ seed, mode, store, violations }: Failure): void {
  say(`\nseed ${seed} (${mode}, ${store})`);
  for (const { rule, at, what } of violations.slice(0, 5)) say(`  ${rule} at ${at} ms: ${what}`);
  if (violations.length > 5) say(`  and ${violations.length - 5} more`);
}

function sumCounts(
  batches: readonly Readonly<Record<string, number>>[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const counts of batches) {
    for (const [name, count] of Object.entries(counts)) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  }
  return sums;
}

/** Groups faults such as `crash, rooms.admit` by kind, the most frequent first. */
function groupByKind(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  const kinds = new Map<string, number>();
  for (const [name, count] of counts) {
    const kind = name.split(', ')[0] ?? name;
    const what = kind === name ? kind : `${kind} at a call`;
    kinds.set(what, (kinds.get(what) ?? 0) + count);
  }
  return [...kinds].sort((a, b) => b[1] - a[1]);
}

function runWorker(program: string, from: number, share: number): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, String(from), String(share)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Batch);
      else reject(new Error(`A worker (from seed ${from}) ended with ${code}.`));
    });
  });
}
