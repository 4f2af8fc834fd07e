// The contract of every Quotas adapter.

import { describe, expect, it } from 'vitest';
import type { Quotas } from '../../functions/core/ports.ts';

let keys = 0;
const newKey = (): string => `key-${(keys += 1)}`;
// An arbitrary moment inside a window.
const now = 1_800_000_123_456;

export function describeQuotas(name: string, makeQuotas: () => Quotas): void {
  describe(`Quotas: ${name}`, () => {
    it('counts up to the maximum, then returns the seconds until the window ends', async () => {
      const quotas = makeQuotas();
      const use = { key: newKey(), max: 3, seconds: 600, now };
      for (let time = 0; time < 3; time += 1) expect(await quotas.take(use)).toEqual({ ok: true });
      const refused = await quotas.take(use);
      if (refused.ok) throw new Error('taken beyond the most');
      expect(refused.retryAfter).toBeGreaterThanOrEqual(1);
      expect(refused.retryAfter).toBeLessThanOrEqual(600);
      expect(Number.isInteger(refused.retryAfter)).toBe(true);
      expect(await quotas.take({ ...use, now: now + refused.retryAfter * 1_000 })).toEqual({
        ok: true,
      });
    });

    it('counts each key separately', async () => {
      const quotas = makeQuotas();
      const use = { max: 1, seconds: 60, now };
      expect(await quotas.take({ ...use, key: newKey() })).toEqual({ ok: true });
      expect(await quotas.take({ ...use, key: newKey() })).toEqual({ ok: true });
    });

    it('allows exactly the maximum of many concurrent uses', async () => {
      const quotas = makeQuotas();
      const key = newKey();
      const taken = await Promise.all(
        Array.from({ length: 30 }, () => quotas.take({ key, max: 10, seconds: 600, now })),
      );
      expect(taken.filter(({ ok }) => ok)).toHaveLength(10);
    });

    it('allows no use if the maximum is zero', async () => {
      expect((await makeQuotas().take({ key: newKey(), max: 0, seconds: 60, now })).ok).toBe(false);
    });

    it('accepts any text as a key', async () => {
      const quotas = makeQuotas();
      for (const hostile of ['\u{1F600}#quota', 'x'.repeat(5_000), '\ud800', '__proto__', '']) {
        const use = { key: `${newKey()}${hostile}`, max: 1, seconds: 60, now };
        expect((await quotas.take(use)).ok).toBe(true);
        expect((await quotas.take(use)).ok).toBe(false);
      }
    });

    it('allows one use, then none until the pause is over', async () => {
      const quotas = makeQuotas();
      const use = { key: newKey(), seconds: 5, now };
      expect(await quotas.pause(use)).toEqual({ ok: true });
      expect(await quotas.pause(use)).toEqual({ ok: false, retryAfter: 5 });
      expect(
        await quotas.pause({ ...use, seconds: 1, now: now + 3_500 }),
        'keeps its first duration',
      ).toEqual({ ok: false, retryAfter: 2 });
      expect(await quotas.pause({ ...use, key: newKey() }), 'another key').toEqual({ ok: true });
      expect(await quotas.take({ ...use, max: 1 }), 'counted separately').toEqual({ ok: true });
      expect(await quotas.pause({ ...use, now: now + 5_000 })).toEqual({ ok: true });
      expect(await quotas.pause({ ...use, now: now + 5_001 })).toEqual({
        ok: false,
        retryAfter: 5,
      });
    });

    it('allows one of many concurrent uses', async () => {
      const quotas = makeQuotas();
      const use = { key: newKey(), seconds: 5, now };
      const tried = await Promise.all(Array.from({ length: 10 }, () => quotas.pause(use)));
      expect(tried.filter(({ ok }) => ok)).toHaveLength(1);
    });
  });
}
