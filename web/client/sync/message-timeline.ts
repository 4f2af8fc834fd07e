// A room's messages as this client knows them: each once, ordered by seq, with the gaps where some
// are missing. All functions are pure. Own messages that are still on their way are in the outbox.

import type { Message } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';

export interface Timeline {
  /** The room's incarnation; null before the first join. */
  readonly epoch: string | null;
  /** Ordered by seq. Those after `settled` still wait for earlier ones. */
  readonly messages: readonly Message[];
  /** Seqs of private messages between other members. They are no holes. */
  readonly hidden: ReadonlySet<number>;
  /** Up to this seq, nothing more is expected. */
  readonly settled: number;
  /** Seqs that are lost for good, unless history or a very late message still brings them. */
  readonly lost: readonly Span[];
  /** The seqs directly after a lost span. */
  readonly gaps: ReadonlySet<number>;
}

/** Includes both ends. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Messages and hidden seqs. */
interface Content {
  readonly messages: readonly Message[];
  readonly hidden: readonly number[];
}

type Known = Pick<Timeline, 'messages' | 'hidden'>;

/** The messages in the replies to `phx_join` and `sync`. */
export interface SyncResponse {
  readonly epoch: string;
  /** The seq of the last accepted message. */
  readonly head: number;
  readonly messages: readonly Message[];
  /** True if the messages are all that this client missed. */
  readonly resumed: boolean;
  /** Absent if the server has no private messages. */
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

/** A room's largest capacity and one page more: nobody could load older messages again. */
const maxMessages = limits.capacity.max + limits.historyPageMessages.max;

/** Adds messages and hidden seqs that were pushed or loaded. Ignores messages of other epochs. */
export function addMessages(
  timeline: Timeline,
  messages: readonly Message[],
  hidden: readonly number[] = [],
): Timeline {
  const known = new Set(timeline.messages.map((message) => message.seq));
  const added = messages.filter(
    (message) =>
      message.epoch === timeline.epoch && !known.has(message.seq) && known.add(message.seq),
  );
  const addedHidden = hidden.filter((seq) => !timeline.hidden.has(seq));
  if (added.length === 0 && addedHidden.length === 0) return timeline;

  const next = {
    ...timeline,
    messages: added.length === 0 ? timeline.messages : merge(timeline.messages, added),
    hidden:
      addedHidden.length === 0 ? timeline.hidden : new Set([...timeline.hidden, ...addedHidden]),
  };
  const settled = findEndOfRun(timeline.settled, next);
  if (timeline.lost.length === 0) return { ...next, settled };

  const found = [...added.map(({ seq }) => seq), ...addedHidden];
  return { ...next, settled, ...markGaps(removeSeqs(timeline.lost, found)) };
}

/**
 * Applies the reply to a join or a sync. All seqs up to its last one are settled: those it leaves
 * out are lost and marked as gaps. Load history first where it may still have them
 * (`findMissingBefore`), and pass the completed response.
 */
export function catchUp(
  timeline: Timeline,
  { epoch, head, messages, hidden = [] }: SyncResponse,
): Timeline {
  const isReturning = timeline.epoch === epoch;
  const first = findFirstSeq({ messages, hidden }) ?? head + 1;
  // A first join has missed nothing: older messages can still be loaded.
  const base = isReturning ? timeline : { ...emptyTimeline, epoch, settled: first - 1 };
  const added = addMessages(base, messages, hidden);

  // A response without messages settles everything up to the head.
  const isEmpty = messages.length + hidden.length === 0;
  const end = isEmpty ? head : Math.max(...messages.map(({ seq }) => seq), ...hidden);
  const lost = [...added.lost, ...findHoles(added, base.settled + 1, end)];
  const settled = findEndOfRun(Math.max(added.settled, end), added);
  return { ...added, ...markGaps(lost), settled };
}

/**
 * Returns the seq before which history must be loaded to complete a response, or null if it is
 * complete.
 */
export function findMissingBefore(timeline: Timeline, response: SyncResponse): number | null {
  if (timeline.epoch !== response.epoch || response.resumed) return null;
  const known = new Set(listSeqs(timeline));
  const { head, messages, hidden = [] } = response;
  let first = findFirstSeq({ messages, hidden }) ?? head + 1;
  while (first > timeline.settled + 1 && known.has(first - 1)) first -= 1;
  return first > timeline.settled + 1 ? first : null;
}

/** Returns the first seq that is loaded; 1 in an empty room and once its beginning is loaded. */
export function findEarliestSeq({ messages, hidden, settled }: Timeline): number {
  let first = messages[0]?.seq ?? settled + 1;
  for (const seq of hidden) if (seq < first) first = seq;
  return first;
}

/** Returns whether a seq up to `head`, or one between known ones, has not arrived yet. */
export function isIncomplete(timeline: Timeline, head: number): boolean {
  const lastSeq = timeline.messages.at(-1)?.seq ?? 0;
  return timeline.settled < Math.max(head, lastSeq, ...timeline.hidden);
}

/** Returns the messages that contain a text, in upper or lower case. */
export function findMessages({ messages }: Timeline, text: string): readonly Message[] {
  const wanted = normalize(text);
  return messages.filter(({ body }) => normalize(body).includes(wanted));
}

const normalize = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

const merge = (messages: readonly Message[], added: readonly Message[]): readonly Message[] =>
  [...messages, ...added].sort((one, other) => one.seq - other.seq).slice(-maxMessages);

function listSeqs({ messages, hidden }: Known): readonly number[] {
  const seqs = messages.map(({ seq }) => seq);
  return hidden.size === 0 ? seqs : [...seqs, ...hidden].sort((one, other) => one - other);
}

const findFirstSeq = ({ messages, hidden }: Content): number | null =>
  messages.length + hidden.length === 0
    ? null
    : Math.min(...messages.map(({ seq }) => seq), ...hidden);

function findHoles(known: Known, start: number, end: number): readonly Span[] {
  const holes: Span[] = [];
  let expected = start;
  for (const seq of [...listSeqs(known), end + 1]) {
    if (seq < expected || seq > end + 1) continue;
    if (seq > expected) holes.push({ from: expected, to: seq - 1 });
    expected = seq + 1;
  }
  return holes;
}

const markGaps = (lost: readonly Span[]): Pick<Timeline, 'lost' | 'gaps'> => ({
  lost,
  gaps: new Set(lost.map(({ to }) => to + 1)),
});

const removeSeqs = (spans: readonly Span[], seqs: readonly number[]): readonly Span[] =>
  seqs.reduce<readonly Span[]>(
    (remaining, seq) => remaining.flatMap((span) => splitSpan(span, seq)),
    spans,
  );

function splitSpan({ from, to }: Span, seq: number): readonly Span[] {
  if (seq < from || seq > to) return [{ from, to }];
  const parts = [
    { from, to: seq - 1 },
    { from: seq + 1, to },
  ];
  return parts.filter((part) => part.from <= part.to);
}

function findEndOfRun(settled: number, known: Known): number {
  let end = settled;
  for (const seq of listSeqs(known)) {
    if (seq === end + 1) end = seq;
    else if (seq > end) break;
  }
  return end;
}
