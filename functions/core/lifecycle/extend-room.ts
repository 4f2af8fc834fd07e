// Extends a room, and gives everyone in it tokens that are valid until the new end.

import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room } from '../ports.ts';
import { isLive } from '../room-views.ts';
import { changeAndPublish, type RoomChanged } from './publish-change.ts';

const maxAttempts = 5;

/**
 * Moves a room's end, to at most an hour after its creation. Two extensions at the same time count
 * both: each is based on the end that it found.
 */
export async function extendRoom(
  context: Context,
  room: Room,
  seconds: number,
): Promise<RoomChanged> {
  let current: Room = room;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const changed = await tryToExtend(context, current, seconds);
    if (changed.ok || changed.reason !== 'expired') return changed;
    const now = await context.rooms.get(room.id);
    if (now?.epoch !== room.epoch || !isLive(now, context.clock.now())) return changed;
    current = now;
  }
  return refuse(
    'conflict',
    'Others extended this room at the same time. Look at it, and try again.',
  );
}

async function tryToExtend(context: Context, room: Room, seconds: number): Promise<RoomChanged> {
  const { createdAt, expiresAt: end } = room;
  const latest = Math.floor((createdAt + limits.roomSeconds.max * 1_000) / 1_000) * 1_000;
  const expiresAt = Math.min(end + seconds * 1_000, latest);
  if (expiresAt <= end) {
    return refuse(
      'forbidden',
      'This room is already at the one-hour maximum. Create a new one to keep talking.',
    );
  }
  const change = { expiresAt };
  return changeAndPublish(context, room, { change, endsAt: end, also: 'session' });
}
