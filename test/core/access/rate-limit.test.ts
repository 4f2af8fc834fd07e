// Token buckets: a burst, then a steady rate, and the time to wait.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refillAndTake, type Bucket } from '../../../functions/core/access/rate-limit.ts';
import { limits } from '../../../functions/protocol/limits.ts';

const rate = limits.messageRates.connection;

/** Takes a token at each of these times. */
const sendAt = (
  times: readonly number[],
): { readonly accepted: number; readonly bucket: Bucket | undefined } => {
  let bucket: Bucket | undefined;
  let accepted = 0;
  for (const at of times) {
    const paced = refillAndTake(bucket, rate, at);
    bucket = paced.bucket;
    if (paced.ok) accepted += 1;
  }
  return { accepted, bucket };
};
const times = (count: number, at: number): readonly number[] =>
  Array.from({ length: count }, () => at);

describe('refillAndTake', () => {
  it('[R7] lets a burst of 20 pass, and no more', () => {
    expect(sendAt(times(30, 1_000)).accepted).toBe(20);
  });

  it('[R7] lets one more pass after `retryAfter`', () => {
    const { bucket } = sendAt(times(20, 0));
    const refused = refillAndTake(bucket, rate, 0);
    if (refused.ok) throw new Error('The 21st passed.');
    expect(refused.retryAfter).toBe(0.1);
    expect(refillAndTake(refused.bucket, rate, refused.retryAfter * 1_000).ok).toBe(true);
  });

  it('[R7] lets 10 a second pass indefinitely', () => {
    const every100 = Array.from({ length: 600 }, (_, index) => index * 100);
    expect(sendAt(every100).accepted).toBe(600);
  });

  it('[R7] never lets more pass than the burst and 10 a second', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }), (unsorted) => {
        const sorted = unsorted.toSorted((one, other) => one - other);
        const seconds = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 1_000;
        expect(sendAt(sorted).accepted).toBeLessThanOrEqual(
          Math.floor(rate.burst + seconds * rate.perSecond + 1e-6),
        );
      }),
    );
  });

  it('[R7] ignores a clock that goes back', () => {
    const { bucket } = sendAt(times(20, 10_000));
    expect(refillAndTake(bucket, rate, 0)).toMatchObject({ ok: false });
  });

  it('[R8] counts consecutive refusals', () => {
    const { bucket } = sendAt(times(20 + limits.maxConsecutiveRefusals, 0));
    expect(bucket?.refusals).toBe(limits.maxConsecutiveRefusals);
    expect(refillAndTake(bucket, rate, 1_000).bucket.refusals).toBe(0);
  });
});
