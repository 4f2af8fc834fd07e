// Ticks of the event loop: work that starts in one, waits for it, or runs at its end.

import { expect, it } from 'vitest';
import { createEventLoopTicks } from '../../../../functions/adapters/memory/event-loop-ticks.ts';

it('[L12] runs work that waits for a tick within that tick', async () => {
  const ticks = createEventLoopTicks();
  const order: string[] = [];
  setImmediate(() => order.push('another tick'));
  await new Promise<void>((resolve) => {
    ticks.last(() => {
      order.push('last');
    });
    void ticks.handled().then(async () => {
      order.push('handled');
      await Promise.resolve();
      ticks.last(() => {
        order.push('last, too');
      });
    });
    setImmediate(() => setImmediate(resolve));
  });
  expect(order).toEqual(['another tick', 'handled', 'last', 'last, too']);
});

it('[L12] starts a limited amount of work per tick, and the rest in later ticks', async () => {
  const ticks = createEventLoopTicks();
  const all = Array.from({ length: 200 }, () => ticks.begin());
  expect(all.filter((begun) => begun === undefined)).toHaveLength(64);
  let begun = 0;
  for (const one of all) {
    void one?.then(() => {
      begun += 1;
    });
  }
  await ticks.handled();
  expect(begun).toBeLessThanOrEqual(64);
  for (const one of all) await one;
  expect(begun).toBe(136);
});

it('[L12] runs work added between the end of one tick and the start of the next', async () => {
  const ticks = createEventLoopTicks();
  void ticks.begin();
  void ticks.handled().then(() => ticks.begin());
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      ticks.last(resolve);
    });
  });
});
