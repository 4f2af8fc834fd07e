// What a room tells its listeners, by event, and what each event brings. Types alone.

import type { CloseReason, Message, Receipt, RoomView } from '../../functions/protocol/events.ts';
import type { Problem } from './rooms-api.ts';
import type { PresenceMember } from './presence-tracker.ts';
import type { RoomStatus } from './room-snapshot.ts';

export type RoomEvents = {
  /** In the room's order, each once. `past`: it was said before one came. */
  message: readonly [
    message: Message,
    about: { readonly isOwn: boolean; readonly isHistory: boolean },
  ];
  /** What was said before this seq, and after the message told before, is lost to us. */
  gap: readonly [seq: number];
  status: readonly [status: RoomStatus];
  presence: readonly [present: readonly PresenceMember[]];
  room: readonly [room: RoomView];
  ended: readonly [end: { readonly reason: CloseReason; readonly receipt: Receipt | null }];
  /** Something was refused for good: the room itself, or, with its cid, a message. */
  problem: readonly [problem: Problem, cid: string | null];
};
