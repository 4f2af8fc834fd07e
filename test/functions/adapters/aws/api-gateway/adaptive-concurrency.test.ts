// The limit on concurrent posts.

import { describe, expect, it } from 'vitest';
import { pace } from '../../../../../functions/adapters/aws/api-gateway/adaptive-concurrency.ts';

describe('The concurrency limit', () => {
  it('[C14] is halved once for all concurrent refusals, never below the minimum', () => {
    let at = 0;
    const it = pace({ now: () => at, min: 4 });
    const before = it.allowed;
    for (let count = 0; count < 10; count += 1) void it.enter();
    for (let count = 0; count < 10; count += 1) it.leave('refused', 5);
    expect(it.allowed).toBe(before / 2);
    for (let count = 0; count < 10; count += 1) {
      at += 100;
      void it.enter();
      it.leave('refused', 5);
    }
    expect(it.allowed).toBe(4);
  });

  it('[C14] grows by one per round of responses, up to the maximum', () => {
    const it = pace({ max: 70 });
    for (let count = 0; count < 64; count += 1) {
      void it.enter();
      it.leave('ok', 5);
    }
    expect(it.allowed).toBeGreaterThan(64.9);
    expect(it.allowed).toBeLessThan(65.1);
    for (let count = 0; count < 10_000; count += 1) {
      void it.enter();
      it.leave('ok', 5);
    }
    expect(it.allowed).toBe(70);
  });

  it('[C14] is also halved when responses take many times as long as usual', () => {
    const it = pace({ now: () => 1_000 });
    void it.enter();
    it.leave('ok', 10);
    void it.enter();
    it.leave('ok', 249);
    expect(it.allowed).toBeGreaterThan(64);
    void it.enter();
    it.leave('ok', 900);
    expect(it.allowed).toBeLessThan(33);
  });

  it('[C14] lets waiting posts start in order', async () => {
    const it = pace({ now: () => 0 });
    for (let count = 0; count < 64; count += 1) expect(it.enter()).toBeUndefined();
    const gone: number[] = [];
    const waiting = [1, 2, 3].map(async (number) => {
      await it.enter();
      gone.push(number);
    });
    it.leave('refused', 5);
    // Only half as many may be in flight as are now.
    for (let count = 0; count < 31; count += 1) it.leave('ok', 5);
    await Promise.resolve();
    expect(gone).toEqual([]);
    for (let count = 0; count < 3; count += 1) it.leave('ok', 5);
    await Promise.all(waiting);
    expect(gone).toEqual([1, 2, 3]);
  });
});
