// Runs many simulations in this process, first the plans that once failed. main.ts starts one such
// process per worker. Prints its findings as one line of JSON.
// `node batch.mjs <first seed> <seeds> <max violations>`

import { check } from './check.ts';
import type { Violation } from './history.ts';
import { corpus } from './corpus.ts';
import { createPlan } from './draw-plan.ts';
import type { Plan } from './plan.ts';
import { run } from './run.ts';
import { findStates } from './sometimes.ts';
import { synchronousKeys } from './synchronous-crypto.ts';

export interface Failure {
  readonly seed: number;
  readonly mode: string;
  readonly store: string;
  readonly violations: readonly Violation[];
}

export interface Batch {
  readonly seeds: number;
  readonly events: number;
  readonly operations: number;
  readonly faults: Readonly<Record<string, number>>;
  /** How many runs reached each state of sometimes.ts. */
  readonly states: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
  readonly peakMegabytes: number;
}

/** A long run tells how far it is. */
const seedsPerReport = 10_000;

async function batch(
  first: number,
  { seeds, maxFailures }: { readonly seeds: number; readonly maxFailures: number },
): Promise<Batch> {
  const keys = await synchronousKeys();
  const faults = new Map<string, number>();
  const states = new Map<string, number>();
  const failures: Failure[] = [];
  let tried = 0;
  let events = 0;
  let operations = 0;
  // The plans that once failed come first.
  const former = corpus.map(({ plan }) => plan);
  for (let index = 0; index < former.length + seeds && failures.length < maxFailures; index += 1) {
    const seed = first + index - former.length;
    const plan = former[index] ?? createPlan(seed);
    // Each run needs its own turn of the event loop (see scheduler.ts).
    const ran = await new Promise<ReturnType<typeof runOne>>((resolve, reject) => {
      setImmediate(() => {
        try {
          resolve(runOne(plan));
        } catch (error) {
          reject(new Error(`Seed ${plan.seed} could not be run.`, { cause: error }));
        }
      });
    });
    if (index >= former.length) tried += 1;
    events += ran.events;
    operations += ran.operations;
    for (const [kind, count] of ran.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
    for (const state of ran.states) states.set(state, (states.get(state) ?? 0) + 1);
    if (ran.failure !== undefined) failures.push(ran.failure);
    if (tried > 0 && tried % seedsPerReport === 0) {
      process.stderr.write(`${tried} seeds from ${first}: ${failures.length} failed\n`);
    }
  }
  return {
    seeds: tried,
    events,
    operations,
    faults: Object.fromEntries(faults),
    states: Object.fromEntries(states),
    failures,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  };

  function runOne(plan: Plan) {
    const { seed } = plan;
    const { history, faults: struck } = run(plan, keys);
    const violations = check(history);
    const failure =
      violations.length === 0
        ? undefined
        : { seed, mode: plan.mode, store: plan.store, violations };
    return {
      events: history.events.length,
      operations: history.events.filter(({ type }) => type === 'invoke').length,
      faults: struck,
      states: findStates(history),
      failure,
    };
  }
}

const [first = 1, seeds = 1, maxFailures = Infinity] = process.argv.slice(2).map(Number);
process.stdout.write(`${JSON.stringify(await batch(first, { seeds, maxFailures }))}\n`);
