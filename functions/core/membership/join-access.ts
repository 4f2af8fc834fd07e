// Admission to a room: the token's grant, the joining member, and the room's own rules.

import type * as v from 'valibot';
import type { Join } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { verifyGrant, type Entitled } from '../access/authorize.ts';
import { verifySession } from '../access/room-tokens.ts';
import { outlivesRoom } from '../access/tokens.ts';
import type { Context } from '../context.ts';
import { openRoom } from '../lifecycle/create-room.ts';
import type {
  Connection,
  ConnectionId,
  Grant,
  MemberId,
  Room,
  RoomId,
  Subscription,
} from '../ports.ts';
import { isLive } from '../room-views.ts';
import { claimName } from './member-names.ts';

export interface JoinRequest {
  readonly connection: Connection;
  readonly room: RoomId;
  readonly payload: v.InferOutput<typeof Join>;
}

/**
 * Returns the live room and what the joiner's token allows in it. The payload's token wins over the
 * handshake's. Open rooms need none.
 */
export async function authorizeJoin(
  context: Context,
  { connection, room: id, payload }: JoinRequest,
): Promise<Entitled | Refusal> {
  const { clock, rooms, settings } = context;
  const presented =
    payload.token === undefined ? connection.grant : await readGrant(context, payload.token);
  const isForThisRoom =
    presented !== undefined && !('refused' in presented) && presented.room === id;
  if (settings.openRooms.includes(id) && !isForThisRoom) return enterOpenRoom(context, id);

  if (presented === undefined) return refuse('unauthorized');
  if ('refused' in presented) return refuse(presented.refused);
  if (presented.room !== id) {
    return refuse('forbidden', "This token is for another room. Open this room's own link.");
  }
  if (presented.expiresAt <= clock.now()) return refuse('expired');

  const room = await rooms.get(id);
  if (room === undefined || !isLive(room, clock.now())) return refuse('expired');
  if (outlivesRoom(presented, room.expiresAt)) return refuse('unauthorized');
  return { ok: true, room, grant: presented };
}

interface RefusedGrant {
  readonly refused: Refusal['reason'];
}

async function readGrant(context: Context, token: string): Promise<Grant | RefusedGrant> {
  const verified = await verifyGrant(context, token);
  return verified.ok ? verified.grant : { refused: verified.reason };
}

async function enterOpenRoom(context: Context, id: RoomId): Promise<Entitled | Refusal> {
  const room = await openRoom(context, id);
  if (room === undefined) return refuse('unavailable');
  return {
    ok: true,
    room,
    grant: {
      room: id,
      scopes: ['send', 'receive'],
      tokenId: '',
      expiresAt: room.expiresAt,
      boundToRoom: true,
    },
  };
}

interface ResolvedMember {
  readonly ok: true;
  /** Undefined for a watcher. */
  readonly member: Subscription['member'];
  /** Whether it was in the room before: its session, or the epoch it knows, proves that. */
  readonly isReturning: boolean;
}

/**
 * Returns the member that the join is for: the session's, or a new one under a name that it claims.
 * A watcher is not a member.
 */
export async function resolveMember(
  context: Context,
  { connection, payload }: JoinRequest,
  { room, grant }: Entitled,
): Promise<ResolvedMember | Refusal> {
  if (!grant.scopes.includes('send') && !grant.scopes.includes('moderate')) {
    // A watcher has no session, but knowing the room's epoch proves that it was in the room.
    const isReturning = payload.last?.epoch === room.epoch;
    const refusal = checkAdmission(room, { grant, member: undefined, isReturning });
    return refusal ?? { ok: true, member: undefined, isReturning };
  }

  const known = await verifySession(context, room.id, payload.session);
  const name = payload.username ?? payload.name ?? known?.name;
  if (name === undefined) {
    return refuse('name_invalid', 'Send a `username` of 1 to 32 characters when you join.');
  }
  const isReturning = known !== undefined;
  const refusal = checkAdmission(room, { grant, member: known, isReturning });
  if (refusal !== undefined) return refusal;

  const identity = { connection: connection.id, claim: payload.claim };
  const id = known?.id ?? deriveMemberId(context, room.id, identity);
  const claimed = await claimName(context, {
    room,
    member: id,
    name,
    reclaimUnused: grant.tokenId === '',
  });
  return claimed.ok ? { ok: true, member: { id, name: claimed.name }, isReturning } : claimed;
}

interface JoinIdentity {
  readonly connection: ConnectionId;
  readonly claim: string | undefined;
}

/**
 * Derives the id of a new member. A retry gets the same id: on the same connection, or with the
 * same claim. One-way (SHA-256), because everyone sees ids.
 */
function deriveMemberId(
  { hash }: Context,
  room: RoomId,
  { connection, claim }: JoinIdentity,
): MemberId {
  const secret = claim === undefined ? `connection ${connection}` : `claim ${claim}`;
  return hash.sha256(`${room} ${secret}`).slice(0, 16) as MemberId;
}

interface Applicant {
  readonly grant: Grant;
  readonly member: Subscription['member'];
  readonly isReturning: boolean;
}

/** Refuses kicked members, and new members of a locked room unless their token can moderate. */
export function checkAdmission(
  room: Room,
  { grant, member, isReturning }: Applicant,
): Refusal | undefined {
  if (member !== undefined && room.kicked.includes(member.id)) return refuse('kicked');
  const isExempt = isReturning || grant.scopes.includes('moderate');
  return room.state === 'locked' && !isExempt ? refuse('locked') : undefined;
}

/** An applicant, and the room as it was read before the join. */
export interface Entrant extends Applicant {
  readonly room: Room;
}

/**
 * Counts a use of a link with limited uses. A retry counts once, because its member id is the same.
 */
export async function countLinkUse(
  context: Context,
  { room, grant, member, isReturning }: Entrant,
  identity: JoinIdentity,
): Promise<Refusal | undefined> {
  const { uses, tokenId } = grant;
  if (uses === undefined || isReturning) return undefined;
  const by = member?.id ?? deriveMemberId(context, room.id, identity);
  return (await context.rooms.useLink({ room, tokenId, by, max: uses }))
    ? undefined
    : refuse('forbidden', 'This link has no uses left. Ask for another one.');
}
