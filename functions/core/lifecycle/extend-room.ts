// Extends a room, and gives everyone in it tokens that are valid until the new end.

import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import { issueRoomToken, issueSession } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { publish } from '../messaging/publish.ts';
import type { RoomChanged } from '../moderation/room-changes.ts';
import type { Room, Subscription } from '../ports.ts';
import { viewRoom } from '../room-views.ts';

interface RenewedTokens {
  readonly token?: string;
  readonly session?: string;
}

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
        const tokens = await renewTokens(context, room, subscription);
        return [{ event: 'room', payload: { room: view, ...tokens } }];
      };
    },
  });

/** Issues new tokens in place of those that are bound to the room. Others keep their own end. */
async function renewTokens(
  context: Context,
  room: Room,
  { member, scopes, tokenExpiresAt, limitedLink }: Subscription,
): Promise<RenewedTokens> {
  if (tokenExpiresAt !== undefined) return {};
  const token = await issueRoomToken(context, room, { scopes, limitedLink });
  if (member === undefined) return { token };
  return { token, session: await issueSession(context, room, { member, scopes }) };
}
