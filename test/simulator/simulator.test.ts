// The simulator at a small scale: new runs under faults each time, those that once failed,
// repeatability, and mutants that must be noticed. At full scale:
// `npm run simulate -- --seeds 100000 --workers 2` and `npm run simulate -- --mutants`.

import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isThorough } from '../thorough.ts';
import { applyChange } from './build.ts';
import { check } from './check.ts';
import { corpus } from './corpus.ts';
import type { HistoryEvent, Violation } from './history.ts';
import { tryMutant, mutants } from './mutants.ts';
import { createPlan } from './draw-plan.ts';
import type { Plan } from './plan.ts';
import { run } from './run.ts';
import { inOwnTurn } from './scheduler.ts';
import { shrink } from './shrink.ts';
import { allStates, findStates } from './sometimes.ts';
import { synchronousKeys } from './synchronous-crypto.ts';

const keys = await synchronousKeys();

const runs = isThorough ? 300 : 100;
const firstSeed = Number(process.env['SEED'] ?? randomInt(1, 2 ** 31));

/** The DynamoDB adapter marks some writes with its own number, to recognize them later. */
const removeMarks = (event: HistoryEvent): HistoryEvent =>
  event.type === 'text'
    ? { ...event, text: event.text.replaceAll(/"a":\{"S":"[^"]*"\}|":mark":\{"S":"[^"]*"\}/g, '') }
    : event;

const findBroken = (plan: Plan): readonly Violation[] => check(run(plan, keys).history);

describe('the simulator', () => {
  it('[G1] [G2] [G3] [G4] [G5] [G6] [G7] [G8] [G9] [R13] [R16] keeps every promise', async () => {
    console.info(`SEED=${firstSeed} repeats these ${runs} runs of the simulator.`);
    const reached = new Set<string>();
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const { history } = await inOwnTurn(() => run(createPlan(seed), keys));
      for (const state of findStates(history)) reached.add(state);
      expect(check(history), `npm run simulate -- --first ${seed} --history`).toEqual([]);
    }
    const unreached = allStates.filter((state) => !reached.has(state));
    console.info(`States that these runs did not reach: ${unreached.join('; ') || 'none'}.`);
  }, 300_000);

  it.each(corpus)('[$rule] keeps it in a run that once broke it: $plan.seed', async ({ plan }) => {
    expect(await inOwnTurn(() => findBroken(plan))).toEqual([]);
  });

  it('[G2] repeats a run with the same seed exactly', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const [first, second] = await inOwnTurn(() => [
        run(createPlan(seed), keys).history.events,
        run(createPlan(seed), keys).history.events,
      ]);
      expect(second.map(removeMarks)).toEqual(first.map(removeMarks));
    }
  });

  it('[G2] shrinks a failing plan to the parts that make it fail', async () => {
    const hasCrash = ({ faults }: Plan): boolean => faults.some(({ kind }) => kind === 'crash');
    const plan = [1, 2, 3, 4, 5, 6, 7, 8].map(createPlan).find(hasCrash);
    if (plan === undefined) expect.fail('No plan has a crash.');
    const small = await inOwnTurn(() => shrink(plan, hasCrash));
    expect({
      operations: small.operations.length,
      faults: small.faults.map(({ kind }) => kind),
    }).toEqual({ operations: 0, faults: ['crash'] });
  });
});

describe('the mutation check', () => {
  it.each(mutants.filter(({ quick }) => quick).slice(0, isThorough ? undefined : 4))(
    '[G2] [G4] [G5] [G6] [G7] [G8] notices the mutant $name',
    async (mutant) => {
      expect(await tryMutant(mutant, { maxSeeds: 300 })).toMatchObject({ killed: true });
    },
    90_000,
  );

  it.each(mutants)('[G2] finds what to change for the mutant $name', ({ changes }) => {
    for (const file of new Set(changes.map((change) => change.file))) {
      const source = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
      const own = changes.filter((change) => change.file === file);
      expect(own.reduce(applyChange, source)).not.toBe(source);
    }
  });

  it('[G2] fails if the text to replace is not in the source exactly once', () => {
    const change = { file: 'a.ts', text: 'once', replacement: '' };
    expect(applyChange('only once', change)).toBe('only ');
    expect(() => applyChange('once and once again', change)).toThrow('2 times');
    expect(() => applyChange('never', change)).toThrow('0 times');
  });
});
