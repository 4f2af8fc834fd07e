// Quotas in memory: a counter per key and window, and the end of each pause. Counting drops expired
// entries.

import type { TakeQuotaResult, Quotas } from '../../core/ports.ts';

const sweepEveryMilliseconds = 60_000;

const passed = Promise.resolve<TakeQuotaResult>({ ok: true });
const refused = (until: number, now: number): Promise<TakeQuotaResult> =>
  Promise.resolve({ ok: false, retryAfter: Math.max(1, Math.ceil((until - now) / 1_000)) });

export function createMemoryQuotas(): Quotas {
  const windows = new Map<string, { uses: number; readonly end: number }>();
  const pauses = new Map<string, number>();
  let sweptAt = -Infinity;

  const sweep = (now: number): void => {
    if (now - sweptAt < sweepEveryMilliseconds) return;
    sweptAt = now;
    for (const [key, { end }] of windows) if (end <= now) windows.delete(key);
    for (const [key, end] of pauses) if (end <= now) pauses.delete(key);
  };

  return {
    take({ key, max, seconds, now }) {
      sweep(now);
      const length = seconds * 1_000;
      const id = `${seconds} ${key}`;
      let window = windows.get(id);
      if (window === undefined || window.end <= now) {
        window = { uses: 0, end: (Math.floor(now / length) + 1) * length };
        windows.set(id, window);
      }
      if (window.uses >= max) return refused(window.end, now);
      window.uses += 1;
      return passed;
    },

    pause({ key, seconds, now }) {
      sweep(now);
      const end = pauses.get(key) ?? -Infinity;
      if (end > now) return refused(end, now);
      pauses.set(key, now + seconds * 1_000);
      return passed;
    },
  };
}
