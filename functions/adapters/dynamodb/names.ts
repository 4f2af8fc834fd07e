// Names: who may be called what in one incarnation of a room. A name's key is a digest, so any text is safe as one.

import type { MemberId, RoomId, RoomStore } from '../../core/ports.ts';
import { digest, getItem, N, number, putIf, S, take, text, ttlAfter, updateIf, type Item, type Table } from './items.ts';
import { keyOf, roomKey } from './room-item.ts';

const nameKey = ({ room, epoch, key }: { readonly room: RoomId; readonly epoch: string; readonly key: string }): Item => keyOf(room, `name#${epoch}#${digest(key)}`);

/** Claims first and counts after: a claim that finds the room full is taken back, so that nobody is told `full` wrongly. */
export async function claimName(at: Table, input: Parameters<RoomStore['claimName']>[0]): Promise<'claimed' | 'taken' | 'full'> {
  const { room, epoch, member, most, expiresAt, instead } = input;
  const key = nameKey(input);
  const put = await putIf(at, {
    key,
    item: { e: S(epoch), o: S(member), ttl: ttlAfter(expiresAt) },
    ConditionExpression: 'attribute_not_exists(#room)',
    ExpressionAttributeNames: { '#room': 'room' },
  });
  if (!put.ok) {
    const owner = put.stands === undefined ? undefined : text(put.stands, 'o');
    if (owner === member) return 'claimed';
    return owner !== undefined && owner === instead && await handOver(at, { key, from: owner, to: member }) ? 'claimed' : 'taken';
  }

  const counted = await updateIf(at, roomKey(room), {
    UpdateExpression: 'SET k = k + :one',
    ConditionExpression: 'e = :epoch AND k < :most',
    ExpressionAttributeValues: { ':one': N(1), ':epoch': S(epoch), ':most': N(most) },
  });
  if (counted.ok) return 'claimed';
  // In an incarnation that has passed a name means nothing; taking the seat will tell that the room is over.
  if (counted.stands === undefined || text(counted.stands, 'e') !== epoch || number(counted.stands, 'k') < most) return 'claimed';
  await take(at, key, { ConditionExpression: 'o = :member', ExpressionAttributeValues: { ':member': S(member) } });
  return 'full';
}

async function handOver(at: Table, { key, from, to }: { readonly key: Item; readonly from: string; readonly to: MemberId }): Promise<boolean> {
  const { ok } = await updateIf(at, key, {
    UpdateExpression: 'SET o = :to',
    ConditionExpression: 'o = :from',
    ExpressionAttributeValues: { ':from': S(from), ':to': S(to) },
  });
  return ok;
}

export async function nameHolder(at: Table, input: Parameters<RoomStore['nameHolder']>[0]): Promise<MemberId | undefined> {
  const item = await getItem(at, nameKey(input));
  return item === undefined ? undefined : text(item, 'o') as MemberId;
}
