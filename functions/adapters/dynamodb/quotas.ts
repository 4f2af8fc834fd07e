// Quotas on DynamoDB: one item per key and window, in the connections' table. c uses.

import type { Quotas } from '../../core/ports.ts';
import { digest, N, S, ttlAfter, updateIf, type Table } from './items.ts';

export function dynamodbQuotas(at: Table): Quotas {
  return {
    async take({ key, most, seconds, now }) {
      const length = seconds * 1_000;
      const window = Math.floor(now / length);
      const end = (window + 1) * length;
      const refused = { ok: false, retryAfter: Math.max(1, Math.ceil((end - now) / 1_000)) } as const;
      if (most < 1) return refused;
      const written = await updateIf(at, { id: S(`quota#${digest(key)}#${seconds}#${window}`) }, {
        UpdateExpression: 'ADD c :one SET #ttl = :ttl',
        ConditionExpression: 'attribute_not_exists(c) OR c < :most',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':one': N(1), ':most': N(most), ':ttl': ttlAfter(end) },
      });
      return written.ok ? { ok: true } : refused;
    },
  };
}
