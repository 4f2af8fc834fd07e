// One room's queue in the outbox store. Messages written before the member is known are unassigned,
// and move to the member's queue later.

import type { DeliveryResult } from './outbox.ts';
import type { OutboxStore, StoredMessage } from './outbox-store.ts';

export interface MemberOutboxStore {
  /**
   * Opens this member's queue and returns its messages. Unassigned messages join it. Removes those
   * of rooms that are over, if the server's time is known.
   */
  readonly open: (
    memberId: string,
    serverTimeMs: number | null,
  ) => Promise<readonly StoredMessage[]>;
  readonly put: (message: StoredMessage) => void;
  readonly remove: (cid: string) => void;
  readonly clear: () => void;
  /** Delivers one message while no other tab does, and only if it still waits. */
  readonly deliverOnce: (
    cid: string,
    deliver: () => Promise<DeliveryResult>,
  ) => Promise<DeliveryResult>;
}

/** `onVolatile`: a message was stored where a reload loses it. */
export function createMemberOutboxStore(
  store: OutboxStore,
  room: string,
  onVolatile: () => void = () => undefined,
): MemberOutboxStore {
  let queue: string | null = null;
  let unassigned: readonly StoredMessage[] = [];
  let lastStep: Promise<unknown> = Promise.resolve();

  // One step after the other: a message must be stored before it can be removed.
  const enqueue = <Value>(step: () => Promise<Value>): Promise<Value> => {
    const next = lastStep.then(step);
    lastStep = next.catch(() => undefined);
    return next;
  };
  // A store that fails costs only what a reload would lose.
  const enqueueQuietly = (step: () => Promise<void>): void =>
    void enqueue(step).catch(() => undefined);

  return {
    open: (memberId, serverTimeMs) => {
      const previous = queue;
      const opened = `${room} ${memberId}`;
      const added = unassigned;
      queue = opened;
      unassigned = [];
      return enqueue(async () => {
        if (serverTimeMs !== null) await store.removeExpired(serverTimeMs);
        // A room that opens anew knows no old sessions, so the same person becomes another member.
        const hasMoved = previous !== null && previous !== opened;
        const moved = hasMoved ? await store.load(previous) : [];
        for (const message of [...moved, ...added]) await store.put(opened, message);
        if (hasMoved) await store.clear(previous);
        return store.load(opened);
      }).catch(() => []);
    },
    put: (message) => {
      const opened = queue;
      if (opened === null) unassigned = [...unassigned, message];
      else {
        enqueueQuietly(async () => {
          await store.put(opened, message);
          if (store.isDurable?.() === false) onVolatile();
        });
      }
    },
    remove: (cid) => {
      const opened = queue;
      unassigned = unassigned.filter((message) => message.cid !== cid);
      if (opened !== null) enqueueQuietly(() => store.remove(opened, cid));
    },
    clear: () => {
      const opened = queue;
      unassigned = [];
      if (opened !== null) enqueueQuietly(() => store.clear(opened));
    },
    deliverOnce: async (cid, deliver) => {
      const opened = queue;
      if (opened === null) return deliver();
      await lastStep;
      return store.runExclusively(opened, async () =>
        (await store.has(opened, cid)) ? deliver() : { kind: 'elsewhere' },
      );
    },
  };
}
