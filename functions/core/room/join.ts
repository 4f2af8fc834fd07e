// Taking a seat: token, name, then the one step that counts (sit), then the reply before anything else.

import type * as v from 'valibot';
import type { Join, JoinResponse } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Frame, Version } from '../../protocol/frames.ts';
import { grantOf, type Entitlement } from '../access/authorise.ts';
import { issueToken, outlives, verifyToken } from '../access/tokens.ts';
import { trackOf, type Context } from '../context.ts';
import type { Connection, Grant, MemberId, Room, RoomId, RoomStore, Seat } from '../ports.ts';
import { isLive, openRoom } from './create.ts';
import { missedSince } from './history.ts';
import { prepareName } from './names.ts';
import { roomView } from './view.ts';

interface Joining {
  readonly connection: Connection;
  readonly version: Version;
  readonly frame: Frame;
  readonly id: RoomId;
  readonly request: v.InferOutput<typeof Join>;
}

export type Joined =
  | { readonly ok: true; readonly response: JoinResponse; readonly seat: Seat; readonly seats: readonly Seat[]; readonly room: Room }
  | Refusal;

export async function join(context: Context, joining: Joining): Promise<Joined> {
  const { connection, id, request, frame, version } = joining;
  const { clock, connections, random, rooms } = context;
  const entitled = await entitlement(context, joining);
  if (!entitled.ok) return entitled;
  const { room, grant } = entitled;

  const named = await memberOf(context, { room, grant, request });
  if (!named.ok) return named;

  const entered = await connections.enter({ id: connection.id, room: id, most: limits.roomsOfConnection });
  if (entered === 'full') return refuse('rate_limited', `One connection joins at most ${limits.roomsOfConnection} rooms. Leave one first.`);
  if (entered === 'gone') return refuse('unavailable');

  const now = clock.now();
  const seat: Seat = {
    room: id, connection: connection.id, member: named.member, scopes: grant.scopes, version, joinRef: frame.joinRef, batch: request.batch,
    tokenExpiresAt: Math.min(grant.expiresAt, room.expiresAt), phxRef: random.id(10), typing: false, onlineAt: now,
  };
  const seated = await rooms.sit({ seat, now });
  if (seated === undefined) {
    await connections.leave({ id: connection.id, room: id });
    return refuse('expired');
  }
  const seats = await rooms.seats(id);
  if (named.member !== undefined && seats.filter(({ member }) => member?.id === named.member?.id).length > limits.connectionsOfMember) {
    await rooms.stand({ room: id, connection: connection.id });
    await connections.leave({ id: connection.id, room: id });
    return refuse('rate_limited', `One member has at most ${limits.connectionsOfMember} connections. Close another tab first.`);
  }
  const mayRead = grant.scopes.includes('receive');
  const missed = mayRead ? await missedSince(context, seated, request.last) : { messages: [], resumed: false };
  return {
    ok: true, seat, seats, room: seated,
    response: {
      room: roomView(seated, { seats, now: clock.now() }),
      member: named.member ?? null,
      session: named.session ?? null,
      epoch: seated.epoch,
      head: seated.seq,
      ...missed,
    },
  };
}

/** The live room and what the joiner's token (of the payload, else of the handshake) allows in it. */
async function entitlement(context: Context, { connection, id, request }: Joining): Promise<Entitlement> {
  const { clock, rooms, settings } = context;
  const inPayload = request.token === undefined ? undefined : await grantOf(context, request.token);
  const presented = inPayload === undefined ? connection.grant : inPayload.ok ? inPayload.grant : { refused: inPayload.reason };
  const tokenless = settings.openRooms.includes(id) && (presented === undefined || 'refused' in presented || presented.room !== id);
  if (tokenless) {
    const room = await openRoom(context, id);
    if (room === undefined) return refuse('unavailable');
    return { ok: true, room, grant: { room: id, scopes: ['send', 'receive'], tokenId: '', expiresAt: room.expiresAt } };
  }
  if (presented === undefined) return refuse('unauthorized');
  if ('refused' in presented) return refuse(presented.refused);
  if (presented.room !== id) return refuse('forbidden', 'This token is for another room. Open the link of this one.');
  if (presented.expiresAt <= clock.now()) return refuse('expired');
  const room = await rooms.read(id);
  if (room === undefined || !isLive(room, clock.now())) return refuse('expired');
  if (outlives(presented, room.expiresAt)) return refuse('unauthorized');
  return { ok: true, room, grant: presented };
}

type Named = { readonly ok: true; readonly member: Seat['member']; readonly session: string | undefined } | Refusal;

interface Naming {
  readonly room: Room;
  readonly grant: Grant;
  readonly request: v.InferOutput<typeof Join>;
}

/** The member this join speaks for: the session's, or a new one under a free name. A watcher is none. */
async function memberOf(context: Context, { room, grant, request }: Naming): Promise<Named> {
  if (!grant.scopes.includes('send') && !grant.scopes.includes('moderate')) return { ok: true, member: undefined, session: undefined };
  const { settings } = context;
  const known = await returning(context, { room, session: request.session });
  const wanted = request.username ?? request.name ?? known?.name;
  if (wanted === undefined) return refuse('name_invalid', 'Send a `username` of 1 to 32 characters when you join.');
  if (known === undefined && room.state === 'locked') return refuse('locked');

  const member = known?.member ?? (context.random.id(12) as MemberId);
  const claimed = await claimName(context, { room, member, wanted, ofTheAbsent: grant.tokenId === '' });
  if (!claimed.ok) return claimed;
  const { name } = claimed;
  const { id, expiresAt } = room;
  const session = await issueToken({ world: context, settings, type: 'session+jwt', room: id, scopes: grant.scopes, expiresAt, member, name });
  return { ok: true, member: { id: member, name }, session };
}

/** Who a session token speaks for. One that is no good is as none: whoever holds it comes as somebody new. */
async function returning(context: Context, { room, session }: { readonly room: Room; readonly session: string | undefined }) {
  if (session === undefined) return undefined;
  const verified = await verifyToken({ world: context, settings: context.settings, token: session, types: ['session+jwt'] });
  return verified.ok && verified.claims.room === room.id ? verified.claims : undefined;
}

interface Claim {
  readonly room: Room;
  readonly member: MemberId;
  readonly wanted: string;
  /**
   * Whether a name whose member holds no seat may be claimed anew. In open rooms, where plain clients keep no session to come back
   * with; elsewhere a name stays its member's.
   */
  readonly ofTheAbsent: boolean;
}

/** Prepares a name, filters it as messages are, and claims it in this room for a member. */
export async function claimName(context: Context, claiming: Claim): Promise<{ readonly ok: true; readonly name: string } | Refusal> {
  const { room, member, wanted, ofTheAbsent } = claiming;
  const prepared = prepareName(wanted);
  if (!prepared.ok) return prepared;
  const track = await trackOf(context);
  if (!track.acceptsName(prepared.name)) return refuse('name_invalid', 'That name has a word that is not welcome here. Choose another.');
  const claim = { room: room.id, epoch: room.epoch, key: prepared.key, member, most: limits.membersInRoom, expiresAt: room.expiresAt };
  const first = await context.rooms.claimName(claim);
  const outcome = first === 'taken' && ofTheAbsent ? await claimOfTheAbsent(context, claim) : first;
  if (outcome === 'full') return refuse('room_full');
  if (outcome === 'taken') return refuse('name_taken');
  return { ok: true, name: prepared.name };
}

async function claimOfTheAbsent({ rooms }: Context, claim: Parameters<RoomStore['claimName']>[0]): Promise<'claimed' | 'taken' | 'full'> {
  const holder = await rooms.nameHolder(claim);
  if (holder === undefined || (await rooms.seats(claim.room)).some(({ member }) => member?.id === holder)) return 'taken';
  return rooms.claimName({ ...claim, instead: holder });
}
