// Tells a program what a timeline has come to, in the room's order, each message once; a drawing
// needs none of this.

import type { Message } from '../../functions/protocol/events.ts';
import type { Timeline } from './timeline.ts';

export interface TellingOptions {
  /** `past`: said before one came. */
  readonly message: (message: Message, past: boolean) => void;
  /** What was said before this seq, and after the message told before, is lost to us. */
  readonly gap: (seq: number) => void;
}

export interface Telling {
  /** Of each answer to a join: what the first one of an epoch brings is past. */
  readonly joined: (answer: { readonly epoch: string; readonly head: number }) => void;
  readonly moved: (timeline: Timeline) => void;
}

export function createTelling({ message, gap }: TellingOptions): Telling {
  let epoch: string | null = null;
  let told = 0;
  let pastUpTo = 0;
  return {
    joined: (answer) => {
      if (answer.epoch === epoch) return;
      epoch = answer.epoch;
      told = 0;
      pastUpTo = answer.head;
    },
    // Only what is settled: what came before its place in the order waits.
    moved: ({ messages, gaps, settled }) => {
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
