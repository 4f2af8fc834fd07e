// Looks at a room over HTTP before anybody goes in: a dead link is told before a name is typed.
// Where there is no answer, or the room is locked, it looks again by itself.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomView } from '../../../functions/protocol/events.ts';
import { getRoom, measureClockOffsetMs, type Problem } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';

/** A room, and what to add to this device's clock to get the server's. */
export interface KnownRoom {
  readonly room: RoomView;
  readonly clockOffsetMs: number;
}

export interface RoomPreview {
  readonly clock: KnownRoom | null;
  /** For good. */
  readonly problem: Problem | null;
  /** Nobody answered. */
  readonly unreachable: boolean;
  readonly again: () => void;
}

const againMs = 5_000;

export function useRoomPreview({
  id,
  token,
  known,
  over,
}: {
  id: string;
  token: string | undefined;
  known: KnownRoom | undefined;
  over: boolean;
}): RoomPreview {
  const [clock, setClock] = useState<KnownRoom | null>(known ?? null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const gone = useRef(false);
  const { origin } = useEmbedHost() ?? location;

  const isGone = (): boolean => gone.current;

  const look = async (): Promise<void> => {
    clearTimeout(timer.current);
    if (token === undefined || isGone()) return;
    const result = await getRoom({ id, token }, { origin });
    if (isGone()) return;
    clearTimeout(timer.current);
    const silent =
      !result.ok && (result.reason === 'unavailable' || result.reason === 'rate_limited');
    setUnreachable(silent);
    if (result.ok)
      setClock({
        room: result.value,
        clockOffsetMs: measureClockOffsetMs(result.value, Date.now()),
      });
    // A link for so many joins opens nothing over HTTP: whether it lets one in shows at the join.
    else if (!silent && result.reason !== 'forbidden') setProblem(result);
    if (silent || (result.ok && result.value.state === 'locked')) {
      timer.current = setTimeout(() => void look(), againMs);
    }
  };
  const again = (): void => {
    void look();
  };

  useEffect(() => {
    gone.current = over;
    if (over) return undefined;
    again();
    window.addEventListener('online', again);
    return () => {
      gone.current = true;
      clearTimeout(timer.current);
      window.removeEventListener('online', again);
    };
  }, [over]);

  return { clock, problem, unreachable, again };
}
