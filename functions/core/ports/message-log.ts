// The port to the receive channel's log: the delivered messages of a room, in order.
// Undelivered messages are in the room itself (rooms.ts).

import type { RoomId } from './ids.ts';
import type { AcceptedMessage, Room } from './records.ts';

export interface AppendMessagesInput {
  readonly room: Room;
  /** Consecutive seqs. */
  readonly messages: readonly AcceptedMessage[];
}

export interface ReadMessagesInput {
  readonly room: RoomId;
  readonly epoch: string;
  /** Exclusive. */
  readonly after: number;
  /** Exclusive. */
  readonly before: number;
  /** How many messages to return at most: the newest ones. */
  readonly limit: number;
}

export interface MessageLog {
  /**
   * Appends a batch, and the messages that the room holds before it. Repeating a call changes
   * nothing. In a room of capacity 0 nothing of it can be read.
   *
   * `keep`: nothing was written, because the batch is too small for a write of its own. Pass that to
   * `release`.
   */
  append(input: AppendMessagesInput): Promise<'logged' | 'keep'>;

  /**
   * Returns logged messages in ascending order, without those that the room holds. Does not check
   * whether the room is over.
   */
  read(input: ReadMessagesInput): Promise<readonly AcceptedMessage[]>;
}
