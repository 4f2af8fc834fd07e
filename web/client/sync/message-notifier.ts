// Tells a program what a timeline has come to, in the room's order, each message once; a drawing
// needs none of this.

import type { Message } from '../../../functions/protocol/events.ts';
import type { Timeline } from './message-timeline.ts';

export interface MessageNotifierOptions {
  /** `past`: said before one came. */
  readonly onMessage: (message: Message, past: boolean) => void;
  /** What was said before this seq, and after the message told before, is lost to us. */
  readonly onGap: (seq: number) => void;
}

export interface MessageNotifier {
  /** Of each answer to a join: what the first one of an epoch brings is past. */
  readonly onJoined: (answer: { readonly epoch: string; readonly head: number }) => void;
  readonly onTimelineChanged: (timeline: Timeline) => void;
}

export function createMessageNotifier({
  onMessage: message,
  onGap: gap,
}: MessageNotifierOptions): MessageNotifier {
  let epoch: string | null = null;
  let told = 0;
  let pastUpTo = 0;
  return {
    onJoined: (answer) => {
      if (answer.epoch === epoch) return;
      epoch = answer.epoch;
      told = 0;
      pastUpTo = answer.head;
    },
    // Only what is settled: what came before its place in the order waits.
    onTimelineChanged: ({ messages, gaps, settled }) => {
      const before = told;
      if (settled <= before) return;
      told = settled;
      const marks = [...gaps]
        .filter((seq) => seq > before && seq <= settled + 1)
        .sort((a, b) => a - b);
      for (const next of messages) {
        if (next.seq <= before || next.seq > settled) continue;
        while (marks[0] !== undefined && marks[0] <= next.seq) gap(marks.shift() ?? next.seq);
        message(next, next.seq <= pastUpTo);
      }
      for (const seq of marks) gap(seq);
    },
  };
}
