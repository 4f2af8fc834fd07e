// The client of the room being visited, and the last items on screen: the client forgets them when
// the room ends.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Room, type TimelineItem, type RoomSnapshot } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import type { Visit } from './visit-store.ts';

interface JoinAs {
  /** Absent for a watcher. */
  readonly username?: string;
  readonly session?: string;
}

export interface RoomClientState {
  readonly client: Room | null;
  readonly snapshot: RoomSnapshot | null;
  /** The items on screen when the room ended. */
  readonly lastItems: readonly TimelineItem[];
  readonly join: (as: JoinAs) => void;
  /** Leaves for good. Opening another page only disconnects. */
  readonly leave: () => void;
}

export function useRoomClient(id: string, visit: Visit): RoomClientState {
  const current = useRef<Room | null>(null);
  const lastItems = useRef<readonly TimelineItem[]>([]);
  const [snapshot, setSnapshot] = useState<RoomSnapshot | null>(null);
  const host = useEmbedHost();

  const join = (as: JoinAs): void => {
    current.current?.disconnect();
    const { token = '', known } = visit;
    const client = Room.join({
      id,
      token,
      ...as,
      preview: known,
      ...(host === null ? {} : { origin: host.origin, outboxStore: host.store }),
    });
    current.current = client;
    host?.onClient(client);

    const update = (): void => {
      if (current.current !== client) return;
      const next = client.getSnapshot();
      if (next.status.kind !== 'ended') lastItems.current = next.items;
      setSnapshot(next);
    };
    update();
    client.subscribe(update);
  };
  const leave = (): void => {
    void current.current?.leave();
  };
  useEffect(() => () => current.current?.disconnect(), []);

  return { client: current.current, snapshot, lastItems: lastItems.current, join, leave };
}
