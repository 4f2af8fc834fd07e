// The outbox sends one message at a time, and resends it with the same cid until a reply comes.

import { describe, expect, it } from 'vitest';
import {
  createOutbox,
  type DeliveryResult,
  type Outbox,
} from '../../../../web/client/outbox/outbox.ts';

interface Setup {
  readonly outbox: Outbox;
  /** Cids in the order of delivery. */
  readonly delivered: string[];
  readonly waits: number[];
  readonly answer: (answer: DeliveryResult) => Promise<void>;
}

const ok = (seq: number): DeliveryResult => ({ kind: 'ok', seq, at: '2026-01-01T12:00:01.000Z' });
const refused = (
  reason: 'rate_limited' | 'conflict' | 'unavailable',
  retryAfter: number | null = null,
): DeliveryResult => ({ kind: 'refused', reason, message: `It was ${reason}.`, retryAfter });
const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setUp(): Setup {
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
      await flush();
    },
  };
}

const states = (outbox: Outbox): string[] =>
  outbox.list().map(({ cid, state }) => `${cid} ${state}`);

describe('outbox', () => {
  it('[G3] sends the next message after the reply to the one before', async () => {
    const { outbox, delivered, answer } = setUp();
    await flush();
    expect(delivered).toEqual(['a']);
    await answer(ok(1));
    expect(delivered).toEqual(['a', 'b']);
    await answer(ok(2));
    expect(states(outbox)).toEqual(['a sent', 'b sent']);
  });

  it('[G1] resends with the same cid when no reply comes', async () => {
    const { delivered, answer } = setUp();
    await answer({ kind: 'unknown' });
    expect(delivered).toEqual(['a', 'a']);
  });

  it('[P3] waits for retry_after and keeps the message pending when rate limited', async () => {
    const { outbox, delivered, waits, answer } = setUp();
    await answer(refused('rate_limited', 3));
    expect(waits).toEqual([3_000]);
    expect(delivered).toEqual(['a', 'a']);
    expect(states(outbox)).toEqual(['a pending', 'b pending']);
    expect(outbox.list()[0]?.problem).toMatchObject({ reason: 'rate_limited', retryAfter: 3 });
    await answer(ok(1));
    expect(outbox.list()[0]?.problem).toBeNull();
  });

  it('[P6] fails a refused message with its reason, and sends the next one', async () => {
    const { outbox, delivered, answer } = setUp();
    await answer(refused('conflict'));
    expect(delivered).toEqual(['a', 'b']);
    expect(states(outbox)).toEqual(['a failed', 'b pending']);
    expect(outbox.list()[0]?.problem).toEqual({
      reason: 'conflict',
      message: 'It was conflict.',
      retryAfter: null,
    });
  });

  it('[P6] fails after several unavailable replies, and resends on request', async () => {
    const { outbox, delivered, answer } = setUp();
    for (let tries = 0; tries < 6; tries += 1) await answer(refused('unavailable'));
    expect(states(outbox)).toEqual(['a failed', 'b pending']);
    outbox.retry('a');
    await answer(ok(1));
    expect(delivered.at(-1)).toBe('a');
  });

  it('[P3] sends nothing while disconnected', async () => {
    const { outbox, delivered, answer } = setUp();
    outbox.setConnected(false);
    await answer({ kind: 'unknown' });
    expect(delivered).toEqual(['a']);
    outbox.setConnected(true);
    await flush();
    expect(delivered).toEqual(['a', 'a']);
  });

  it('[G5] hides a message that came back early, and still waits for its reply', async () => {
    const { outbox, delivered, answer } = setUp();
    await flush();
    outbox.removeReturned(new Set(['a']));
    expect(states(outbox)).toEqual(['b pending']);
    expect(delivered).toEqual(['a']);
    await answer(ok(1));
    expect(delivered).toEqual(['a', 'b']);
    expect(states(outbox)).toEqual(['b pending']);
  });
});
