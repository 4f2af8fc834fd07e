// Creates a room from the start page, after another room has ended, or where a link opens nothing.
// Runs one request at a time.

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
  readonly isBusy: boolean;
  /** Why the room was not created, and what to do. */
  readonly problem: string | null;
  readonly create: (options?: CreateRoomOptions) => void;
}

export function useCreateRoom(onCreated: (created: CreatedRoom) => void): RoomCreation {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isRunning = useRef(false);

  const create = async (options: CreateRoomOptions): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    setIsBusy(true);
    setProblem(null);
    const result = await createRoom(options);
    isRunning.current = false;
    setIsBusy(false);
    if (result.ok) onCreated(result.value);
    else setProblem(describeProblem(result));
  };
  return { isBusy, problem, create: (options = {}) => void create(options) };
}

function describeProblem({ reason, retryAfter }: Problem): string {
  if (retryAfter !== null) return t('create-too-many', { wait: duration(retryAfter) });
  return reason === 'unavailable'
    ? t(navigator.onLine ? 'create-unreachable' : 'create-offline')
    : t('create-refused');
}
