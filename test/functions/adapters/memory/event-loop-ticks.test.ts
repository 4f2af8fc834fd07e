// Turns of the event loop: work that starts in one, waits for it, or runs at its end.

import { expect, it } from 'vitest';
import { createEventLoopTicks } from '../../../../functions/adapters/memory/event-loop-ticks.ts';

it('[L12] runs work that waits for a turn within that turn', async () => {
  const turn = createEventLoopTicks();
  const order: string[] = [];
  setImmediate(() => order.push('another turn'));
  await new Promise<void>((resolve) => {
    turn.last(() => {
      order.push('last');
    });
    void turn.handled().then(async () => {
      order.push('handled');
      await Promise.resolve();
      turn.last(() => {
        order.push('last, too');
      });
    });
    setImmediate(() => setImmediate(resolve));
  });
  expect(order).toEqual(['another turn', 'handled', 'last', 'last, too']);
});

it('[L12] starts a limited amount of work per turn, and the rest in later turns', async () => {
  const turn = createEventLoopTicks();
  const all = Array.from({ length: 200 }, () => turn.begin());
  expect(all.filter((begun) => begun === undefined)).toHaveLength(64);
  let begun = 0;
  for (const one of all) {
    void one?.then(() => {
      begun += 1;
    });
  }
  await turn.handled();
  expect(begun).toBeLessThanOrEqual(64);
  for (const one of all) await one;
  expect(begun).toBe(136);
});

it('[L12] runs work added between the end of one turn and the start of the next', async () => {
  const turn = createEventLoopTicks();
  void turn.begin();
  void turn.handled().then(() => turn.begin());
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      turn.last(resolve);
    });
  });
});
