// The time that is left, always in sight: quiet at nine minutes, warm in the last one, beating in
// the last ten seconds. It ticks by itself, so that nothing else has to be drawn each second.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../../functions/protocol/events.ts';
import { formatCountdown, getRemainingMs } from '../../client/index.ts';
import { inDigits } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { Dial } from './dial.tsx';

export interface RoomTimerProps {
  readonly room: RoomView;
  readonly offset: number;
  /** Told again as long as the end is past and nobody has taken this away. */
  readonly onEnd: () => void;
  /** A ring above the digits, where there is room for one. */
  readonly large?: boolean;
}

const soonMs = 180_000;
const lateMs = 60_000;
const lastMs = 10_000;

export function RoomTimer({ room, offset, onEnd, large = false }: RoomTimerProps): JSX.Element {
  const left = useRemaining({ expiresAt: room.expiresAt, offset, onEnd });
  const whole = Date.parse(room.expiresAt) - Date.parse(room.createdAt);
  const share = whole > 0 ? Math.min(1, left / whole) : 0;
  return (
    <>
      <span
        class={`timer ${moodOf(left)}${large ? ' large' : ''}`}
        role="timer"
        aria-label={t('timer-label')}
      >
        {large ? <Dial left={share} /> : <Pie left={share} />}
        <span class="digits" dir="ltr">
          {inDigits(formatCountdown(left))}
        </span>
      </span>
      <span class="unseen" role="status">
        {left <= lateMs && left > 0 ? t('timer-late') : ''}
      </span>
    </>
  );
}

const moodOf = (left: number): string =>
  left <= lastMs ? 'late last' : left <= lateMs ? 'late' : left <= soonMs ? 'soon' : 'calm';

/** What is left, as a slice of the whole. */
function Pie({ left }: { left: number }): JSX.Element {
  return (
    <svg class="pie" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="9" class="whole" />
      <circle
        cx="10"
        cy="10"
        r="4.5"
        class="slice"
        pathLength={100}
        stroke-dasharray={`${(100 * left).toFixed(1)} 100`}
        transform="rotate(-90 10 10)"
      />
    </svg>
  );
}

function useRemaining({
  expiresAt,
  offset,
  onEnd,
}: {
  expiresAt: string;
  offset: number;
  onEnd: () => void;
}): number {
  const read = (): number => getRemainingMs({ expiresAt, offset, now: Date.now() });
  const [left, setLeft] = useState(read);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const tick = (): void => {
      const now = read();
      // Drawn once a second: the digits change no oftener.
      setLeft((before) =>
        Math.floor(before / 1_000) === Math.floor(now / 1_000) && now !== 0 ? before : now,
      );
      if (now === 0) end.current();
    };
    tick();
    const interval = setInterval(tick, 250);
    // A lid that is opened, a tab that is looked at again: their clocks stood still.
    document.addEventListener('visibilitychange', tick);
    window.addEventListener('pageshow', tick);
    return () => {
      clearInterval(interval);
      document.removeEventListener('visibilitychange', tick);
      window.removeEventListener('pageshow', tick);
    };
  }, [expiresAt, offset]);
  return left;
}
