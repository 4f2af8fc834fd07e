// Making a room: asked for at the start, at the end of another room, and where a link opens
// nothing. One at a time.

import { useRef, useState } from 'preact/hooks';
import {
  createRoom,
  type CreatedRoom,
  type Problem,
  type CreateRoomOptions,
} from '../../client/index.ts';
import { duration } from '../texts/intl-formats.ts';
import { t } from '../texts/texts.ts';

export interface RoomCreation {
  readonly busy: boolean;
  /** Why there is no room, and what to do. */
  readonly problem: string | null;
  readonly make: (wish?: CreateRoomOptions) => void;
}

export function useCreateRoom(onMade: (made: CreatedRoom) => void): RoomCreation {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const under = useRef(false);

  const make = async (wish: CreateRoomOptions): Promise<void> => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const result = await createRoom(wish);
    under.current = false;
    setBusy(false);
    if (result.ok) onMade(result.value);
    else setProblem(wordsFor(result));
  };
  return { busy, problem, make: (wish = {}) => void make(wish) };
}

function wordsFor({ reason, retryAfter }: Problem): string {
  if (retryAfter !== null) return t('create-too-many', { wait: duration(retryAfter) });
  return reason === 'unavailable'
    ? t(navigator.onLine ? 'create-unreachable' : 'create-offline')
    : t('create-refused');
}
