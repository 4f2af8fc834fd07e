// The end of every room.

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Mark } from '../parts/mark.tsx';

export function Over({ onNewRoom }: { onNewRoom: () => void }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <main class="screen">
      <Mark />
      <h1 ref={heading} tabIndex={-1}>This room is gone</h1>
      <p class="lead">Its time is up, and everything said in it has gone with it.</p>
      <button type="button" class="primary" onClick={onNewRoom}>Make a new room</button>
    </main>
  );
}
