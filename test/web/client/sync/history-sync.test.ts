// When a client requests missing messages, on a clock that the test moves.

import { expect, it } from 'vitest';
import { createHistorySync, type Reply } from '../../../../web/client/sync/history-sync.ts';
import { message } from '../builders.ts';

const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('[K4] slows down only after failed requests, not after one that waits long', async () => {
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const asked: number[] = [];
  const replies: ((reply: Reply) => void)[] = [];
  const following = createHistorySync({
    clock: {
      now: () => now,
      schedule: (milliseconds, run) => {
        const timer = { at: now + milliseconds, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
    },
    random: { fraction: () => 0, createId: () => 'id' },
    heartbeatIntervalMs: 240_000,
    onChange: () => undefined,
    onDeadConnection: () => undefined,
    request: () => {
      asked.push(now);
      return new Promise((resolve) => {
        replies.push(resolve);
      });
    },
  });
  const moveTo = async (until: number): Promise<void> => {
    const next = (): (typeof timers)[number] | undefined =>
      timers.sort((one, other) => one.at - other.at)[0];
    for (let due = next(); due !== undefined && due.at <= until; due = next()) {
      const [, ...later] = timers;
      timers = later;
      now = due.at;
      due.run();
    }
    now = until;
    await flush();
  };

  following.onJoined({ epoch: 'e1', head: 0, messages: [], resumed: true });
  following.onMessages([message(2)]);
  await moveTo(12_000);
  expect(asked).toEqual([1_500]);
  replies[0]?.({ kind: 'unknown', isTimeout: false });
  await flush();
  await moveTo(15_000);
  expect(asked).toHaveLength(2);
  replies[1]?.({
    kind: 'ok',
    response: { head: 2, messages: [message(1), message(2)], resumed: true },
  });
  await flush();
  expect(following.getTimeline().settled).toBe(2);
});

it('[G4] keeps a message of a new incarnation that arrives before the reply to its join', () => {
  const following = createHistorySync({
    clock: { now: () => 0, schedule: () => () => undefined },
    random: { fraction: () => 0, createId: () => 'id' },
    heartbeatIntervalMs: 240_000,
    onChange: () => undefined,
    onDeadConnection: () => undefined,
    request: () => Promise.resolve({ kind: 'unknown', isTimeout: false }),
  });
  following.onJoined({ epoch: 'e1', head: 1, messages: [message(1)], resumed: false });
  following.onDisconnected();

  const first = { ...message(1), epoch: 'e2' };
  following.onMessages([{ ...first, seq: 2 }]);
  following.onJoined({ epoch: 'e2', head: 1, messages: [first], resumed: false });

  expect(following.getTimeline()).toMatchObject({ epoch: 'e2', settled: 2 });
  expect(following.getTimeline().messages.map(({ seq }) => seq)).toEqual([1, 2]);
});
