// The simulator at a small scale: many runs under faults, a run that is the same twice, and
// mechanisms whose absence is noticed. At full scale: `npm run simulate -- --seeds 100000 --workers
// 2` and `npm run simulate -- --mutants`.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed } from './build.ts';
import { check } from './check.ts';
import type { HistoryEvent, Violation } from './history.ts';
import { fateOf, mutants } from './mutants.ts';
import { planOf, type Plan } from './plan.ts';
import { run } from './run.ts';
import { inOwnTurn } from './scheduler.ts';
import { plans, shrunk } from './shrink.ts';
import { synchronousKeys } from './synchronous-crypto.ts';

const keys = await synchronousKeys();

/** The DynamoDB adapter marks some writes by a number of its own, to know them again. */
const withoutMarks = (event: HistoryEvent): HistoryEvent =>
  event.type === 'text'
    ? { ...event, text: event.text.replaceAll(/"a":\{"S":"[^"]*"\}|":mark":\{"S":"[^"]*"\}/g, '') }
    : event;

const broken = (plan: Plan): readonly Violation[] => check(run(plan, keys).history);

describe('the simulator', () => {
  it('[G1] [G2] [G3] [G4] [G5] [G6] [G7] [G8] [G9] [R13] [R16] keeps every promise', async () => {
    const { counterexample } = await inOwnTurn(() =>
      fc.check(
        fc.property(plans, (plan) => broken(plan).length === 0),
        { numRuns: 300, seed: 1 },
      ),
    );
    if (counterexample === null) return;
    const [plan] = counterexample;
    const what = await inOwnTurn(() => broken(plan));
    expect.fail(
      `Seed ${plan.seed} breaks a promise, with this much of its plan:\n` +
        `${JSON.stringify(what, null, 2)}\n${JSON.stringify(plan)}`,
    );
  }, 180_000);

  it('[G2] does the same twice with the same seed', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const [first, second] = await inOwnTurn(() => [
        run(planOf(seed), keys).history.events,
        run(planOf(seed), keys).history.events,
      ]);
      expect(second.map(withoutMarks)).toEqual(first.map(withoutMarks));
    }
  });

  it('[G2] shrinks a plan to what makes it fail', async () => {
    const plan = planOf(1);
    const small = await inOwnTurn(() =>
      shrunk(plan, ({ faults }) => faults.some(({ kind }) => kind === 'crash')),
    );
    expect({
      operations: small.operations.length,
      faults: small.faults.map(({ kind }) => kind),
    }).toEqual({ operations: 0, faults: ['crash'] });
  });
});

describe('the mutation check', () => {
  it.each(mutants.filter(({ quick }) => quick))(
    '[G2] [G4] [G5] [G6] [G7] [G8] notices the absence of $name',
    async (mutant) => {
      expect(await fateOf(mutant, { maxSeeds: 300 })).toMatchObject({ killed: true });
    },
    90_000,
  );

  it('[G2] fails when the text that it takes out is not there once', () => {
    const change = { file: 'a.ts', text: 'once', replacement: '' };
    expect(changed('only once', change)).toBe('only ');
    expect(() => changed('once and once again', change)).toThrow('2 times');
    expect(() => changed('never', change)).toThrow('0 times');
  });
});
