// Admission to a room: the token's grant, the joining member, and the room's own rules.

import type * as v from 'valibot';
import type { Join } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import {
  checkCredential,
  resolveAccess,
  type CheckedCredential,
  type RoomAccess,
} from '../access/room-access.ts';
import { verifySession, type KnownMember } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { openRoom } from '../lifecycle/open-room.ts';
import type { Connection, ConnectionId, Grant, Member, MemberId, Room, RoomId } from '../ports.ts';
import { claimOwnName } from './member-names.ts';

export interface JoinRequest {
  readonly connection: Connection;
  readonly room: RoomId;
  readonly payload: v.InferOutput<typeof Join>;
}

/**
 * Returns the live room and what the joiner's token or link code allows in it. The payload's wins
 * over the handshake's. Open rooms need none.
 */
export async function authorizeJoin(
  context: Context,
  { connection, room: id, payload }: JoinRequest,
): Promise<RoomAccess | Refusal> {
  const credential =
    payload.token === undefined ? connection.grant : await checkCredential(context, payload.token);
  if (context.settings.openRooms.includes(id) && !isForRoom(credential, id)) {
    return enterOpenRoom(context, id);
  }
  return credential === undefined ? refuse('unauthorized') : resolveAccess(context, credential, id);
}

const isForRoom = (credential: CheckedCredential | undefined, id: RoomId): boolean =>
  credential !== undefined &&
  !('refused' in credential) &&
  ('code' in credential || credential.room === id);

async function enterOpenRoom(context: Context, id: RoomId): Promise<RoomAccess | Refusal> {
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
      isCode: false,
      linkGeneration: room.linkGeneration,
    },
  };
}

interface ResolvedMember {
  readonly ok: true;
  /** Undefined for a watcher. */
  readonly member: Member | undefined;
  /** Whether it was in the room before: its session, or the epoch it knows, proves that. */
  readonly isReturning: boolean;
  /** The credential, with the rights of this member. */
  readonly grant: Grant;
}

/**
 * Returns the member that the join is for: the session's, or a new one under a name that it claims.
 * A watcher is not a member.
 */
export async function resolveMember(
  context: Context,
  { connection, payload }: JoinRequest,
  access: RoomAccess,
): Promise<ResolvedMember | Refusal> {
  const { room, grant, refusalForNew } = access;
  if (!grant.scopes.includes('send') && !grant.scopes.includes('moderate')) {
    // A watcher has no session, but the token that it got in the room proves that it was there.
    // Anyone whom the owner wants to keep out was there, too: after the links were replaced, or a
    // member was removed, it proves nothing.
    const isReturning =
      grant.enteredEpoch === room.epoch &&
      grant.linkGeneration === room.linkGeneration &&
      room.kicked.length === 0;
    const refusal = checkAdmission(room, {
      grant,
      refusalForNew,
      member: undefined,
      isReturning,
    });
    return refusal ?? { ok: true, member: undefined, isReturning, grant };
  }

  const known = await verifySession(context, room, payload.session);
  const name = payload.username ?? payload.name ?? known?.name;
  if (name === undefined) {
    return refuse('name_invalid', 'Send a `username` of 1 to 32 characters when you join.');
  }
  const identity = { connection: connection.id, claim: payload.claim };
  const id = known?.id ?? deriveMemberId(context, { room: room.id, grant, ...identity });
  const isReturning = known !== undefined || (await isInLockedRoom(context, access, id));
  const refusal = checkAdmission(room, { grant, refusalForNew, member: known, isReturning });
  if (refusal !== undefined) return refusal;

  const claimed = await claimOwnName(context, {
    room,
    member: id,
    name,
    canReclaim: (holder) => isOpenRoom(grant) || holder.startsWith(stockPrefix(context, grant)),
  });
  if (!claimed.ok) return claimed;
  return {
    ok: true,
    member: { id, name: claimed.name },
    isReturning,
    grant: refusalForNew === undefined ? grant : limitToSession(grant, known),
  };
}

/** A stock client sends its claim again instead of a session: then it still has a name. */
const isInLockedRoom = async (
  { names }: Context,
  { room: { id: room, state, epoch, kicked }, refusalForNew }: RoomAccess,
  member: MemberId,
): Promise<boolean> =>
  state === 'locked' &&
  refusalForNew === undefined &&
  !kicked.includes(member) &&
  (await names.findName({ room, epoch, member })) !== undefined;

/**
 * A credential that admits nobody new lets a member return, but gives it no new rights: an owner's
 * link that was replaced makes no other member an owner.
 */
const limitToSession = (grant: Grant, known: KnownMember | undefined): Grant => ({
  ...grant,
  scopes: grant.scopes.filter((scope) => known?.scopes.includes(scope)),
});

interface JoinIdentity {
  readonly connection: ConnectionId;
  readonly claim: string | undefined;
}

/**
 * Derives the id of a new member. A retry gets the same id: on the same connection, or with the
 * same claim. One-way (SHA-256), because everyone sees ids.
 */
function deriveMemberId(context: Context, { room, grant, connection, claim }: NewMember): MemberId {
  const { hash } = context;
  if (claim !== undefined) {
    return `~~${hash.sha256(`${room} claim ${claim}`)}`.slice(0, 16) as MemberId;
  }
  const id = stockPrefix(context, grant) + hash.sha256(`${room} connection ${connection}`);
  return id.slice(0, 16) as MemberId;
}

interface NewMember extends JoinIdentity {
  readonly room: RoomId;
  readonly grant: Grant;
}

/**
 * The beginning of the ids of members who joined with this link and without a claim. A stock
 * Phoenix client has no other way to return after its connection was cut, so a join with the same
 * link may take over such a name once its member is not connected.
 */
const stockPrefix = ({ hash }: Context, { tokenId }: Grant): string =>
  `~${hash.sha256(`link ${tokenId}`).slice(0, 4)}`;

/** Plain clients join open rooms without a token, so nothing but the name tells them apart. */
const isOpenRoom = ({ tokenId }: Grant): boolean => tokenId === '';

/** The facts that decide whether someone may join. */
export interface Joiner {
  /** As it was read before the join. */
  readonly room: Room;
  readonly grant: Grant;
  readonly refusalForNew: Refusal | undefined;
  readonly member: Member | undefined;
  readonly isReturning: boolean;
}

/**
 * Refuses kicked members, and new members if their link was replaced, or if the room is locked and
 * their token cannot moderate.
 */
export function checkAdmission(
  room: Room,
  { grant, refusalForNew, member, isReturning }: Omit<Joiner, 'room'>,
): Refusal | undefined {
  if (member !== undefined && room.kicked.includes(member.id)) return refuse('kicked');
  if (refusalForNew !== undefined && !isReturning) return refusalForNew;
  const isExempt = isReturning || grant.scopes.includes('moderate');
  return room.state === 'locked' && !isExempt ? refuse('locked') : undefined;
}

/** Returns the id that tells a watcher's connections from those of others. */
export const deriveWatcherId = (
  context: Context,
  { room, grant }: Joiner,
  identity: JoinIdentity,
): MemberId => deriveMemberId(context, { room: room.id, grant, ...identity });

/**
 * Counts a use of a link with limited uses. A member counts once, however often it returns. So a
 * session of another link does not open one that is used up.
 */
export async function countLinkUse(
  context: Context,
  { room, grant: { limitedLink } }: Joiner,
  by: MemberId,
): Promise<Refusal | undefined> {
  if (limitedLink === undefined) return undefined;
  return (await context.rooms.useLink({ room, tokenId: limitedLink.id, by, max: limitedLink.uses }))
    ? undefined
    : refuse('forbidden', 'This link has no uses left. Ask for another one.');
}
