// Claims, releases and finds the names of a room's members. name-rules.ts decides how names are
// written and which count as equal.

import type { MemberAddress } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { getTrack, type Context } from '../context.ts';
import type { ClaimNameInput, ClaimNameResult, Member, MemberId, Room, RoomId } from '../ports.ts';
import { prepareName } from './name-rules.ts';

interface NameClaim {
  readonly room: Room;
  readonly member: MemberId;
  readonly name: string;
  /**
   * Whether to take over a name from a member who has no connection. Undefined: never, so a name
   * stays with its member.
   */
  readonly canReclaim?: (holder: MemberId) => boolean;
}

interface ClaimedName {
  readonly ok: true;
  /** The name as it is shown. */
  readonly name: string;
}

/** Prepares a name, filters it as messages are filtered, and claims it for a member. */
export async function claimName(
  context: Context,
  { room, member, name, canReclaim }: NameClaim,
): Promise<ClaimedName | Refusal> {
  const prepared = prepareName(name);
  if (!prepared.ok) return prepared;

  const track = await getTrack(context, room.track);
  if (!track.acceptsName(prepared.name)) {
    return refuse('name_invalid', 'That name contains a blocked word. Choose another.');
  }

  const claim = { room, key: prepared.key, member, max: limits.maxMembersPerRoom };
  const result = await context.names.claim(claim);
  const final =
    typeof result === 'object' && canReclaim?.(result.takenBy) === true
      ? await claimUnusedName(context, claim, result.takenBy)
      : result;
  if (final === 'claimed') return { ok: true, name: prepared.name };
  if (final === 'full') return refuse('room_full');
  return room.kicked.includes(final.takenBy)
    ? refuse('kicked', 'The owner removed this name from the room. Choose another.')
    : refuse('name_taken');
}

async function claimUnusedName(
  context: Context,
  claim: ClaimNameInput,
  holder: MemberId,
): Promise<ClaimNameResult> {
  const { id, kicked } = claim.room;
  const isUnavailable = kicked.includes(holder) || (await isConnected(context, id, holder));
  return isUnavailable ? { takenBy: holder } : context.names.claim({ ...claim, replacing: holder });
}

const isConnected = async (
  { subscriptions }: Pick<Context, 'subscriptions'>,
  room: RoomId,
  id: MemberId,
): Promise<boolean> => (await subscriptions.list(room)).some(({ member }) => member?.id === id);

/** Releases the name of a member who left, unless another of its connections is in the room. */
export async function releaseName(
  context: Context,
  room: Room,
  { id, name }: Member,
): Promise<void> {
  const prepared = prepareName(name);
  if (!prepared.ok || room.kicked.includes(id)) return;
  if (await isConnected(context, room.id, id)) return;

  const { key } = prepared;
  await context.names.release({ room: room.id, epoch: room.epoch, key, member: id });
  // The member may have returned meanwhile.
  if (await isConnected(context, room.id, id)) {
    await context.names.claim({ room, key, member: id, max: limits.maxMembersPerRoom });
  }
}

interface NameChange {
  readonly former: Member;
  readonly member: Member;
}

/** Releases a renamed member's former name, unless both names count as equal. */
export async function releaseFormerName(
  { names }: Pick<Context, 'names'>,
  room: Room,
  { former, member }: NameChange,
): Promise<void> {
  const [before, after] = [prepareName(former.name), prepareName(member.name)];
  if (!before.ok || !after.ok || before.key === after.key) return;
  await names.release({
    room: room.id,
    epoch: room.epoch,
    key: before.key,
    member: member.id,
  });
}

/**
 * Finds a member by id or name: connected, or with a name that is still claimed. Does not
 * find kicked members.
 */
export async function findMember(
  context: Pick<Context, 'names' | 'subscriptions'>,
  room: Room,
  idOrName: string,
): Promise<Member | undefined> {
  const prepared = prepareName(idOrName);
  const members = await listConnected(context, room);
  const connected =
    members.find(({ id }) => id === idOrName) ??
    (prepared.ok ? members.find(({ name }) => hasKey(name, prepared.key)) : undefined);
  return connected ?? findClaimant(context, room, idOrName);
}

/**
 * Finds a member by id alone: connected, or with `name` still claimed. A name may look like an id,
 * so `findMember` could find somebody else.
 */
export async function findMemberById(
  context: Pick<Context, 'names' | 'subscriptions'>,
  room: Room,
  { id, name }: MemberAddress,
): Promise<Member | undefined> {
  const connected = (await listConnected(context, room)).find((member) => member.id === id);
  if (connected !== undefined || name === undefined) return connected;
  const claimant = await findClaimant(context, room, name);
  return claimant?.id === id ? claimant : undefined;
}

const listConnected = async (
  { subscriptions }: Pick<Context, 'subscriptions'>,
  { id }: Room,
): Promise<readonly Member[]> =>
  (await subscriptions.list(id)).flatMap(({ member }) => member ?? []);

/** Finds the member, not kicked, whose claim on a name lasts. */
async function findClaimant(
  { names }: Pick<Context, 'names'>,
  { id: room, epoch, kicked }: Room,
  name: string,
): Promise<Member | undefined> {
  const prepared = prepareName(name);
  if (!prepared.ok) return undefined;
  const id = await names.findHolder({ room, epoch, key: prepared.key });
  return id === undefined || kicked.includes(id) ? undefined : { id, name: prepared.name };
}

function hasKey(name: string, key: string): boolean {
  const prepared = prepareName(name);
  return prepared.ok && prepared.key === key;
}
