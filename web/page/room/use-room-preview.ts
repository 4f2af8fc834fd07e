// Requests the room over HTTP before the join, so a dead link shows before anybody types a name.
// Retries by itself while there is no answer or the room is locked.

import { useEffect, useRef, useState } from 'preact/hooks';
import {
  getRoom,
  measureClockOffsetMs,
  systemClock,
  type Problem,
  type RoomPreview,
} from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import { useEvent } from '../hooks/use-event.ts';

export interface PreviewState {
  readonly known: RoomPreview | null;
  /** A final refusal. */
  readonly problem: Problem | null;
  /** True if the last request got no answer. */
  readonly isUnreachable: boolean;
  readonly retry: () => void;
}

export interface PreviewOptions {
  readonly id: string;
  readonly token: string | undefined;
  /** The room as the last visit saw it. */
  readonly known: RoomPreview | undefined;
  readonly hasEnded: boolean;
}

const retryMs = 5_000;

export function useRoomPreview({
  id,
  token,
  known: lastKnown,
  hasEnded,
}: PreviewOptions): PreviewState {
  const [known, setKnown] = useState<RoomPreview | null>(lastKnown ?? null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isUnreachable, setIsUnreachable] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isStopped = useRef(false);
  const { origin } = useEmbedHost() ?? location;

  const hasStopped = (): boolean => isStopped.current;

  const request = async (): Promise<void> => {
    clearTimeout(timer.current);
    if (token === undefined || hasStopped()) return;
    const result = await getRoom({ id, token }, { origin });
    if (hasStopped()) return;

    clearTimeout(timer.current);
    const hasNoAnswer =
      !result.ok && (result.reason === 'unavailable' || result.reason === 'rate_limited');
    setIsUnreachable(hasNoAnswer);
    if (result.ok) {
      const clockOffsetMs = measureClockOffsetMs(result.value, systemClock.now());
      const clockJumps = systemClock.countJumps?.();
      setKnown({ room: result.value, clockOffsetMs, clockJumps });
    } else if (!hasNoAnswer && result.reason !== 'forbidden') {
      // A link with a limited number of joins cannot read over HTTP: only a join tries it.
      setProblem(result);
    }

    if (hasNoAnswer || (result.ok && result.value.state === 'locked')) {
      timer.current = setTimeout(() => void request(), retryMs);
    }
  };
  const retry = useEvent((): void => {
    void request();
  });

  useEffect(() => {
    isStopped.current = hasEnded;
    if (hasEnded) return undefined;
    retry();
    window.addEventListener('online', retry);
    return () => {
      isStopped.current = true;
      clearTimeout(timer.current);
      window.removeEventListener('online', retry);
    };
  }, [hasEnded, retry]);

  return { known, problem, isUnreachable, retry };
}
