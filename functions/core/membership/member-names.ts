// Claims, releases and finds the names of a room's members. name-rules.ts decides how names are
// written and which count as equal.

import type { MemberAddress } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { getTrack, type Context } from '../context.ts';
import type {
  ClaimNameInput,
  ClaimNameResult,
  HeldName,
  Member,
  MemberId,
  Room,
  RoomId,
} from '../ports.ts';
import { readSubscriptions } from './cached-subscriptions.ts';
import { prepareName } from './name-rules.ts';

interface NameClaim {
  readonly room: Room;
  readonly member: MemberId;
  readonly name: string;
}

interface OwnNameClaim extends NameClaim {
  /** Whether the member may have the name of this holder, if the holder has no connection. */
  readonly canReclaim: (holder: MemberId) => boolean;
}

interface ClaimedName extends HeldName {
  readonly ok: true;
}

/** Prepares a name, filters it as messages are filtered, and claims it for a member. */
export async function claimName(
  context: Context,
  { room, member, name }: NameClaim,
): Promise<ClaimedName | Refusal> {
  const prepared = await prepareAllowedName(context, room, name);
  if (!prepared.ok) return prepared;
  const { key } = prepared;
  const result = await context.names.claim({ room, key, member, max: limits.maxMembersPerRoom });
  return result === 'claimed' ? prepared : refuseName(room, result);
}

/**
 * Claims a name for a member who joins. A member that has a name keeps it, whatever name it asks
 * for: Phoenix clients rejoin with the name of their first join, also after a rename.
 */
export async function claimOwnName(
  context: Context,
  { room, member, name, canReclaim }: OwnNameClaim,
): Promise<ClaimedName | Refusal> {
  const { names } = context;
  const prepared = await prepareAllowedName(context, room, name);
  if (!prepared.ok) return prepared;

  const { key } = prepared;
  const place = { room: room.id, epoch: room.epoch, member };
  const claim = { room, key, member, max: limits.maxMembersPerRoom };
  const wanted = { room, member, key, name: prepared.name };
  let result = await names.claim(claim);
  const held = result === 'claimed' ? await names.assign(wanted) : await names.findName(place);
  if (held !== undefined && held.key !== key) {
    if ((await names.claim({ ...claim, key: held.key })) === 'claimed') {
      if (result === 'claimed') await names.release({ ...place, key });
      return { ok: true, ...held };
    }
    // Another member has that name by now, because this one was not connected.
  } else if (result === 'claimed') {
    return { ok: true, key, name: held?.name ?? prepared.name };
  }

  if (typeof result === 'object' && canReclaim(result.takenBy)) {
    result = await claimUnusedName(context, claim, result.takenBy);
  }
  if (result !== 'claimed') return refuseName(room, result);
  const replacing = held === undefined ? {} : { replacing: held };
  return { ok: true, ...(await names.assign({ ...wanted, ...replacing })) };
}

async function prepareAllowedName(
  context: Context,
  { track: choice }: Room,
  name: string,
): Promise<ClaimedName | Refusal> {
  const prepared = prepareName(name);
  if (!prepared.ok) return prepared;
  const track = await getTrack(context, choice);
  return track.checkName(prepared.name) ?? prepared;
}

const refuseName = ({ kicked }: Room, result: Exclude<ClaimNameResult, 'claimed'>): Refusal => {
  if (result === 'full') return refuse('room_full');
  return kicked.includes(result.takenBy)
    ? refuse('kicked', 'The owner removed this name from the room. Choose another.')
    : refuse('name_taken');
};

async function claimUnusedName(
  context: Context,
  claim: ClaimNameInput,
  holder: MemberId,
): Promise<ClaimNameResult> {
  const { id, kicked } = claim.room;
  const isUnavailable =
    kicked.includes(holder) || (await findConnected(context, id, holder)) !== undefined;
  return isUnavailable ? { takenBy: holder } : context.names.claim({ ...claim, replacing: holder });
}

const findConnected = async (
  { subscriptions }: Pick<Context, 'subscriptions'>,
  room: RoomId,
  id: MemberId,
): Promise<Member | undefined> =>
  (await subscriptions.list(room)).find(({ member }) => member?.id === id)?.member;

/**
 * Releases the name of a member who left, unless another of its connections is in the room. A
 * rename at the same time may have given it another name, which is released, too.
 */
export async function releaseName(
  context: Context,
  room: Room,
  { id, name }: Member,
): Promise<void> {
  const prepared = prepareName(name);
  if (!prepared.ok || room.kicked.includes(id)) return;
  if ((await findConnected(context, room.id, id)) !== undefined) return;

  const { names } = context;
  const place = { room: room.id, epoch: room.epoch, member: id };
  const held = await names.findName(place);
  for (const key of new Set([prepared.key, held?.key ?? prepared.key])) {
    await names.release({ ...place, key });
  }

  // The member may have returned meanwhile.
  const returned = await findConnected(context, room.id, id);
  if (returned !== undefined) await keepName(context, room, returned);
}

/**
 * Checks that a member still has its name after it has subscribed. A leave at the same time may
 * have released the name: then claims it again. Returns false if another member has it.
 */
export async function keepName(
  { names }: Pick<Context, 'names'>,
  room: Room,
  { id: member, name }: Member,
): Promise<boolean> {
  const prepared = prepareName(name);
  if (!prepared.ok) return false;
  const { key } = prepared;
  const place = { room: room.id, epoch: room.epoch, key };
  const holder = await names.findHolder(place);
  if (holder !== undefined) return holder === member;

  const claim = { room, key, member, max: limits.maxMembersPerRoom };
  if ((await names.claim(claim)) !== 'claimed') return false;
  const held = await names.assign({ room, member, key, name });
  if (held.key === key) return true;
  await names.release({ ...place, member });
  return false;
}

/**
 * Makes a claimed name the member's one name. Returns its former name, which it still holds, or
 * undefined if it had none.
 */
export async function replaceName(
  { names }: Pick<Context, 'names'>,
  room: Room,
  { id: member, name, key }: Member & HeldName,
): Promise<HeldName | undefined> {
  const wanted = { room, member, key, name };
  let former: HeldName | undefined;
  // Another rename may change it in between.
  for (;;) {
    const held = await names.assign(
      former === undefined ? wanted : { ...wanted, replacing: former },
    );
    if (held.key === key && held.name === name) return former;
    former = held;
  }
}

interface NameChange {
  readonly formerName: string;
  readonly member: Member;
}

/** Releases a renamed member's former name, unless both names count as equal. */
export async function releaseFormerName(
  { names }: Pick<Context, 'names'>,
  room: Room,
  { formerName, member: { id: member, name } }: NameChange,
): Promise<void> {
  const [before, after] = [prepareName(formerName), prepareName(name)];
  if (!before.ok || !after.ok || before.key === after.key) return;
  await names.release({ room: room.id, epoch: room.epoch, key: before.key, member });
}

/** The form of all member ids. Hardly anyone has such a name. */
const idPattern = /^~[\w~-]{15}$/;

/**
 * Finds a member by id or name: connected, or with a name that is still claimed. Does not find
 * kicked members. A text in the form of an id is never a name: a stranger could have taken the id
 * of a member who left as a name.
 */
export async function findMember(
  context: Context,
  room: Room,
  idOrName: string,
): Promise<Member | undefined> {
  if (idPattern.test(idOrName)) return findMemberById(context, room, { id: idOrName });
  const prepared = prepareName(idOrName);
  if (!prepared.ok) return undefined;
  const members = await listConnected(context, room);
  const connected = members.find(({ name }) => hasKey(name, prepared.key));
  return connected ?? findClaimant(context, room, idOrName);
}

/** Finds a member by id alone: connected, or with `name` still claimed. */
export async function findMemberById(
  context: Context,
  room: Room,
  { id, name }: MemberAddress,
): Promise<Member | undefined> {
  const connected = (await listConnected(context, room)).find((member) => member.id === id);
  if (connected !== undefined || name === undefined) return connected;
  const claimant = await findClaimant(context, room, name);
  return claimant?.id === id ? claimant : undefined;
}

/** The room was read just now, so a cached list at its version is current. */
const listConnected = async (
  context: Context,
  { id, membership }: Room,
): Promise<readonly Member[]> =>
  (await readSubscriptions(context, id, membership)).flatMap(({ member }) => member ?? []);

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
