// The client's timeline: each message once, in order, and every hole noticed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catchUp,
  emptyTimeline,
  isIncomplete,
  findMissingBefore,
  addMessages,
  type SyncResponse,
  type Timeline,
} from '../../../../web/client/sync/message-timeline.ts';
import { message } from '../builders.ts';

const createJoined = (head = 0): Timeline =>
  catchUp(emptyTimeline, { epoch: 'e1', head, messages: [], resumed: false });
const seqs = (timeline: Timeline): number[] => timeline.messages.map(({ seq }) => seq);

describe('timeline', () => {
  it('[G2] orders messages by seq, each once, however they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), (order) => {
        const timeline = order.reduce(
          (before, seq) => addMessages(before, [message(seq)]),
          createJoined(),
        );
        expect(seqs(timeline)).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
    );
  });

  it('[G5] shows a message delivered twice in one batch once', () => {
    expect(seqs(addMessages(createJoined(), [message(1), message(1)]))).toEqual([1]);
  });

  it('[G2] ignores messages of another epoch', () => {
    expect(seqs(addMessages(createJoined(), [message(1, { epoch: 'e0' })]))).toEqual([]);
  });

  it('[G6] is incomplete until a hole is filled', () => {
    const incomplete = addMessages(createJoined(), [message(1), message(3)]);
    expect(incomplete.settled).toBe(1);
    expect(isIncomplete(incomplete, 3)).toBe(true);
    const complete = addMessages(incomplete, [message(2)]);
    expect(complete.settled).toBe(3);
    expect(isIncomplete(complete, 3)).toBe(false);
  });

  it('[G6] is incomplete below a later head', () => {
    expect(isIncomplete(addMessages(createJoined(), [message(1)]), 2)).toBe(true);
  });

  it('is complete after a first join of a room that keeps no messages', () => {
    expect(isIncomplete(createJoined(7), 7)).toBe(false);
    expect(createJoined(7).gaps.size).toBe(0);
  });

  it('[P4] has no gap after a resumed reconnect', () => {
    const returned = catchUp(addMessages(createJoined(), [message(1)]), {
      epoch: 'e1',
      head: 3,
      messages: [message(2), message(3)],
      resumed: true,
    });
    expect(seqs(returned)).toEqual([1, 2, 3]);
    expect(returned.gaps.size).toBe(0);
  });

  it('[P4] [G6] marks a gap after a reconnect that was not resumed', () => {
    const returned = catchUp(addMessages(createJoined(), [message(1)]), {
      epoch: 'e1',
      head: 9,
      messages: [message(8), message(9)],
      resumed: false,
    });
    expect([...returned.gaps]).toEqual([8]);
    expect(returned.settled).toBe(9);
    expect(isIncomplete(returned, 9)).toBe(false);
  });

  it('[P4] removes a gap when a page of history fills it', () => {
    const returned = catchUp(addMessages(createJoined(), [message(1)]), {
      epoch: 'e1',
      head: 9,
      messages: [message(8), message(9)],
      resumed: false,
    });
    expect([...addMessages(returned, [message(5), message(6)]).gaps]).toEqual([5, 8]);
    expect([...addMessages(returned, [message(5), message(6)], [7]).gaps]).toEqual([5]);
    expect([
      ...addMessages(
        returned,
        [2, 3, 4, 5, 6, 7].map((seq) => message(seq)),
      ).gaps,
    ]).toEqual([]);
  });

  it('starts over in a new epoch', () => {
    const restarted = catchUp(addMessages(createJoined(), [message(1)]), {
      epoch: 'e2',
      head: 1,
      messages: [message(1, { epoch: 'e2', body: 'new' })],
      resumed: false,
    });
    expect(restarted.messages.map(({ body }) => body)).toEqual(['new']);
    expect(restarted.gaps.size).toBe(0);
  });
});

/** A server's room: seqs up to `head`, some hidden, those up to `forgotten` deleted. */
interface Model {
  readonly head: number;
  readonly forgotten: number;
  readonly hidden: ReadonlySet<number>;
  /** The most seqs in one response. */
  readonly page: number;
}

function selectPage({ hidden, forgotten, page }: Model, after: number, before: number) {
  const all = Array.from({ length: Math.max(0, before - 1) }, (_, index) => index + 1).filter(
    (seq) => seq > Math.max(after, forgotten),
  );
  const taken = all.slice(-page);
  const messages = taken.filter((seq) => !hidden.has(seq)).map((seq) => message(seq));
  return {
    messages,
    hidden: taken.filter((seq) => hidden.has(seq)),
    more: taken.length < all.length,
  };
}

const createResponse = (model: Model, after: number): SyncResponse => {
  const { messages, hidden } = selectPage(model, after, model.head + 1);
  return {
    epoch: 'e1',
    head: model.head,
    messages,
    hidden,
    resumed: messages.length + hidden.length === model.head - after,
  };
};

/** Adds pages of history to a response, as the client does. */
function withPages(timeline: Timeline, answer: SyncResponse, model: Model): SyncResponse {
  const before = findMissingBefore(timeline, answer);
  if (before === null) return answer;
  const page = selectPage(model, 0, before);
  const whole = {
    ...answer,
    messages: [...page.messages, ...answer.messages],
    hidden: [...page.hidden, ...(answer.hidden ?? [])],
  };
  return page.more ? withPages(timeline, whole, model) : whole;
}

type Step =
  | { readonly kind: 'accept'; readonly hidden: boolean }
  /** Delivers an accepted message, for the first time or again. */
  | { readonly kind: 'deliver'; readonly which: number }
  | { readonly kind: 'forget'; readonly by: number }
  | { readonly kind: 'ask' }
  /** Delivers the response to the last request, late. */
  | { readonly kind: 'answer' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('accept' as const), hidden: fc.boolean() }),
    },
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('deliver' as const), which: fc.nat(40) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('forget' as const), by: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'ask' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'answer' as const }) },
  ),
  { maxLength: 80 },
);

/** Expects every hole below `settled` to be marked as a gap. */
function expectContiguous(timeline: Timeline): void {
  const known = new Set([...seqs(timeline), ...timeline.hidden]);
  let incomplete = false;
  for (let seq = 1; seq <= timeline.settled + 1; seq += 1) {
    if (known.has(seq) || seq === timeline.settled + 1) {
      expect(timeline.gaps.has(seq)).toBe(incomplete);
      incomplete = false;
    } else incomplete = true;
  }
  expect(seqs(timeline)).toEqual([...new Set(seqs(timeline))].sort((a, b) => a - b));
}

describe('the timeline on a bad network', () => {
  it('[K1] [K2] [K3] [G5] stays contiguous and without duplicates, and ends complete', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 8 }), (script: readonly Step[], page) => {
        let model: Model = { head: 0, forgotten: 0, hidden: new Set(), page };
        let timeline = createJoined();
        let response: SyncResponse | null = null;
        for (const step of script) {
          const before = timeline;
          if (step.kind === 'accept') {
            const head = model.head + 1;
            model = {
              ...model,
              head,
              hidden: step.hidden ? new Set([...model.hidden, head]) : model.hidden,
            };
          } else if (step.kind === 'deliver' && model.head > 0) {
            const seq = 1 + (step.which % model.head);
            timeline = model.hidden.has(seq)
              ? addMessages(timeline, [], [seq])
              : addMessages(timeline, [message(seq)]);
          } else if (step.kind === 'forget') {
            model = { ...model, forgotten: Math.min(model.head, model.forgotten + step.by) };
          } else if (step.kind === 'ask') response = createResponse(model, timeline.settled);
          else if (step.kind === 'answer' && response !== null) {
            timeline = catchUp(timeline, withPages(timeline, response, model));
            response = null;
          }
          expect(timeline.settled).toBeGreaterThanOrEqual(before.settled);
          expectContiguous(timeline);
        }
        timeline = catchUp(
          timeline,
          withPages(timeline, createResponse(model, timeline.settled), model),
        );
        expectContiguous(timeline);
        expect(isIncomplete(timeline, model.head)).toBe(false);
        expect(timeline.settled).toBe(model.head);
        if (model.forgotten === 0) expect(timeline.gaps.size).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
