// Runs a target with new inputs, and reports the smallest input that breaks it.

import fc from 'fast-check';
import type { Target } from './targets.ts';

export interface FuzzLimits {
  readonly runs: number;
  readonly milliseconds: number;
  readonly seed: number;
}

export interface FuzzReport {
  readonly runs: number;
  /** The smallest input, the error and how to repeat it. Undefined: nothing broke. */
  readonly failure: string | undefined;
}

export async function runTarget(
  target: Target,
  { runs, milliseconds, seed }: FuzzLimits,
): Promise<FuzzReport> {
  const result = await fc.check(await target(), {
    seed,
    numRuns: runs,
    interruptAfterTimeLimit: milliseconds,
    markInterruptAsFailure: false,
  });
  const isBroken = result.failed && result.counterexample !== null;
  return {
    runs: result.numRuns,
    failure: isBroken ? `seed ${seed}\n${fc.defaultReportMessage(result)}` : undefined,
  };
}
