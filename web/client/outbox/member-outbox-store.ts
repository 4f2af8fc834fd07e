// What one room has not yet had answered, kept in a store as soon as it is known whose it is. The
// outbox sends; this remembers.

import type { DeliveryResult } from './outbox.ts';
import type { StoredMessage, OutboxStore } from './outbox-store.ts';

export interface MemberOutboxStore {
  /** From now on kept for this member; what waits there already comes back. */
  readonly open: (member: string) => Promise<readonly StoredMessage[]>;
  readonly put: (message: StoredMessage) => void;
  readonly remove: (cid: string) => void;
  readonly clear: () => void;
  /** Delivers one message while no other tab of the member does, unless one already has. */
  readonly deliverOnce: (
    cid: string,
    deliver: () => Promise<DeliveryResult>,
  ) => Promise<DeliveryResult>;
}

export function createMemberOutboxStore(store: OutboxStore, room: string): MemberOutboxStore {
  let queue: string | null = null;
  /** Written before it was known for whom. */
  let unassigned: readonly StoredMessage[] = [];
  /** One after another: what is removed must have been put before. */
  let work: Promise<unknown> = Promise.resolve();
  const then = <Value>(step: () => Promise<Value>): Promise<Value> => {
    const next = work.then(step);
    work = next.catch(() => undefined);
    return next;
  };

  return {
    open: (member) => {
      const opened = `${room} ${member}`;
      const before = queue;
      queue = opened;
      const late = unassigned;
      unassigned = [];
      return then(async () => {
        await store.removeExpired();
        // A room that opened anew knows no old sessions: the same person is another member there.
        const moved = before === null || before === opened ? [] : await store.load(before);
        for (const message of [...moved, ...late]) await store.put(opened, message);
        if (before !== null && before !== opened) await store.clear(before);
        return store.load(opened);
      }).catch(() => []);
    },
    put: (message) => {
      const opened = queue;
      if (opened === null) unassigned = [...unassigned, message];
      else void then(() => store.put(opened, message)).catch(() => undefined);
    },
    remove: (cid) => {
      const opened = queue;
      unassigned = unassigned.filter((message) => message.cid !== cid);
      if (opened !== null) void then(() => store.remove(opened, cid)).catch(() => undefined);
    },
    clear: () => {
      const opened = queue;
      unassigned = [];
      if (opened !== null) void then(() => store.clear(opened)).catch(() => undefined);
    },
    deliverOnce: async (cid, deliver) => {
      const opened = queue;
      if (opened === null) return deliver();
      await work;
      return store.runExclusively(opened, async () =>
        (await store.has(opened, cid)) ? deliver() : { kind: 'elsewhere' },
      );
    },
  };
}
