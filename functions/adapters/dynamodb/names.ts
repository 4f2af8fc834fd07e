// Names: who may be called what in one incarnation of a room. A name's key is a digest, so any text is safe as one.

import type { RoomStore } from '../../core/ports.ts';
import { digest, N, number, putIf, S, take, text, ttlAfter, updateIf, type Table } from './items.ts';
import { keyOf, roomKey } from './room-item.ts';

/** Claims first and counts after: a claim that finds the room full is taken back, so that nobody is told `full` wrongly. */
export async function claimName(at: Table, input: Parameters<RoomStore['claimName']>[0]): Promise<'claimed' | 'taken' | 'full'> {
  const { room, epoch, key: name, member, most, expiresAt } = input;
  const key = keyOf(room, `name#${epoch}#${digest(name)}`);
  const put = await putIf(at, {
    key,
    item: { e: S(epoch), o: S(member), ttl: ttlAfter(expiresAt) },
    ConditionExpression: 'attribute_not_exists(#room)',
    ExpressionAttributeNames: { '#room': 'room' },
  });
  if (!put.ok) return put.stands !== undefined && text(put.stands, 'o') === member ? 'claimed' : 'taken';

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
