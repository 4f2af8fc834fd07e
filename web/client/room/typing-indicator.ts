// Reports once when this member starts to type and once when it stops. Typing stops by itself.

import type { Clock } from '../environment.ts';

export interface TypingIndicatorOptions {
  readonly clock: Clock;
  /** Sends the change, and returns whether there was a connection to send it over. */
  readonly send: (isTyping: boolean) => boolean;
}

export interface TypingIndicator {
  /** Call it with each key. */
  readonly set: (isTyping: boolean) => void;
  /** The server forgets typing with the connection. */
  readonly reset: () => void;
}

/** Without a key for this long, a member no longer types. */
const typingTimeoutMs = 3_000;

export function createTypingIndicator({ clock, send }: TypingIndicatorOptions): TypingIndicator {
  let isReported = false;
  let cancel = (): void => undefined;

  const set = (isTyping: boolean): void => {
    cancel();
    if (isTyping !== isReported && send(isTyping)) isReported = isTyping;
    if (isReported) cancel = clock.schedule(typingTimeoutMs, () => set(false));
  };

  return {
    set,
    reset: () => {
      cancel();
      isReported = false;
    },
  };
}
