// The messages of a room as one client has them: each once, in the order of seq, with the places
// where some are missing. Pure: what arrives goes in, a new timeline comes out. Own messages that
// are under way are not here but in the outbox.

import type { Message } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';

export interface Timeline {
  readonly epoch: string | null;
  /** By seq; those after `settled` came before what they wait for. */
  readonly messages: readonly Message[];
  /** Seqs of private messages between others: nothing is missing there. */
  readonly hidden: ReadonlySet<number>;
  /** Up to here everything is there that will ever be. */
  readonly settled: number;
  /** What was missed for good; a page of history, or a very late message, may fill it after all. */
  readonly lost: readonly Span[];
  /** The seqs before which something is lost. */
  readonly gaps: ReadonlySet<number>;
}

/** Inclusive both. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What an answer to `phx_join` and `sync` says of the messages; `hidden` is absent where a server
 * has no private messages.
 */
export interface SyncResponse {
  readonly epoch: string;
  readonly head: number;
  readonly messages: readonly Message[];
  readonly resumed: boolean;
  readonly hidden?: readonly number[] | undefined;
}

export const emptyTimeline: Timeline = {
  epoch: null,
  messages: [],
  hidden: new Set(),
  settled: 0,
  lost: [],
  gaps: new Set(),
};

/** As many as a room can keep, and a page besides: what is older nobody could fetch again. */
const maxMessages = limits.capacity.max + limits.historyPage.max;

/**
 * Takes in messages that were pushed or paged, and seqs that are hidden. Messages of another epoch
 * are of another room.
 */
export function addMessages(
  timeline: Timeline,
  messages: readonly Message[],
  hidden: readonly number[] = [],
): Timeline {
  const known = new Set(timeline.messages.map((message) => message.seq));
  const fresh = messages.filter(
    (message) =>
      message.epoch === timeline.epoch && !known.has(message.seq) && known.add(message.seq),
  );
  const unheard = hidden.filter((seq) => !timeline.hidden.has(seq));
  if (fresh.length === 0 && unheard.length === 0) return timeline;
  const all =
    fresh.length === 0
      ? timeline.messages
      : [...timeline.messages, ...fresh].sort((a, b) => a.seq - b.seq).slice(-maxMessages);
  const kept = {
    ...timeline,
    messages: all,
    hidden: unheard.length === 0 ? timeline.hidden : new Set([...timeline.hidden, ...unheard]),
  };
  const settled = findEndOfRun(timeline.settled, kept);
  if (timeline.lost.length === 0) return { ...kept, settled };
  return {
    ...kept,
    settled,
    ...markGaps(removeSeqs(timeline.lost, [...fresh.map(({ seq }) => seq), ...unheard])),
  };
}

/**
 * Takes in the answer to a join or sync, and settles all it speaks of: what it leaves out is missed
 * for good, and is marked. Where history may still have it, page first (`pageBefore`) and hand in
 * the longer answer.
 */
export function catchUp(
  timeline: Timeline,
  { epoch, head, messages, hidden = [] }: SyncResponse,
): Timeline {
  const returning = timeline.epoch === epoch;
  const first = findFirstSeq({ messages, hidden }) ?? head + 1;
  // Who comes for the first time has missed nothing: what is older is there to be paged.
  const base = returning ? timeline : { ...emptyTimeline, epoch, settled: first - 1 };
  const taken = addMessages(base, messages, hidden);
  // An answer without messages settles all up to head: there is nothing more to ask for.
  const end =
    messages.length + hidden.length === 0
      ? head
      : Math.max(...messages.map(({ seq }) => seq), ...hidden);
  const lost = [...taken.lost];
  let next = base.settled + 1;
  for (const seq of [...listSeqs(taken), end + 1]) {
    if (seq < next || seq > end + 1) continue;
    if (seq > next) lost.push({ from: next, to: seq - 1 });
    next = seq + 1;
  }
  return {
    ...taken,
    ...markGaps(lost),
    settled: findEndOfRun(Math.max(taken.settled, end), taken),
  };
}

/**
 * The seq before which history should be asked for what an answer leaves out; null where it leaves
 * out nothing.
 */
export function findMissingBefore(timeline: Timeline, answer: SyncResponse): number | null {
  if (timeline.epoch !== answer.epoch || answer.resumed) return null;
  const known = new Set(listSeqs(timeline));
  let first =
    findFirstSeq({ messages: answer.messages, hidden: answer.hidden ?? [] }) ?? answer.head + 1;
  while (first > timeline.settled + 1 && known.has(first - 1)) first -= 1;
  return first > timeline.settled + 1 ? first : null;
}

/**
 * The first seq of which it is known what stands there; 1 where the room's beginning is held, and
 * in a room without a word.
 */
export function findEarliestSeq({ messages, hidden, settled }: Timeline): number {
  let first = messages[0]?.seq ?? settled + 1;
  for (const seq of hidden) if (seq < first) first = seq;
  return first;
}

/** Whether something up to `head`, or between what is there, has not come yet. */
export function isIncomplete(timeline: Timeline, head: number): boolean {
  return timeline.settled < Math.max(head, timeline.messages.at(-1)?.seq ?? 0, ...timeline.hidden);
}

const listSeqs = ({
  messages,
  hidden,
}: Pick<Timeline, 'messages' | 'hidden'>): readonly number[] =>
  hidden.size === 0
    ? messages.map(({ seq }) => seq)
    : [...messages.map(({ seq }) => seq), ...hidden].sort((a, b) => a - b);

function findFirstSeq({
  messages,
  hidden,
}: {
  messages: readonly Message[];
  hidden: readonly number[];
}): number | null {
  return messages.length + hidden.length === 0
    ? null
    : Math.min(...messages.map(({ seq }) => seq), ...hidden);
}

const markGaps = (lost: readonly Span[]): Pick<Timeline, 'lost' | 'gaps'> => ({
  lost,
  gaps: new Set(lost.map(({ to }) => to + 1)),
});

const removeSeqs = (spans: readonly Span[], seqs: readonly number[]): readonly Span[] =>
  seqs.reduce<readonly Span[]>((left, seq) => left.flatMap((span) => splitSpan(span, seq)), spans);

function splitSpan({ from, to }: Span, seq: number): readonly Span[] {
  if (seq < from || seq > to) return [{ from, to }];
  return [
    { from, to: seq - 1 },
    { from: seq + 1, to },
  ].filter((span) => span.from <= span.to);
}

function findEndOfRun(settled: number, timeline: Pick<Timeline, 'messages' | 'hidden'>): number {
  let end = settled;
  for (const seq of listSeqs(timeline)) {
    if (seq === end + 1) end = seq;
    else if (seq > end) break;
  }
  return end;
}
