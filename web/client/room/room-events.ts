// The events of a room, and what their listeners receive.

import type {
  CloseReason,
  Message,
  Receipt,
  RoomView,
} from '../../../functions/protocol/events.ts';
import type { PresenceMember } from './presence-tracker.ts';
import type { RoomStatus } from './room-snapshot.ts';
import type { Problem } from '../rooms-api.ts';

/** How a message relates to this client. */
export interface MessageContext {
  /** This member sent it. */
  readonly isOwn: boolean;
  /** It was sent before this client joined. */
  readonly isHistory: boolean;
}

/** How a room ended for this member. */
export interface RoomEnd {
  /** `expired`, `closed`, `kicked`, `replaced` or `left`. */
  readonly reason: CloseReason;
  /** Counts what was deleted; null if the server did not send it. */
  readonly receipt: Receipt | null;
}

/**
 * The events of a room, with their listeners' arguments.
 * @example
 * room.on('message', ({ name, body }, { isOwn }) => {
 *   if (!isOwn) console.log(`${name}: ${body}`);
 * });
 */
export type RoomEvents = {
  /** A message, in the room's order, each once. */
  message: readonly [message: Message, context: MessageContext];
  /** The server no longer has the messages between the previous one and this seq. */
  gap: readonly [seq: number];
  status: readonly [status: RoomStatus];
  presence: readonly [members: readonly PresenceMember[]];
  /** The room changed: its end, its lock, its slow mode or its watchers. */
  room: readonly [room: RoomView];
  ended: readonly [end: RoomEnd];
  /** The server refused the room for good, or the message with this cid. */
  problem: readonly [problem: Problem, cid: string | null];
};
