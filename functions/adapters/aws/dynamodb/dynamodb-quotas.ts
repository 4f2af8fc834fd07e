// Quotas on DynamoDB, in the connections' table: one item per key and window, or per key of a
// pause. c uses · u when a pause ends · a mark of the last write (items.ts)

import type { TakeQuotaResult, Quotas } from '../../../core/ports.ts';
import {
  hashKey,
  hasMark,
  N,
  newMark,
  notMarked,
  number,
  S,
  ttlAfter,
  updateIf,
  type Table,
} from './items.ts';

export function createDynamoDbQuotas(table: Table): Quotas {
  return {
    async take({ key, max, seconds, now }) {
      const length = seconds * 1_000;
      const window = Math.floor(now / length);
      const end = (window + 1) * length;
      if (max < 1) return refused(end, now);
      const mark = newMark();
      const written = await updateIf(
        table,
        { id: S(`quota#${hashKey(key)}#${seconds}#${window}`) },
        {
          UpdateExpression: 'ADD c :one SET #ttl = :ttl, a = :mark',
          ConditionExpression: `(attribute_not_exists(c) OR c < :max) AND ${notMarked}`,
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':one': N(1),
            ':max': N(max),
            ':ttl': ttlAfter(end),
            ':mark': S(mark),
          },
        },
      );
      return written.ok || hasMark(written.current, mark) ? { ok: true } : refused(end, now);
    },

    async pause({ key, seconds, now }) {
      const mark = newMark();
      const end = now + seconds * 1_000;
      const written = await updateIf(
        table,
        { id: S(`pause#${hashKey(key)}`) },
        {
          UpdateExpression: 'SET u = :end, #ttl = :ttl, a = :mark',
          ConditionExpression: 'attribute_not_exists(u) OR u <= :now',
          ExpressionAttributeNames: { '#ttl': 'ttl' },
          ExpressionAttributeValues: {
            ':end': N(end),
            ':now': N(now),
            ':ttl': ttlAfter(end),
            ':mark': S(mark),
          },
        },
      );
      if (written.ok || hasMark(written.current, mark)) return { ok: true };
      return refused(written.current === undefined ? end : number(written.current, 'u'), now);
    },
  };
}

const refused = (until: number, now: number): TakeQuotaResult => ({
  ok: false,
  retryAfter: Math.max(1, Math.ceil((until - now) / 1_000)),
});
