// Whether one is writing, told once when it begins and once when it ends, by itself after a while
// without another word.

import type { Clock } from './environment.ts';

export interface TypingIndicator {
  readonly set: (typing: boolean) => void;
  /** With the connection its typing has ended. */
  readonly reset: () => void;
}

/** After so long without another word one is no longer typing. */
const typingMs = 5_000;

/** `tell` says whether it could be told. */
export function createTypingIndicator({
  clock,
  tell,
}: {
  readonly clock: Clock;
  readonly tell: (typing: boolean) => boolean;
}): TypingIndicator {
  let told = false;
  let cancel = (): void => undefined;
  const set = (typing: boolean): void => {
    cancel();
    if (typing !== told && tell(typing)) told = typing;
    if (told) cancel = clock.schedule(typingMs, () => set(false));
  };
  return {
    set,
    reset: () => {
      cancel();
      told = false;
    },
  };
}
