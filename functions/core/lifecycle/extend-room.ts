// Extends a room, and gives everyone in it tokens that are valid until the new end.

import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room } from '../ports.ts';
import { changeAndPublish, type RoomChanged } from './publish-change.ts';

/** Moves a room's end, to at most an hour after its creation. */
export async function extendRoom(
  context: Context,
  room: Room,
  seconds: number,
): Promise<RoomChanged> {
  const { createdAt, expiresAt: end } = room;
  const latest = Math.floor((createdAt + limits.roomSeconds.max * 1_000) / 1_000) * 1_000;
  const expiresAt = Math.min(end + seconds * 1_000, latest);
  if (expiresAt <= end) {
    return refuse(
      'forbidden',
      'This room is already at the one-hour maximum. Create a new one to keep talking.',
    );
  }
  return changeAndPublish(context, room, { change: { expiresAt }, also: 'session' });
}
