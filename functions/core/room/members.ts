// Who is in a room: the member list a process holds, what the others are told when it changes, and
// what becomes of seats whose connections cannot be reached. How presence looks on the wire is
// presence.ts.

import { encodeFrame } from '../../protocol/frames.ts';
import type { Context } from '../context.ts';
import { note } from '../notes.ts';
import type { ConnectionId, Room, RoomId, Seat } from '../ports.ts';
import { bounds, timing } from '../settings.ts';
import { isLive } from './create.ts';
import { broadcast, topicOf, type Unreachable } from './fan-out.ts';
import { diffOf, isSamePresence, stateOf, type Change } from './presence.ts';

/** The member list at this membership version, read again only when the version moved. */
export async function seatsAt(
  context: Context,
  room: RoomId,
  membership: number,
): Promise<readonly Seat[]> {
  const { memory, rooms } = context;
  const known = memory.seats.get(room);
  if (known?.membership === membership) return known.seats;
  const seats = await rooms.seats(room);
  // A list read after the version was is at least as new as the version says; it is noted under the
  // older name, so a later move reads again.
  note(memory.seats, room, { membership, seats });
  return seats;
}

/**
 * A seat that was read after the list that this process holds takes its place there: the list would
 * else be asked in vain.
 */
export function noteSeat({ memory }: Context, seat: Seat): void {
  const known = memory.seats.get(seat.room);
  const index = known?.seats.findIndex(({ connection }) => connection === seat.connection) ?? -1;
  if (known !== undefined && index >= 0) {
    note(memory.seats, seat.room, { ...known, seats: known.seats.with(index, seat) });
  }
}

/** Tells everyone in the room of one change. `room`: as it stood after the change. */
export async function announce(context: Context, room: Room, change: Change): Promise<void> {
  const { joins, leaves } = change;
  if ((joins ?? leaves)?.member === undefined) return;
  const { few, many, names } = bounds.presenceDiffs;
  if (room.membership - room.told.membership > (room.members > names ? many : few)) {
    await tellSoon(context, room);
    return;
  }
  const { clock } = context;
  const all = await seatsAt(context, room.id, room.membership);
  if (!isLive(room, clock.now())) return;
  // Who has just joined gets the whole presence with its join.
  const seats =
    leaves === undefined ? all.filter(({ connection }) => connection !== joins?.connection) : all;
  const unreachable = await broadcast({
    world: context,
    room,
    seats,
    now: clock.now(),
    events: [diffOf(change)],
  });
  await dismissUnreachable(context, room.id, unreachable);
  if (joins === undefined) return;
  // The seat's leave, or its next change, may have been told before this was: then a ghost would
  // stay.
  const stands = await context.rooms.seat(joins);
  if (stands?.phxRef !== joins.phxRef) await tellSoon(context, room);
}

/**
 * The presence alarm rings: everyone is told the whole presence, unless that was done a moment ago.
 */
export async function tellPresence(
  context: Context,
  { room: id, epoch }: { readonly room: RoomId; readonly epoch: string },
): Promise<void> {
  const { clock, rooms } = context;
  const room = await rooms.read(id);
  const now = clock.now();
  if (room?.epoch !== epoch || !isLive(room, now)) return;
  const seats = await rooms.seats(id);
  const due =
    room.told.at + timing.presenceMilliseconds + seats.length * timing.presenceMillisecondsOfSeat;
  if (now < due) {
    await tellSoon(context, room, due);
    return;
  }
  // Before it is told: while a large room is, other functions' alarms ring, and each would tell it
  // all once more. If this one dies meanwhile, its alarm comes again.
  await rooms.noteTold({ room: id, epoch, told: { membership: room.membership, at: now } });
  const unreachable = await broadcast({ world: context, room, seats, now, events: stateOf(seats) });
  await dismissUnreachable(context, id, unreachable);
  await dismissLapsed(context, id, seats);
  // What changed meanwhile may have been told before this was, which has then undone it.
  if (!isSamePresence(seats, await rooms.seats(id))) {
    await tellSoon(context, room, now + timing.presenceMilliseconds);
  }
}

async function tellSoon(
  { alarms, clock, memory }: Context,
  { id, epoch, told }: Room,
  due = told.at + timing.presenceMilliseconds,
): Promise<void> {
  const now = clock.now();
  const key = `presence ${id} ${epoch}`;
  if ((memory.alarms.get(key) ?? 0) > now) return;
  const at = Math.max(due, now + 1);
  await alarms.set({ kind: 'presence', room: id, epoch, at });
  note(memory.alarms, key, at);
}

/** A seat is given up: it stands no more, and the others are told. */
export async function vacate(
  context: Context,
  seat: Parameters<Context['rooms']['stand']>[0],
): Promise<Seat | undefined> {
  const left = await context.rooms.stand(seat);
  if (left?.room !== undefined) await announce(context, left.room, { leaves: left.seat });
  return left?.seat;
}

/** Ended connections leave every room they were in. */
export async function depart(
  context: Context,
  connections: readonly ConnectionId[],
  found?: RoomId,
): Promise<void> {
  for (const connection of connections) {
    const ended = await context.connections.end(connection);
    // The record may be gone already, its seat not: whoever ended it may have died in between.
    const rooms = new Set([...(ended?.rooms ?? []), ...(found === undefined ? [] : [found])]);
    for (const room of rooms) await vacate(context, { room, connection });
  }
}

/**
 * Seats of connections that were not heard of for so long that they must be gone; one that is not
 * will join again.
 */
export const dismissLapsed = (
  context: Context,
  room: RoomId,
  seats: readonly Seat[],
): Promise<void> => {
  const now = context.clock.now();
  return dismissUnreachable(context, room, {
    gone: [],
    failed: seats.filter(({ aliveUntil }) => aliveUntil <= now),
  });
};

/**
 * What a fan-out could not reach. A connection that lives but has missed a post would get a hole in
 * its order from now on: it is told so by `phx_error`, after which Phoenix clients join again and
 * say what they saw last, and loses its seat. Told first: if this process dies between the two,
 * nobody else would know whom to tell.
 */
export async function dismissUnreachable(
  context: Context,
  room: RoomId,
  { gone, failed }: Unreachable,
): Promise<void> {
  await depart(
    context,
    gone.map(({ connection }) => connection),
    room,
  );
  for (const seat of failed) {
    await startOver(context, seat);
    const { connection, phxRef } = seat;
    await vacate(context, { room, connection, phxRef });
  }
}

/**
 * `phx_error` as Phoenix sends it: the channel has failed, join again. A connection that cannot
 * hear even that is closed.
 */
async function startOver(
  { gateway }: Context,
  { version, joinRef, room, connection }: Seat,
): Promise<void> {
  const frame = encodeFrame(version, {
    joinRef,
    ref: joinRef,
    topic: topicOf(room),
    event: 'phx_error',
    payload: {},
  });
  try {
    await gateway.post(connection, frame);
  } catch {
    // Service restart: come back. Where the platform chooses the code, it chooses its own.
    await gateway.close(connection, 1012).catch(() => undefined);
  }
}
