// Where unconfirmed messages are stored, so a reload, a crash or a closed tab does not lose them:
// the port, and its implementation in memory.

/** A message that the server has not confirmed yet. */
export interface StoredMessage {
  /** Its id, which makes sending it again harmless. */
  readonly cid: string;
  readonly body: string;
  /** The one member it is for, by id or name; null: everyone. */
  readonly to: string | null;
  /** That member's name. With it, `to` is an id; without it, `to` may be a name. */
  readonly toName?: string | null;
  /** When it was written, in ISO 8601. Messages are sent in this order. */
  readonly at: string;
  /**
   * The latest end that the room can have, by the server's clock, in milliseconds since 1970. No
   * message outlives it.
   */
  readonly expiresAtMs: number;
}

/**
 * Stores unconfirmed messages. A queue belongs to one member of one room, and to all tabs of that
 * member. Methods may reject, or never settle: the message then waits in memory alone.
 * @example
 * const store: OutboxStore = createMemoryOutboxStore();
 * Room.join({ link, username: 'Ada', outboxStore: store });
 */
export interface OutboxStore {
  /** Returns a queue's messages, oldest first. */
  readonly load: (queue: string) => Promise<readonly StoredMessage[]>;
  /** Adds a message, or replaces the one with its cid. */
  readonly put: (queue: string, message: StoredMessage) => Promise<void>;
  readonly has: (queue: string, cid: string) => Promise<boolean>;
  readonly remove: (queue: string, cid: string) => Promise<void>;
  /** Removes all messages of a queue. */
  readonly clear: (queue: string) => Promise<void>;
  /**
   * Removes the messages of rooms that are over, in all queues. `nowMs` is the server's time in
   * milliseconds since 1970: this device's clock may be wrong.
   */
  readonly removeExpired: (nowMs: number) => Promise<void>;
  /** Runs `work` while no other tab runs any for this queue. */
  readonly runExclusively: <Value>(queue: string, work: () => Promise<Value>) => Promise<Value>;
  /**
   * Returns whether stored messages survive a reload.
   * @defaultValue always true
   */
  readonly isDurable?: () => boolean;
}

/**
 * Creates a store in memory. It is the default where there is no IndexedDB.
 * @example
 * Room.join({ link, username: 'Ada', outboxStore: createMemoryOutboxStore() });
 */
export function createMemoryOutboxStore(): OutboxStore {
  const queues = new Map<string, Map<string, StoredMessage>>();
  const getQueue = (queue: string): Map<string, StoredMessage> => {
    const messages = queues.get(queue) ?? new Map<string, StoredMessage>();
    queues.set(queue, messages);
    return messages;
  };

  return {
    load: async (queue) => [...getQueue(queue).values()],
    put: async (queue, message) => void getQueue(queue).set(message.cid, message),
    has: async (queue, cid) => getQueue(queue).has(cid),
    remove: async (queue, cid) => void getQueue(queue).delete(cid),
    clear: async (queue) => void queues.delete(queue),
    // Memory ends with the program, which rarely outlives its rooms.
    removeExpired: async () => undefined,
    runExclusively: (_queue, work) => work(),
    isDurable: () => false,
  };
}
