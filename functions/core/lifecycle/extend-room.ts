// Extends a room, and gives everyone in it tokens that are valid until the new end.

import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import { renewCredentials } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { publish } from '../messaging/publish.ts';
import type { RoomChanged } from '../moderation/room-changes.ts';
import type { Room } from '../ports.ts';
import { viewRoom } from '../room-views.ts';

/** Moves a room's end, to at most an hour after its creation. */
export async function extendRoom(
  context: Context,
  { id, epoch, createdAt, expiresAt: end }: Room,
  seconds: number,
): Promise<RoomChanged> {
  const latest = Math.floor((createdAt + limits.roomSeconds.max * 1_000) / 1_000) * 1_000;
  const expiresAt = Math.min(end + seconds * 1_000, latest);
  if (expiresAt <= end) {
    return refuse(
      'forbidden',
      'This room is already at the one-hour maximum. Create a new one to keep talking.',
    );
  }

  const now = context.clock.now();
  const room = await context.rooms.change({ room: id, epoch, change: { expiresAt }, now });
  if (room === undefined) return refuse('expired');
  return { ok: true, room, after: () => publishExtension(context, room) };
}

const publishExtension = (context: Context, room: Room): Promise<boolean> =>
  publish(context, room, {
    events: (audience) => {
      const view = viewRoom(room, audience);
      return async (subscription) => {
        const renewal = { holder: subscription, also: 'session' } as const;
        const tokens = await renewCredentials(context, room, renewal);
        return [{ event: 'room', payload: { room: view, ...tokens } }];
      };
    },
  });
