// Why one cannot go in, and what to do about it.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Reason } from '../../../functions/protocol/reasons.ts';
import type { Problem } from '../../client/index.ts';
import { Mark } from '../parts/mark.tsx';

interface Words {
  readonly title: string;
  readonly advice: string;
  /** Whether trying the same again can help. */
  readonly again: boolean;
}

const deadLink: Words = {
  title: 'This link does not work',
  advice: 'It may have been cut short when it was copied, or its room may be over. Ask for the whole link again, or make a room of your own.',
  again: false,
};

const words: Partial<Record<Reason, Words>> = {
  locked: { title: 'This room is locked', advice: 'Its owner lets nobody new in. Ask the owner to unlock it, then try again.', again: true },
  room_full: { title: 'This room is full', advice: 'Try again when somebody has left.', again: true },
  kicked: { title: 'You were removed from this room', advice: 'Its owner has removed you, so this link no longer lets you in.', again: false },
  conflict: { title: 'You are no longer in this room', advice: 'Your connection was ended. If the room is still open, you can go in again.', again: true },
};

export function Refused({ problem, onNewRoom }: { problem: Problem; onNewRoom: () => void }): JSX.Element {
  const { title, advice, again } = words[problem.reason] ?? deadLink;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <main class="screen">
      <Mark />
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      <p class="lead">{advice}</p>
      <div class="row">
        {again && <button type="button" class="primary" onClick={() => { location.reload(); }}>Try again</button>}
        <button type="button" class={again ? 'secondary' : 'primary'} onClick={onNewRoom}>Make a new room</button>
      </div>
    </main>
  );
}
