// The client's outbox: one message after the answer to the one before, and again with the same cid
// until there is one.

import { describe, expect, it } from 'vitest';
import {
  createOutbox,
  type DeliveryResult,
  type Outbox,
} from '../../../../web/client/outbox/outbox.ts';

interface Bench {
  readonly outbox: Outbox;
  /** cids in the order in which they were delivered. */
  readonly delivered: string[];
  readonly waits: number[];
  readonly answer: (answer: DeliveryResult) => Promise<void>;
}

const ok = (seq: number): DeliveryResult => ({ kind: 'ok', seq, at: '2026-01-01T12:00:01.000Z' });
const refused = (
  reason: 'rate_limited' | 'conflict' | 'unavailable',
  retryAfter: number | null = null,
): DeliveryResult => ({ kind: 'refused', reason, message: `It was ${reason}.`, retryAfter });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function bench(): Bench {
  const delivered: string[] = [];
  const waits: number[] = [];
  const answers: ((answer: DeliveryResult) => void)[] = [];
  const outbox = createOutbox({
    deliver: ({ cid }) => {
      delivered.push(cid);
      return new Promise((resolve) => answers.push(resolve));
    },
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    onChange: () => undefined,
  });
  outbox.setConnected(true);
  for (const cid of ['a', 'b']) outbox.add({ cid, body: cid, at: '2026-01-01T12:00:00.000Z' });
  return {
    outbox,
    delivered,
    waits,
    answer: async (answer) => {
      answers.shift()?.(answer);
      await turn();
    },
  };
}

const states = (outbox: Outbox): string[] =>
  outbox.list().map(({ cid, state }) => `${cid} ${state}`);

describe('outbox', () => {
  it('[G3] sends the next message only after the answer to the one before', async () => {
    const { outbox, delivered, answer } = bench();
    await turn();
    expect(delivered).toEqual(['a']);
    await answer(ok(1));
    expect(delivered).toEqual(['a', 'b']);
    await answer(ok(2));
    expect(states(outbox)).toEqual(['a sent', 'b sent']);
  });

  it('[G1] sends again with the same cid when no answer came', async () => {
    const { delivered, answer } = bench();
    await answer({ kind: 'unknown' });
    expect(delivered).toEqual(['a', 'a']);
  });

  it('[P3] waits as long as it is told when it was too fast, and keeps the message pending', async () => {
    const { outbox, delivered, waits, answer } = bench();
    await answer(refused('rate_limited', 3));
    expect(waits).toEqual([3_000]);
    expect(delivered).toEqual(['a', 'a']);
    expect(states(outbox)).toEqual(['a pending', 'b pending']);
    expect(outbox.list()[0]?.problem).toMatchObject({ reason: 'rate_limited', retryAfter: 3 });
    await answer(ok(1));
    expect(outbox.list()[0]?.problem).toBeNull();
  });

  it('[P6] lets a message fail that was refused for good, says why, and goes on with the next', async () => {
    const { outbox, delivered, answer } = bench();
    await answer(refused('conflict'));
    expect(delivered).toEqual(['a', 'b']);
    expect(states(outbox)).toEqual(['a failed', 'b pending']);
    expect(outbox.list()[0]?.problem).toEqual({
      reason: 'conflict',
      message: 'It was conflict.',
      retryAfter: null,
    });
  });

  it('[P6] gives up on an unavailable server after a while, and sends again when asked', async () => {
    const { outbox, delivered, answer } = bench();
    for (let tries = 0; tries < 6; tries += 1) await answer(refused('unavailable'));
    expect(states(outbox)).toEqual(['a failed', 'b pending']);
    outbox.retry('a');
    await answer(ok(1));
    expect(delivered.at(-1)).toBe('a');
  });

  it('[P3] holds everything back while there is no channel', async () => {
    const { outbox, delivered, answer } = bench();
    outbox.setConnected(false);
    await answer({ kind: 'unknown' });
    expect(delivered).toEqual(['a']);
    outbox.setConnected(true);
    await turn();
    expect(delivered).toEqual(['a', 'a']);
  });

  it('[G5] shows a message no more that has come back before its answer, and still waits for the answer', async () => {
    const { outbox, delivered, answer } = bench();
    await turn();
    outbox.removeReturned(new Set(['a']));
    expect(states(outbox)).toEqual(['b pending']);
    expect(delivered).toEqual(['a']);
    await answer(ok(1));
    expect(delivered).toEqual(['a', 'b']);
    expect(states(outbox)).toEqual(['b pending']);
  });
});
