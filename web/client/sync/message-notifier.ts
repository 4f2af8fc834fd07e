// Reports a timeline's messages to a program's listeners, in the room's order and each once.

import type { Message } from '../../../functions/protocol/events.ts';
import type { Timeline } from './message-timeline.ts';

export interface MessageNotifierOptions {
  /** `isHistory`: it was sent before this client joined. */
  readonly onMessage: (message: Message, isHistory: boolean) => void;
  /** The messages between the last reported one and this seq are lost. */
  readonly onGap: (seq: number) => void;
}

export interface MessageNotifier {
  /** Marks what the first join of an epoch brings as history. */
  readonly onJoined: (response: { readonly epoch: string; readonly head: number }) => void;
  readonly onTimelineChanged: (timeline: Timeline) => void;
}

export function createMessageNotifier(options: MessageNotifierOptions): MessageNotifier {
  const { onMessage, onGap } = options;
  let epoch: string | null = null;
  let lastReportedSeq = 0;
  let lastHistorySeq = 0;

  return {
    onJoined: (response) => {
      if (response.epoch === epoch) return;
      epoch = response.epoch;
      lastReportedSeq = 0;
      lastHistorySeq = response.head;
    },
    // Messages after `settled` wait for those before them.
    onTimelineChanged: ({ messages, gaps, settled }) => {
      const previous = lastReportedSeq;
      if (settled <= previous) return;
      lastReportedSeq = settled;

      const newGaps = [...gaps]
        .filter((seq) => seq > previous && seq <= settled + 1)
        .sort((one, other) => one - other);
      for (const message of messages) {
        const { seq } = message;
        if (seq <= previous || seq > settled) continue;
        while (newGaps[0] !== undefined && newGaps[0] <= seq) onGap(newGaps.shift() ?? seq);
        onMessage(message, seq <= lastHistorySeq);
      }
      for (const seq of newGaps) onGap(seq);
    },
  };
}
