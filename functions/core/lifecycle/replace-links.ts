// Replaces a room's links. Nobody new can join with the old ones. Everyone in the room gets new
// credentials, and members who are away get theirs when they return.

import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import { renewCredentials } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { publish } from '../messaging/publish.ts';
import type { RoomChanged } from '../moderation/room-changes.ts';
import type { Room } from '../ports.ts';
import { viewRoom } from '../room-views.ts';

export async function replaceLinks(
  context: Context,
  { id, epoch, linkGeneration: current }: Room,
): Promise<RoomChanged> {
  if (current >= limits.maxLinkReplacements) {
    return refuse(
      'forbidden',
      `A room's links can be replaced ${limits.maxLinkReplacements} times. Lock the room instead.`,
    );
  }
  const change = { linkGeneration: current + 1 };
  const now = context.clock.now();
  const room = await context.rooms.change({ room: id, epoch, change, now });
  if (room === undefined) return refuse('expired');
  return { ok: true, room, after: () => publishReplacement(context, room) };
}

const publishReplacement = (context: Context, room: Room): Promise<boolean> =>
  publish(context, room, {
    events: (audience) => {
      const view = viewRoom(room, audience);
      return async (subscription) => {
        const renewal = { holder: subscription, also: 'code' } as const;
        const credentials = await renewCredentials(context, room, renewal);
        return [{ event: 'room', payload: { room: view, ...credentials } }];
      };
    },
  });
