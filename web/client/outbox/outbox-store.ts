// Where messages wait that have no answer yet, so that a reload, a crash or a closed tab does not
// lose them. This port and its keeper in memory, for Node; the one of browsers is in
// indexed-queue-store.ts.

export interface StoredMessage {
  readonly cid: string;
  readonly body: string;
  readonly to: string | null;
  /** When it was written, ISO 8601: the order in which they are sent. */
  readonly at: string;
  /**
   * The end of the room, in milliseconds since 1970: nothing written in it outlives it here either.
   */
  readonly expiresAtMs: number;
}

/** A queue belongs to one member of one room, and to all tabs of that member. */
export interface OutboxStore {
  readonly load: (queue: string) => Promise<readonly StoredMessage[]>;
  readonly put: (queue: string, message: StoredMessage) => Promise<void>;
  readonly has: (queue: string, cid: string) => Promise<boolean>;
  readonly remove: (queue: string, cid: string) => Promise<void>;
  readonly clear: (queue: string) => Promise<void>;
  /** Removes what rooms that are over have left. */
  readonly removeExpired: () => Promise<void>;
  /** One tab at a time: what another has had answered meanwhile is not sent again. */
  readonly runExclusively: <Value>(queue: string, work: () => Promise<Value>) => Promise<Value>;
}

export function createMemoryOutboxStore(): OutboxStore {
  const queues = new Map<string, Map<string, StoredMessage>>();
  const of = (queue: string): Map<string, StoredMessage> => {
    const messages = queues.get(queue) ?? new Map<string, StoredMessage>();
    queues.set(queue, messages);
    return messages;
  };
  return {
    load: async (queue) => [...of(queue).values()],
    put: async (queue, message) => void of(queue).set(message.cid, message),
    has: async (queue, cid) => of(queue).has(cid),
    remove: async (queue, cid) => void of(queue).delete(cid),
    clear: async (queue) => void queues.delete(queue),
    // It ends with the program, which rarely outlives its rooms.
    removeExpired: async () => undefined,
    runExclusively: (_queue, work) => work(),
  };
}
