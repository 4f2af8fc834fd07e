// The remaining time, always in sight: calm at nine minutes, warm in the last one, pulsing in the
// last ten seconds. It ticks by itself, so nothing else renders every second.

import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatCountdown, getRemainingMs, systemClock, type RoomView } from '../../client/index.ts';
import { useEvent } from '../hooks/use-event.ts';
import { inDigits } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';
import { Dial } from './dial.tsx';

export interface RoomTimerProps {
  readonly room: RoomView;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly clockOffsetMs: number;
  /** Called at every tick after the end. */
  readonly onTimeUp: () => void;
  /** Shows a ring above the digits. */
  readonly large?: boolean;
}

const soonMs = 180_000;
const lateMs = 60_000;
const lastMs = 10_000;

export function RoomTimer({
  room,
  clockOffsetMs,
  onTimeUp,
  large = false,
}: RoomTimerProps): JSX.Element {
  const leftMs = useRemaining(room.expiresAt, clockOffsetMs, onTimeUp);
  const wholeMs = Date.parse(room.expiresAt) - Date.parse(room.createdAt);
  const share = wholeMs > 0 ? Math.min(1, leftMs / wholeMs) : 0;
  return (
    <>
      <span
        class={`timer ${urgencyClass(leftMs)}${large ? ' large' : ''}`}
        role="timer"
        aria-label={t('timer-label')}
      >
        {large ? <Dial share={share} /> : <Pie share={share} />}
        {/* A page that the browser translates would keep the old digits. */}
        <span class="digits" dir="ltr" translate={false}>
          {inDigits(formatCountdown(leftMs))}
        </span>
      </span>
      <span class="unseen" role="status">
        {leftMs <= lateMs && leftMs > 0 ? t('timer-late') : ''}
      </span>
    </>
  );
}

function urgencyClass(leftMs: number): string {
  if (leftMs <= lastMs) return 'late last';
  if (leftMs <= lateMs) return 'late';
  return leftMs <= soonMs ? 'soon' : 'calm';
}

interface PieProps {
  /** The remaining share of the time, from 0 to 1. */
  readonly share: number;
}

function Pie({ share }: PieProps): JSX.Element {
  return (
    <svg class="pie" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="9" class="whole" />
      <circle
        cx="10"
        cy="10"
        r="4.5"
        class="slice"
        pathLength={100}
        stroke-dasharray={`${(100 * share).toFixed(1)} 100`}
        transform="rotate(-90 10 10)"
      />
    </svg>
  );
}

/** Returns the remaining milliseconds. Renders once a second. */
function useRemaining(expiresAt: string, clockOffsetMs: number, onTimeUp: () => void): number {
  const read = useCallback(
    (): number => getRemainingMs({ expiresAt, offset: clockOffsetMs, now: systemClock.now() }),
    [expiresAt, clockOffsetMs],
  );
  const [leftMs, setLeftMs] = useState(read);
  const notify = useEvent(onTimeUp);
  useEffect(() => {
    const tick = (): void => {
      const now = read();
      setLeftMs((before) =>
        Math.floor(before / 1_000) === Math.floor(now / 1_000) && now !== 0 ? before : now,
      );
      if (now === 0) notify();
    };
    tick();
    const interval = setInterval(tick, 250);
    // Timers stop while the device sleeps or the tab is hidden.
    document.addEventListener('visibilitychange', tick);
    window.addEventListener('pageshow', tick);
    return () => {
      clearInterval(interval);
      document.removeEventListener('visibilitychange', tick);
      window.removeEventListener('pageshow', tick);
    };
  }, [read, notify]);
  return leftMs;
}
