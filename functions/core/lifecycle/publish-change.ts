// An owner's change of a room, and its publication to everyone in it: the room as it is now, and
// new credentials if the change needs them.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { renewCredentials, type RenewalInput } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { publish } from '../messaging/publish.ts';
import type { FiredTimer, Room, RoomChange, Subscription } from '../ports.ts';
import { isLive, viewRoom } from '../room-views.ts';
import { timing } from '../settings.ts';

interface PublishedChange {
  readonly change: RoomChange;
  readonly also?: Renewal;
  /** Present: changes only a room that still ends at this time. */
  readonly endsAt?: number;
}

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
  { change, also, endsAt }: PublishedChange,
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
    ...(endsAt === undefined ? {} : { endsAt }),
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

/**
 * Publishes a room, again if it was changed meanwhile. Two publications may cross, and then the
 * older room, with credentials that no longer hold, would reach some connections last.
 */
async function publishChange(
  context: Context,
  room: Room,
  { changes, also }: Publication,
): Promise<void> {
  await publishRoom(context, room, { also });
  const { id, epoch } = room;
  const current = await context.rooms.recordPublished({ room: id, epoch, changes });
  if (current === undefined || isSame(current, room)) return;
  if (!isLive(current, context.clock.now())) return;
  const all = { changes: [...changes, ...current.unpublished], also: 'all' } as const;
  await publishChange(context, current, all);
}

/** Whether two states of a room are published alike. */
const isSame = (a: Room, b: Room): boolean =>
  a.state === b.state && a.slow === b.slow && hasSameCredentials(a, b);

/** Whether credentials that were issued for one state of a room hold in another. */
export const hasSameCredentials = (a: Room, b: Room): boolean =>
  a.expiresAt === b.expiresAt && a.linkGeneration === b.linkGeneration;

/**
 * Publishes a room again to one connection, if its credentials changed since they were issued for
 * the reply to its join: the change's publication may have reached the connection before the reply.
 */
export async function publishMissedChange(
  context: Context,
  joined: Room,
  subscription: Subscription,
): Promise<void> {
  const current = await context.rooms.get(joined.id);
  if (current?.epoch !== joined.epoch || hasSameCredentials(current, joined)) return;
  await publishRoom(context, current, { also: 'all', to: subscription });
}

interface RoomPublication {
  readonly also: Renewal;
  /** Absent: everyone. */
  readonly to?: Subscription;
}

async function publishRoom(
  context: Context,
  room: Room,
  { also, to }: RoomPublication,
): Promise<void> {
  await publish(context, room, {
    // If a kick's function died, its member may still be subscribed.
    includes: ({ member, phxRef }) =>
      (member === undefined || !room.kicked.includes(member.id)) &&
      (to === undefined || phxRef === to.phxRef),
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
}

/** Handles the timer of a change: publishes what is unpublished, with all new credentials. */
export async function publishUnpublished(
  context: Context,
  { room: id, epoch }: FiredTimer,
): Promise<void> {
  const room = await context.rooms.get(id);
  if (room?.epoch !== epoch || !isLive(room, context.clock.now())) return;
  const { unpublished: changes } = room;
  if (changes.length > 0) await publishChange(context, room, { changes, also: 'all' });
}
