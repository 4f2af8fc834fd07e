// An owner's change of a room, and its publication to everyone in it: the room as it is now, and
// new credentials if the change needs them.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { renewCredentials, type RenewalInput } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { publish } from '../messaging/publish.ts';
import type { Room, RoomChange, Timer } from '../ports.ts';
import { isLive, viewRoom } from '../room-views.ts';
import { timing } from '../settings.ts';

interface ChangedRoom {
  readonly ok: true;
  readonly room: Room;
  /** Runs after the owner has the reply. */
  readonly after?: () => Promise<unknown>;
}

export type RoomChanged = ChangedRoom | Refusal;

/** The credentials that everyone gets with a change, besides a token. Absent: not even a token. */
type Renewal = RenewalInput['also'];

/**
 * Changes a room, and publishes the change once its owner has the reply.
 *
 * The room item remembers that it is unpublished, and a timer is set first: it publishes the change
 * if this function dies.
 */
export async function changeAndPublish(
  context: Context,
  room: Room,
  { change, also }: { readonly change: RoomChange; readonly also?: Renewal },
): Promise<RoomChanged> {
  const { clock, random, rooms, timers } = context;
  const { id, epoch } = room;
  const now = clock.now();
  await timers.set({
    kind: 'change',
    room: id,
    epoch,
    at: now + timing.changeTimerMilliseconds,
  });
  const unpublished = random.id(8);
  const changed = await rooms.change({
    room: id,
    epoch,
    change: { ...change, unpublished },
    now,
  });
  if (changed === undefined) return refuse('expired');
  const publication = { changes: [unpublished], also };
  return { ok: true, room: changed, after: () => publishChange(context, changed, publication) };
}

interface Publication {
  /** The ids of the changes. */
  readonly changes: readonly string[];
  readonly also: Renewal;
}

async function publishChange(
  context: Context,
  room: Room,
  { changes, also }: Publication,
): Promise<void> {
  await publish(context, room, {
    // If a kick's function died, its member may still be subscribed.
    includes: ({ member }) => member === undefined || !room.kicked.includes(member.id),
    events: (audience) => {
      const view = viewRoom(room, audience);
      if (also === undefined) return [{ event: 'room', payload: { room: view } }];
      return async (subscription) => {
        const renewal = { holder: subscription, also };
        const tokens = await renewCredentials(context, room, renewal);
        return [{ event: 'room', payload: { room: view, ...tokens } }];
      };
    },
  });
  await context.rooms.recordPublished({ room: room.id, epoch: room.epoch, changes });
}

/** Handles the timer of a change: publishes what is unpublished, with all new credentials. */
export async function publishUnpublished(
  context: Context,
  { room: id, epoch }: Pick<Timer, 'room' | 'epoch'>,
): Promise<void> {
  const room = await context.rooms.get(id);
  if (room?.epoch !== epoch || !isLive(room, context.clock.now())) return;
  const { unpublished: changes } = room;
  if (changes.length > 0) await publishChange(context, room, { changes, also: 'all' });
}
