// Links with a limited number of uses: one item per link and incarnation. u the members who used it
// (a set)

import type { UseLinkInput } from '../../../../core/ports.ts';
import { hashKey, N, S, updateIf, type Table } from '../items.ts';
import { keyOf, ttlWith } from './room-item.ts';

export async function useLink(
  table: Table,
  { room, tokenId, by, max }: UseLinkInput,
): Promise<boolean> {
  if (max < 1) return false;
  const counted = await updateIf(table, keyOf(room.id, `link#${room.epoch}#${hashKey(tokenId)}`), {
    UpdateExpression: 'ADD u :users SET e = :epoch, #ttl = :ttl',
    ConditionExpression: 'attribute_not_exists(u) OR contains(u, :user) OR size(u) < :max',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: {
      ':users': { SS: [by] },
      ':user': S(by),
      ':max': N(max),
      ':epoch': S(room.epoch),
      ':ttl': ttlWith(room),
    },
  });
  return counted.ok;
}
