// The client's timeline: each message once, in order, and no hole unseen.

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

const joined = (head = 0): Timeline =>
  catchUp(emptyTimeline, { epoch: 'e1', head, messages: [], resumed: false });
const seqs = (timeline: Timeline): number[] => timeline.messages.map(({ seq }) => seq);

describe('timeline', () => {
  it('[G2] puts messages in the order of seq, however they arrive, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), (order) => {
        const timeline = order.reduce(
          (before, seq) => addMessages(before, [message(seq)]),
          joined(),
        );
        expect(seqs(timeline)).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
    );
  });

  it('[G5] shows a message that is delivered twice in one batch once', () => {
    expect(seqs(addMessages(joined(), [message(1), message(1)]))).toEqual([1]);
  });

  it('[G2] takes nothing of another epoch', () => {
    expect(seqs(addMessages(joined(), [message(1, { epoch: 'e0' })]))).toEqual([]);
  });

  it('[G6] knows that it misses something while there is a hole, and not after it is filled', () => {
    const holed = addMessages(joined(), [message(1), message(3)]);
    expect(holed.settled).toBe(1);
    expect(isIncomplete(holed, 3)).toBe(true);
    const filled = addMessages(holed, [message(2)]);
    expect(filled.settled).toBe(3);
    expect(isIncomplete(filled, 3)).toBe(false);
  });

  it('[G6] knows that it misses the end when it has heard of a later seq', () => {
    expect(isIncomplete(addMessages(joined(), [message(1)]), 2)).toBe(true);
  });

  it('asks for nothing before a first join of a room that keeps no messages', () => {
    expect(isIncomplete(joined(7), 7)).toBe(false);
    expect(joined(7).gaps.size).toBe(0);
  });

  it('[P4] goes on without a gap when the return was resumed', () => {
    const back = catchUp(addMessages(joined(), [message(1)]), {
      epoch: 'e1',
      head: 3,
      messages: [message(2), message(3)],
      resumed: true,
    });
    expect(seqs(back)).toEqual([1, 2, 3]);
    expect(back.gaps.size).toBe(0);
  });

  it('[P4] [G6] marks where messages were missed when the return was not resumed', () => {
    const back = catchUp(addMessages(joined(), [message(1)]), {
      epoch: 'e1',
      head: 9,
      messages: [message(8), message(9)],
      resumed: false,
    });
    expect([...back.gaps]).toEqual([8]);
    expect(back.settled).toBe(9);
    expect(isIncomplete(back, 9)).toBe(false);
  });

  it('[P4] takes the mark of a gap away when a page of history fills it', () => {
    const back = catchUp(addMessages(joined(), [message(1)]), {
      epoch: 'e1',
      head: 9,
      messages: [message(8), message(9)],
      resumed: false,
    });
    expect([...addMessages(back, [message(5), message(6)]).gaps]).toEqual([5, 8]);
    expect([...addMessages(back, [message(5), message(6)], [7]).gaps]).toEqual([5]);
    expect([
      ...addMessages(
        back,
        [2, 3, 4, 5, 6, 7].map((seq) => message(seq)),
      ).gaps,
    ]).toEqual([]);
  });

  it('begins anew in a new epoch', () => {
    const anew = catchUp(addMessages(joined(), [message(1)]), {
      epoch: 'e2',
      head: 1,
      messages: [message(1, { epoch: 'e2', body: 'new' })],
      resumed: false,
    });
    expect(anew.messages.map(({ body }) => body)).toEqual(['new']);
    expect(anew.gaps.size).toBe(0);
  });
});

/**
 * What a room's server would say: seqs up to `head`, some of them hidden, those up to `forgotten`
 * no longer kept.
 */
interface Model {
  readonly head: number;
  readonly forgotten: number;
  readonly hidden: ReadonlySet<number>;
  /** How many seqs one answer has room for. */
  readonly page: number;
}

function between({ hidden, forgotten, page }: Model, after: number, before: number) {
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

const answerTo = (model: Model, after: number): SyncResponse => {
  const { messages, hidden } = between(model, after, model.head + 1);
  return {
    epoch: 'e1',
    head: model.head,
    messages,
    hidden,
    resumed: messages.length + hidden.length === model.head - after,
  };
};

/** As the client does: the answer, and the pages before it as far as they go. */
function withPages(timeline: Timeline, answer: SyncResponse, model: Model): SyncResponse {
  const before = findMissingBefore(timeline, answer);
  if (before === null) return answer;
  const page = between(model, 0, before);
  const whole = {
    ...answer,
    messages: [...page.messages, ...answer.messages],
    hidden: [...page.hidden, ...(answer.hidden ?? [])],
  };
  return page.more ? withPages(timeline, whole, model) : whole;
}

type Step =
  | { readonly kind: 'accept'; readonly hidden: boolean }
  /** One of the accepted arrives, for the first time or again. */
  | { readonly kind: 'deliver'; readonly which: number }
  | { readonly kind: 'forget'; readonly by: number }
  | { readonly kind: 'ask' }
  /** The answer to the last question arrives, late. */
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

/** Settled without a hole that is not marked. */
function expectContiguous(timeline: Timeline): void {
  const known = new Set([...seqs(timeline), ...timeline.hidden]);
  let holed = false;
  for (let seq = 1; seq <= timeline.settled + 1; seq += 1) {
    if (known.has(seq) || seq === timeline.settled + 1) {
      expect(timeline.gaps.has(seq)).toBe(holed);
      holed = false;
    } else holed = true;
  }
  expect(seqs(timeline)).toEqual([...new Set(seqs(timeline))].sort((a, b) => a - b));
}

describe('a timeline on a bad network', () => {
  it('[K1] [K2] [K3] [G5] is a contiguous run without duplicates after every step, and complete after the last answer', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 8 }), (script: readonly Step[], page) => {
        let model: Model = { head: 0, forgotten: 0, hidden: new Set(), page };
        let timeline = joined();
        let pending: SyncResponse | null = null;
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
          } else if (step.kind === 'ask') pending = answerTo(model, timeline.settled);
          else if (step.kind === 'answer' && pending !== null) {
            timeline = catchUp(timeline, withPages(timeline, pending, model));
            pending = null;
          }
          expect(timeline.settled).toBeGreaterThanOrEqual(before.settled);
          expectContiguous(timeline);
        }
        timeline = catchUp(timeline, withPages(timeline, answerTo(model, timeline.settled), model));
        expectContiguous(timeline);
        expect(isIncomplete(timeline, model.head)).toBe(false);
        expect(timeline.settled).toBe(model.head);
        if (model.forgotten === 0) expect(timeline.gaps.size).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
