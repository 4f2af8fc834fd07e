// The simulator at a small scale: many runs under faults, repeatability, and mutants that must be
// noticed. At full scale: `npm run simulate -- --seeds 100000 --workers 2` and `npm run simulate --
// --mutants`.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from './build.ts';
import { check } from './check.ts';
import type { HistoryEvent, Violation } from './history.ts';
import { tryMutant, mutants } from './mutants.ts';
import { createPlan, type Plan } from './plan.ts';
import { run } from './run.ts';
import { inOwnTurn } from './scheduler.ts';
import { plans, shrink } from './shrink.ts';
import { synchronousKeys } from './synchronous-crypto.ts';

const keys = await synchronousKeys();

/** The DynamoDB adapter marks some writes with its own number, to recognize them later. */
const removeMarks = (event: HistoryEvent): HistoryEvent =>
  event.type === 'text'
    ? { ...event, text: event.text.replaceAll(/"a":\{"S":"[^"]*"\}|":mark":\{"S":"[^"]*"\}/g, '') }
    : event;

const findBroken = (plan: Plan): readonly Violation[] => check(run(plan, keys).history);

describe('the simulator', () => {
  it('[G1] [G2] [G3] [G4] [G5] [G6] [G7] [G8] [G9] [R13] [R16] keeps every promise', async () => {
    const { counterexample } = await inOwnTurn(() =>
      fc.check(
        fc.property(plans, (plan) => findBroken(plan).length === 0),
        { numRuns: 300, seed: 1 },
      ),
    );
    if (counterexample === null) return;
    const [plan] = counterexample;
    const what = await inOwnTurn(() => findBroken(plan));
    expect.fail(
      `Seed ${plan.seed} breaks a promise, with this much of its plan:\n` +
        `${JSON.stringify(what, null, 2)}\n${JSON.stringify(plan)}`,
    );
  }, 180_000);

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
    const plan = createPlan(1);
    const small = await inOwnTurn(() =>
      shrink(plan, ({ faults }) => faults.some(({ kind }) => kind === 'crash')),
    );
    expect({
      operations: small.operations.length,
      faults: small.faults.map(({ kind }) => kind),
    }).toEqual({ operations: 0, faults: ['crash'] });
  });
});

describe('the mutation check', () => {
  it.each(mutants.filter(({ quick }) => quick))(
    '[G2] [G4] [G5] [G6] [G7] [G8] notices the mutant $name',
    async (mutant) => {
      expect(await tryMutant(mutant, { maxSeeds: 300 })).toMatchObject({ killed: true });
    },
    90_000,
  );

  it('[G2] fails if the text to replace is not in the source exactly once', () => {
    const change = { file: 'a.ts', text: 'once', replacement: '' };
    expect(applyChange('only once', change)).toBe('only ');
    expect(() => applyChange('once and once again', change)).toThrow('2 times');
    expect(() => applyChange('never', change)).toThrow('0 times');
  });
});
