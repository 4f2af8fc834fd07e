// Quotas in this process's memory: a counter per key and window. Windows that have ended are dropped as others are counted.

import type { Quotas } from '../../core/ports.ts';

const sweepEveryMilliseconds = 60_000;

export function inProcessQuotas(): Quotas {
  const windows = new Map<string, { uses: number; readonly end: number }>();
  let sweptAt = -Infinity;

  const sweep = (now: number): void => {
    if (now - sweptAt < sweepEveryMilliseconds) return;
    sweptAt = now;
    for (const [key, { end }] of windows) if (end <= now) windows.delete(key);
  };

  return {
    take({ key, most, seconds, now }) {
      sweep(now);
      const length = seconds * 1_000;
      const id = `${seconds} ${key}`;
      let window = windows.get(id);
      if (window === undefined || window.end <= now) {
        window = { uses: 0, end: (Math.floor(now / length) + 1) * length };
        windows.set(id, window);
      }
      if (window.uses >= most) return Promise.resolve({ ok: false, retryAfter: Math.max(1, Math.ceil((window.end - now) / 1_000)) });
      window.uses += 1;
      return Promise.resolve({ ok: true });
    },
  };
}
