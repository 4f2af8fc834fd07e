// The time that is left, always in sight. It ticks by itself, so that nothing else has to be drawn each second.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../../functions/protocol/events.ts';
import { minutesAndSeconds, remaining } from '../../client/index.ts';

const lastMinute = 60_000;

export function Timer({ room, offset, onEnd }: { room: RoomView; offset: number; onEnd: () => void }): JSX.Element {
  const left = useRemaining({ expiresAt: room.expiresAt, offset, onEnd });
  const late = left <= lastMinute;
  return (
    <>
      <span class={late ? 'timer late' : 'timer'} role="timer" aria-label="Time left">{minutesAndSeconds(left)}</span>
      <span class="unseen" role="status">{late && left > 0 ? 'Less than a minute left.' : ''}</span>
    </>
  );
}

function useRemaining({ expiresAt, offset, onEnd }: { expiresAt: string; offset: number; onEnd: () => void }): number {
  const [left, setLeft] = useState(() => remaining({ expiresAt, offset, now: Date.now() }));
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const tick = (): void => {
      const now = remaining({ expiresAt, offset, now: Date.now() });
      setLeft(now);
      if (now === 0) end.current();
    };
    tick();
    const interval = setInterval(tick, 250);
    return () => {
      clearInterval(interval);
    };
  }, [expiresAt, offset]);
  return left;
}
