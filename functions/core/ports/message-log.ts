// The port to the receive channel's log: the delivered messages of a room, in order.
// Undelivered messages are in the room itself (rooms.ts).

import type { AcceptedMessage, Room } from './records.ts';

export interface AppendMessagesInput {
  /** The room as it was read, with the lease that the caller holds. */
  readonly room: Room;
  /** The first undelivered messages: consecutive seqs. */
  readonly messages: readonly AcceptedMessage[];
}

export interface ReadMessagesInput {
  readonly room: Room;
  /** Exclusive. */
  readonly after: number;
  /** Exclusive. */
  readonly before: number;
  /** How many messages to return at most: the newest ones. */
  readonly limit: number;
}

export interface MessageLog {
  /**
   * Appends a batch before it is posted. Repeating a call changes nothing. Does nothing if another
   * function has taken the lease. In a room of capacity 0 none of it can be read.
   * @example
   * await messages.append({ room, messages: room.undelivered });
   */
  append(input: AppendMessagesInput): Promise<void>;

  /**
   * Returns delivered messages with `after < seq < before`, in ascending order. Does not check
   * whether the room is over.
   */
  read(input: ReadMessagesInput): Promise<readonly AcceptedMessage[]>;
}
