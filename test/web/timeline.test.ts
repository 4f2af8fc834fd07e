// The client's timeline: each message once, in order, and no hole unseen.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catchUp, emptyTimeline, incomplete, receive, type Timeline } from '../../web/client/timeline.ts';
import { message } from './builders.ts';

const joined = (head = 0): Timeline => catchUp(emptyTimeline, { epoch: 'e1', head, messages: [], resumed: false });
const seqs = (timeline: Timeline): number[] => timeline.messages.map(({ seq }) => seq);

describe('timeline', () => {
  it('[G2] puts messages in the order of seq, however they arrive, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), (order) => {
        const timeline = order.reduce((before, seq) => receive(before, [message(seq)]), joined());
        expect(seqs(timeline)).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
    );
  });

  it('[G5] shows a message that is delivered twice in one batch once', () => {
    expect(seqs(receive(joined(), [message(1), message(1)]))).toEqual([1]);
  });

  it('[G2] takes nothing of another epoch', () => {
    expect(seqs(receive(joined(), [message(1, { epoch: 'e0' })]))).toEqual([]);
  });

  it('[G6] knows that it misses something while there is a hole, and not after it is filled', () => {
    const holed = receive(joined(), [message(1), message(3)]);
    expect(holed.settled).toBe(1);
    expect(incomplete(holed, 3)).toBe(true);
    const filled = receive(holed, [message(2)]);
    expect(filled.settled).toBe(3);
    expect(incomplete(filled, 3)).toBe(false);
  });

  it('[G6] knows that it misses the end when it has heard of a later seq', () => {
    expect(incomplete(receive(joined(), [message(1)]), 2)).toBe(true);
  });

  it('asks for nothing before a first join of a room that keeps no messages', () => {
    expect(incomplete(joined(7), 7)).toBe(false);
    expect(joined(7).gaps.size).toBe(0);
  });

  it('[P4] goes on without a gap when the return was resumed', () => {
    const back = catchUp(receive(joined(), [message(1)]), { epoch: 'e1', head: 3, messages: [message(2), message(3)], resumed: true });
    expect(seqs(back)).toEqual([1, 2, 3]);
    expect(back.gaps.size).toBe(0);
  });

  it('[P4] [G6] marks where messages were missed when the return was not resumed', () => {
    const back = catchUp(receive(joined(), [message(1)]), { epoch: 'e1', head: 9, messages: [message(8), message(9)], resumed: false });
    expect([...back.gaps]).toEqual([8]);
    expect(back.settled).toBe(9);
    expect(incomplete(back, 9)).toBe(false);
  });

  it('begins anew in a new epoch', () => {
    const anew = catchUp(receive(joined(), [message(1)]), { epoch: 'e2', head: 1, messages: [message(1, { epoch: 'e2', body: 'new' })], resumed: false });
    expect(anew.messages.map(({ body }) => body)).toEqual(['new']);
    expect(anew.gaps.size).toBe(0);
  });
});
