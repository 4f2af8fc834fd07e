// The client of the room that is being visited, and the last that was to be seen of the
// conversation: the client forgets it at the end.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Room as Client, type TimelineItem, type RoomSnapshot } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import type { Visit } from './visit-store.ts';

export interface RoomClientState {
  readonly client: Client | null;
  readonly snapshot: RoomSnapshot | null;
  /** What was on screen when the room ended; freed with the screen. */
  readonly seen: readonly TimelineItem[];
  readonly enter: (as: { username?: string; session?: string }) => void;
  /** For good; going elsewhere in the page is no leaving. */
  readonly leave: () => void;
}

export function useRoomClient({ id, visit }: { id: string; visit: Visit }): RoomClientState {
  const running = useRef<Client | null>(null);
  const seen = useRef<readonly TimelineItem[]>([]);
  const [snapshot, setSnapshot] = useState<RoomSnapshot | null>(null);

  const host = useEmbedHost();

  const stop = (): void => {
    running.current?.disconnect();
  };
  const leave = (): void => {
    void running.current?.leave();
  };
  const enter = (as: { username?: string; session?: string }): void => {
    stop();
    const { token = '', known } = visit;
    const client = Client.join({
      id,
      token,
      ...as,
      preview: known,
      ...(host === null ? {} : { origin: host.origin, outboxStore: host.store }),
    });
    running.current = client;
    host?.onClient(client);
    const draw = (): void => {
      if (running.current !== client) return;
      const next = client.getSnapshot();
      if (next.status.kind !== 'ended') seen.current = next.items;
      setSnapshot(next);
    };
    draw();
    client.subscribe(draw);
  };
  useEffect(() => stop, []);
  return { client: running.current, snapshot, seen: seen.current, enter, leave };
}
