// Turns of the event loop: the work that starts, the work that waits, and the work at the end.

import { expect, it } from 'vitest';
import { createEventLoopTicks } from '../../../../functions/adapters/memory/event-loop-ticks.ts';

it('[L12] runs work that waits for a turn within that same turn', async () => {
  const turn = createEventLoopTicks();
  const lastPresenceSync: string[] = [];
  setImmediate(() => lastPresenceSync.push('another turn'));
  await new Promise<void>((resolve) => {
    turn.last(() => {
      lastPresenceSync.push('last');
    });
    void turn.handled().then(async () => {
      lastPresenceSync.push('handled');
      await Promise.resolve();
      turn.last(() => {
        lastPresenceSync.push('last, too');
      });
    });
    setImmediate(() => setImmediate(resolve));
  });
  expect(lastPresenceSync).toEqual(['another turn', 'handled', 'last', 'last, too']);
});

it('[L12] begins no more in a turn than may wait, the rest in the next ones', async () => {
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

it('[L12] leaves nothing undone that comes between the end of one turn and the next', async () => {
  const turn = createEventLoopTicks();
  void turn.begin();
  void turn.handled().then(() => turn.begin());
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      turn.last(resolve);
    });
  });
});
