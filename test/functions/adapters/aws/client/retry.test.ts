// Retries, on a clock that the test moves.

import { describe, expect, it } from 'vitest';
import { retry, type Budget } from '../../../../../functions/adapters/aws/client/retry.ts';

const budget: Budget = { milliseconds: 1_000, tries: 5, pause: 50, maxPause: 300 };

function run({
  draw = 1,
  takes = 10,
  failures = Infinity,
}: {
  readonly draw?: number;
  readonly takes?: number;
  readonly failures?: number;
}) {
  let at = 0;
  const pauses: number[] = [];
  const lefts: number[] = [];
  const done = retry<string>(
    budget,
    async (tries, left) => {
      lefts.push(left);
      at += takes;
      return tries > failures
        ? { done: `try ${tries}` }
        : { retryable: new Error(`refused ${tries}`) };
    },
    {
      now: () => at,
      draw: () => draw,
      wait: async (milliseconds) => {
        pauses.push(milliseconds);
        at += milliseconds;
      },
    },
  );
  return { done, pauses, lefts };
}

describe('A retried call', () => {
  it('[C13] ends with the first success', async () => {
    const { done, pauses } = run({ failures: 2 });
    expect(await done).toBe('try 3');
    expect(pauses).toEqual([50, 100]);
  });

  it('[C13] pauses for a random time below a limit that doubles up to a maximum', async () => {
    const { done, pauses } = run({});
    await expect(done).rejects.toThrow('refused 5');
    expect(pauses).toEqual([50, 100, 200, 300]);
    const half = run({ draw: 0.5 });
    await expect(half.done).rejects.toThrow();
    expect(half.pauses).toEqual([25, 50, 100, 150]);
  });

  it('[C13] ends when its time is up, and passes each try the time left', async () => {
    const { done, lefts } = run({ takes: 400 });
    await expect(done).rejects.toThrow('refused 3');
    expect(lefts).toEqual([1_000, 550, 50]);
  });
});
