// Who may do what: a token's grant for a room, and a seat's right to one event at this moment.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Frame } from '../../protocol/frames.ts';
import type { Context } from '../context.ts';
import type { ConnectionId, Grant, Room, RoomId, Scope, Seat } from '../ports.ts';
import { timing } from '../settings.ts';
import { verifyToken } from './tokens.ts';

const roomTopic = /^room:([A-Za-z0-9_-]{1,64})$/;

/** The room a topic names, if it names one. */
export const roomOf = (topic: string): RoomId | undefined =>
  roomTopic.exec(topic)?.[1] as RoomId | undefined;

const isScope = (word: string): word is Scope =>
  word === 'send' || word === 'receive' || word === 'moderate';

/** A live room, and what somebody's token allows in it. */
export type Entitlement =
  { readonly ok: true; readonly room: Room; readonly grant: Grant } | Refusal;

/** What a room token allows. Whether it is for the room at hand is for the caller to compare. */
export async function grantOf(
  context: Context,
  token: string,
): Promise<{ readonly ok: true; readonly grant: Grant } | Refusal> {
  const verified = await verifyToken({
    world: context,
    settings: context.settings,
    token,
    types: ['room+jwt'],
  });
  if (!verified.ok) return verified;
  const { room, scopes, tokenId, expiresAt, wholeLife, uses } = verified.claims;
  if (room === undefined) return refuse('unauthorized');
  return {
    ok: true,
    grant: {
      room,
      scopes: scopes.filter(isScope),
      tokenId,
      expiresAt,
      wholeLife,
      ...(uses === undefined ? {} : { uses }),
    },
  };
}

/** The push belongs to a join that another has replaced. */
export interface Stale {
  readonly ok: false;
  readonly reason: 'stale';
}

export type Authorised = { readonly ok: true; readonly seat: Seat } | Refusal | Stale;

/**
 * The connection's seat, if it may do this: joined, by this very join, with the scope, before its
 * token's end. That the room lives is the caller's to know.
 */
export async function authorise(
  context: Context,
  {
    connection,
    frame,
    scope,
  }: {
    readonly connection: ConnectionId;
    readonly frame: Frame;
    readonly scope: Scope | undefined;
  },
): Promise<Authorised> {
  const room = roomOf(frame.topic);
  const seat = room === undefined ? undefined : await context.rooms.seat({ room, connection });
  if (seat === undefined) return refuse('unmatched topic');
  if (frame.joinRef !== null && seat.joinRef !== frame.joinRef) {
    return { ok: false, reason: 'stale' };
  }
  if ((seat.tokenExpiresAt ?? Infinity) <= context.clock.now()) return refuse('expired');
  if (scope !== undefined && !seat.scopes.includes(scope)) return refuse('forbidden');
  return { ok: true, seat: await prolongLease(context, seat) };
}

/**
 * The same by the member list that this process holds, with the version it was read at: the write
 * that admits the message makes sure that it still is the room's. Undefined: the seat is to be
 * read, for whatever is refused or written is decided by the seat as it stands.
 */
export function authoriseUnread(
  { clock, memory }: Context,
  {
    connection,
    frame,
    scope,
  }: { readonly connection: ConnectionId; readonly frame: Frame; readonly scope: Scope },
): { readonly seat: Seat; readonly membership: number } | undefined {
  const room = roomOf(frame.topic);
  const list = room === undefined ? undefined : memory.seats.get(room);
  const seat = list === undefined ? undefined : seatIn(list.seats, connection);
  if (
    list === undefined ||
    seat === undefined ||
    (frame.joinRef !== null && seat.joinRef !== frame.joinRef) ||
    !seat.scopes.includes(scope)
  ) {
    return undefined;
  }
  const now = clock.now();
  if (
    (seat.tokenExpiresAt ?? Infinity) <= now ||
    seat.aliveUntil - now <= timing.seatMilliseconds / 2
  ) {
    return undefined;
  }
  return { seat, membership: list.membership };
}

// A list is never changed, only replaced: whose seat is where in it is found once for all.
const found = new WeakMap<readonly Seat[], ReadonlyMap<ConnectionId, Seat>>();
function seatIn(seats: readonly Seat[], connection: ConnectionId): Seat | undefined {
  let byConnection = found.get(seats);
  if (byConnection === undefined) {
    byConnection = new Map(seats.map((seat) => [seat.connection, seat]));
    found.set(seats, byConnection);
  }
  return byConnection.get(connection);
}

/** Who is heard of lives: its seat's lease begins anew, once half of it is over. */
export async function prolongLease(
  { clock, rooms }: Pick<Context, 'clock' | 'rooms'>,
  seat: Seat,
): Promise<Seat> {
  const now = clock.now();
  if (seat.aliveUntil - now > timing.seatMilliseconds / 2) return seat;
  const after: Seat = { ...seat, aliveUntil: now + timing.seatMilliseconds };
  return (await rooms.changeSeat({ before: seat, after, moves: false })) ? after : seat;
}
