// The names claimed in one incarnation of a room. A name's key is a digest, so any text is safe.
// Each name is an item, and the room item counts them. A crash between the two writes leaves the
// count too low by one (claim) or too high by one (release). That is harmless, because the count
// only limits crowds. Another item has each member's one name: n as it is shown, k its key.

import type {
  MemberId,
  RoomId,
  ClaimNameInput,
  ClaimNameResult,
  AssignNameInput,
  FindNameHolderInput,
  FindNameInput,
  HeldName,
  ReleaseNameInput,
} from '../../../../core/ports.ts';
import {
  deleteIf,
  hashKey,
  getItem,
  hasMark,
  N,
  newMark,
  notMarked,
  number,
  putIf,
  S,
  deleteOnce,
  text,
  updateIf,
  type Item,
  type Table,
} from '../items.ts';
import { keyOf, roomKey, ttlWith } from './room-item.ts';

const nameKey = ({
  room,
  epoch,
  key,
}: {
  readonly room: RoomId;
  readonly epoch: string;
  readonly key: string;
}): Item => keyOf(room, `name#${epoch}#${hashKey(key)}`);

/**
 * Claims first and counts second. A claim that finds the room full is undone, so `name_taken` is
 * never wrong.
 */
export async function claimName(table: Table, input: ClaimNameInput): Promise<ClaimNameResult> {
  const { room, member } = input;
  const key = nameKey({ room: room.id, epoch: room.epoch, key: input.key });
  const mark = newMark();
  for (;;) {
    const put = await putIf(table, {
      key,
      item: { e: S(room.epoch), o: S(member), a: S(mark), ttl: ttlWith(room) },
      ConditionExpression: 'attribute_not_exists(#room)',
      ExpressionAttributeNames: { '#room': 'room' },
    });
    if (put.ok || hasMark(put.current, mark)) return count(table, { ...input, claim: key, mark });
    const claimed =
      put.current === undefined
        ? 'free'
        : await claimFrom(table, { ...input, key, from: put.current });
    // If the name was released just now, tries again.
    if (claimed !== 'free') return claimed;
  }
}

interface Claim {
  readonly claim: Item;
  readonly mark: string;
}

async function count(
  table: Table,
  { room: { id, epoch }, member, max, claim, mark }: ClaimNameInput & Claim,
): Promise<ClaimNameResult> {
  const counted = await updateIf(table, roomKey(id), {
    UpdateExpression: 'SET k = k + :one, a = :mark',
    ConditionExpression: `e = :epoch AND k < :max AND ${notMarked}`,
    ExpressionAttributeValues: {
      ':one': N(1),
      ':epoch': S(epoch),
      ':max': N(max),
      ':mark': S(mark),
    },
  });
  const { current } = counted.ok ? { current: undefined } : counted;
  // In a past incarnation the name has no effect. The subscription finds that the room is over.
  if (
    current === undefined ||
    hasMark(current, mark) ||
    text(current, 'e') !== epoch ||
    number(current, 'k') < max
  ) {
    return 'claimed';
  }
  await deleteIf(table, claim, { name: 'o', value: member });
  return 'full';
}

async function claimFrom(
  table: Table,
  {
    key,
    from,
    member,
    replacing,
  }: {
    readonly key: Item;
    readonly from: Item;
    readonly member: MemberId;
    readonly replacing?: MemberId;
  },
): Promise<'claimed' | 'free' | { readonly takenBy: MemberId }> {
  const owner = text(from, 'o') as MemberId;
  if (owner === member) return 'claimed';
  if (owner !== replacing) return { takenBy: owner };
  const handed = await updateIf(table, key, {
    UpdateExpression: 'SET o = :to',
    ConditionExpression: 'o = :from',
    ExpressionAttributeValues: { ':from': S(owner), ':to': S(member) },
  });
  if (handed.ok) return 'claimed';
  if (handed.current === undefined) return 'free';
  const now = text(handed.current, 'o') as MemberId;
  return now === member ? 'claimed' : { takenBy: now };
}

const memberKey = ({ room, epoch, member }: FindNameInput): Item =>
  keyOf(room, `member#${epoch}#${member}`);

const parseHeldName = (item: Item): HeldName => ({ key: text(item, 'k'), name: text(item, 'n') });

export async function assignName(
  table: Table,
  { room, member, key, name, replacing }: AssignNameInput,
): Promise<HeldName> {
  const absent = 'attribute_not_exists(#room)';
  const condition =
    replacing === undefined
      ? { ConditionExpression: absent }
      : {
          ConditionExpression: `${absent} OR (k = :key AND n = :name)`,
          ExpressionAttributeValues: { ':key': S(replacing.key), ':name': S(replacing.name) },
        };
  for (;;) {
    const put = await putIf(table, {
      key: memberKey({ room: room.id, epoch: room.epoch, member }),
      item: { e: S(room.epoch), k: S(key), n: S(name), ttl: ttlWith(room) },
      ...condition,
      ExpressionAttributeNames: { '#room': 'room' },
    });
    if (put.ok) return { key, name };
    // If it was released just now, tries again.
    if (put.current !== undefined) return parseHeldName(put.current);
  }
}

export async function findName(table: Table, input: FindNameInput): Promise<HeldName | undefined> {
  const item = await getItem(table, memberKey(input));
  return item === undefined ? undefined : parseHeldName(item);
}

export async function releaseName(table: Table, input: ReleaseNameInput): Promise<void> {
  // First: a member without an assigned name can claim any, but nobody can use a name that another
  // seems to have.
  await deleteIf(table, memberKey(input), { name: 'k', value: input.key });
  const freed = await deleteOnce(table, nameKey(input), { name: 'o', value: input.member });
  if (freed === undefined) return;
  const mark = newMark();
  await updateIf(table, roomKey(input.room), {
    UpdateExpression: 'SET k = k - :one, a = :mark',
    ConditionExpression: `e = :epoch AND k > :zero AND ${notMarked}`,
    ExpressionAttributeValues: {
      ':one': N(1),
      ':zero': N(0),
      ':epoch': S(input.epoch),
      ':mark': S(mark),
    },
  });
}

export async function findNameHolder(
  table: Table,
  input: FindNameHolderInput,
): Promise<MemberId | undefined> {
  const item = await getItem(table, nameKey(input));
  return item === undefined ? undefined : (text(item, 'o') as MemberId);
}
