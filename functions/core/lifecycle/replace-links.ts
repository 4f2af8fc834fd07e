// Replaces a room's links. Nobody new can join with the old ones. Everyone in the room gets new
// credentials, and members who are away get theirs when they return.

import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room } from '../ports.ts';
import { changeAndPublish, type RoomChanged } from './publish-change.ts';

export async function replaceLinks(context: Context, room: Room): Promise<RoomChanged> {
  const { linkGeneration: current } = room;
  if (current >= limits.maxLinkReplacements) {
    return refuse(
      'forbidden',
      `A room's links can be replaced ${limits.maxLinkReplacements} times. Lock the room instead.`,
    );
  }
  return changeAndPublish(context, room, { change: { linkGeneration: current + 1 }, also: 'code' });
}
