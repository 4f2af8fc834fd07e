// Links that may be used a number of times: one item each, of one incarnation. c uses · a mark of the last act (items.ts).

import type { RoomStore } from '../../core/ports.ts';
import { digest, markedBy, N, newMark, notMarked, S, updateIf, type Table } from './items.ts';
import { keyOf, ttlWith } from './room-item.ts';

/**
 * A use whose answer was lost is counted once, unless another came between it and its repetition: then one use too many is counted,
 * never one too few.
 */
export async function useLink(at: Table, { room, tokenId, most }: Parameters<RoomStore['useLink']>[0]): Promise<boolean> {
  if (most < 1) return false;
  const mark = newMark();
  const counted = await updateIf(at, keyOf(room.id, `link#${room.epoch}#${digest(tokenId)}`), {
    UpdateExpression: 'ADD c :one SET e = :epoch, #ttl = :ttl, a = :mark',
    ConditionExpression: `(attribute_not_exists(c) OR c < :most) AND ${notMarked}`,
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':one': N(1), ':most': N(most), ':epoch': S(room.epoch), ':ttl': ttlWith(room), ':mark': S(mark) },
  });
  return counted.ok || markedBy(counted.stands, mark);
}
