// The messages of a room as one client has them: each once, in the order of seq, with the places where some are missing.
// Pure: what arrives goes in, a new timeline comes out. Own messages that are under way are not here but in the outbox.

import type { Message } from '../../functions/protocol/events.ts';

export interface Timeline {
  readonly epoch: string | null;
  readonly messages: readonly Message[];
  /** Up to here everything is there that will ever be. */
  readonly settled: number;
  /** The seqs before which something was missed for good. */
  readonly gaps: ReadonlySet<number>;
}

/** What an answer to `phx_join` and `sync` says of the messages. */
export interface CaughtUp {
  readonly epoch: string;
  readonly head: number;
  readonly messages: readonly Message[];
  readonly resumed: boolean;
}

export const emptyTimeline: Timeline = { epoch: null, messages: [], settled: 0, gaps: new Set() };

/** A page that shows more than this is read by nobody, and is slow. */
const keptMessages = 2_000;

/** Takes in messages that were pushed. Those of another epoch are of another room. */
export function receive(timeline: Timeline, messages: readonly Message[]): Timeline {
  const known = new Set(timeline.messages.map((message) => message.seq));
  const fresh = messages.filter((message) => message.epoch === timeline.epoch && !known.has(message.seq) && known.add(message.seq));
  if (fresh.length === 0) return timeline;
  const all = [...timeline.messages, ...fresh].sort((a, b) => a.seq - b.seq).slice(-keptMessages);
  return { ...timeline, messages: all, settled: runFrom(timeline.settled, all) };
}

/** Takes in the answer to a join or sync. `resumed: false` to a client that had been there before leaves a gap, which is shown. */
export function catchUp(timeline: Timeline, { epoch, head, messages, resumed }: CaughtUp): Timeline {
  const returning = timeline.epoch === epoch;
  const base = returning ? timeline : { ...emptyTimeline, epoch };
  const taken = receive(base, messages);
  const first = messages[0]?.seq ?? head + 1;
  // An answer without messages settles all up to head: there is nothing more to ask for.
  const settled = runFrom(Math.max(taken.settled, messages.at(-1)?.seq ?? head), taken.messages);
  const missed = returning && !resumed && first > base.settled + 1;
  return { ...taken, settled, gaps: missed ? new Set([...taken.gaps, first]) : taken.gaps };
}

/** Whether something up to `head`, or between what is there, has not come yet. */
export function incomplete(timeline: Timeline, head: number): boolean {
  return timeline.settled < Math.max(head, timeline.messages.at(-1)?.seq ?? 0);
}

function runFrom(settled: number, messages: readonly Message[]): number {
  let end = settled;
  for (const { seq } of messages) {
    if (seq === end + 1) end = seq;
    else if (seq > end) break;
  }
  return end;
}
