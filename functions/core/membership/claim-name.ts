// Members' names in a room: claimed, kept by a session, changed, and free again when their member
// has left for good. How a name is written, and when two are the same, is names.ts.

import { calculateJwkThumbprint } from 'jose';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { issueToken, verifyToken } from '../access/tokens.ts';
import { trackOf, type Context } from '../context.ts';
import type {
  ConnectionId,
  MemberId,
  Room,
  RoomId,
  ClaimNameInput,
  ClaimNameResult,
  Scope,
  Subscription,
} from '../ports.ts';
import { prepareName } from './name-rules.ts';

type Member = NonNullable<Subscription['member']>;

/**
 * Who a session token speaks for. One that is no good is as none: whoever holds it comes as
 * somebody new.
 */
export async function verifySession(
  context: Context,
  room: RoomId,
  session: string | undefined,
): Promise<Member | undefined> {
  if (session === undefined) return undefined;
  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token: session,
    types: ['session+jwt'],
  });
  if (!verified.ok || verified.claims.room !== room) return undefined;
  const { member: id, name } = verified.claims;
  return id === undefined || name === undefined ? undefined : { id, name };
}

/**
 * The id of a new member. The same for whoever asks again, because the answer was lost: on the same
 * connection, or with the same claim. One-way (SHA-256), for ids are shown to everyone.
 */
export async function newMemberId({
  room,
  connection,
  claim,
}: {
  readonly room: RoomId;
  readonly connection: ConnectionId;
  readonly claim: string | undefined;
}): Promise<MemberId> {
  const secret = claim === undefined ? `connection ${connection}` : `claim ${claim}`;
  return (await calculateJwkThumbprint({ kty: 'oct', k: `${room} ${secret}` })).slice(
    0,
    16,
  ) as MemberId;
}

/** The token that brings a member back under its name until the room's end. */
export const issueSession = (
  context: Context,
  { id: room, expiresAt }: Room,
  { member, scopes }: { readonly member: Member; readonly scopes: readonly Scope[] },
): Promise<string> =>
  issueToken({
    ports: context,
    settings: context.settings,
    type: 'session+jwt',
    room,
    scopes,
    expiresAt,
    member: member.id,
    name: member.name,
  });

interface Claim {
  readonly room: Room;
  readonly member: MemberId;
  readonly wanted: string;
  /**
   * Whether a name whose member holds no seat may be claimed anew. In open rooms, where plain
   * clients keep no session to come back with; elsewhere a name stays its member's.
   */
  readonly reclaimUnused: boolean;
}

interface Claimed {
  readonly ok: true;
  readonly name: string;
}

/** Prepares a name, filters it as messages are, and claims it in this room for a member. */
export async function claimName(
  context: Context,
  { room, member, wanted, reclaimUnused }: Claim,
): Promise<Claimed | Refusal> {
  const prepared = prepareName(wanted);
  if (!prepared.ok) return prepared;
  const track = await trackOf(context, room.track);
  if (!track.acceptsName(prepared.name)) {
    return refuse('name_invalid', 'That name has a word that is not welcome here. Choose another.');
  }
  const claim = { room, key: prepared.key, member, max: limits.membersInRoom };
  const first = await context.names.claim(claim);
  const outcome =
    typeof first === 'object' && reclaimUnused
      ? await claimOfTheAbsent(context, claim, first.takenBy)
      : first;
  if (outcome === 'claimed') return { ok: true, name: prepared.name };
  if (outcome === 'full') return refuse('room_full');
  return room.kicked.includes(outcome.takenBy)
    ? refuse('kicked', 'The owner has removed this name from the room.')
    : refuse('name_taken');
}

async function claimOfTheAbsent(
  { names, subscriptions }: Context,
  claim: ClaimNameInput,
  holder: MemberId,
): Promise<ClaimNameResult> {
  if (
    claim.room.kicked.includes(holder) ||
    (await subscriptions.list(claim.room.id)).some(({ member }) => member?.id === holder)
  ) {
    return { takenBy: holder };
  }
  return names.claim({ ...claim, replacing: holder });
}

/**
 * A member has left for good: its name is free, unless another of its connections is still there.
 */
export async function releaseName(
  { names, subscriptions }: Context,
  room: Room,
  { id, name }: Member,
): Promise<void> {
  const isHere = async (): Promise<boolean> =>
    (await subscriptions.list(room.id)).some(({ member }) => member?.id === id);
  const prepared = prepareName(name);
  if (!prepared.ok || room.kicked.includes(id) || (await isHere())) return;
  const { key } = prepared;
  await names.release({ room: room.id, epoch: room.epoch, key, member: id });
  // It may have come back meanwhile.
  if (await isHere()) await names.claim({ room, key, member: id, max: limits.membersInRoom });
}

/**
 * A member has taken another name: the one it had is free, unless it is the same one written
 * otherwise.
 */
export async function releaseFormerName(
  { names }: Context,
  room: Room,
  { former, member }: { readonly former: Member; readonly member: Member },
): Promise<void> {
  const [before, after] = [prepareName(former.name), prepareName(member.name)];
  if (!before.ok || !after.ok || before.key === after.key) return;
  await names.release({ room: room.id, epoch: room.epoch, key: before.key, member: member.id });
}
