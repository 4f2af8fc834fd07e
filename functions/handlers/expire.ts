// The alarm queue: ends rooms whose time has come. A failed alarm comes back; one that came early is set again.

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { AlarmBody } from '../adapters/sqs/alarms.ts';
import type { RoomId } from '../core/ports.ts';
import { expire } from '../core/room/expire.ts';
import { cloudContext } from './context.ts';
import { logFailure } from './log.ts';

export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  await Promise.all(records.map(async ({ body, messageId }) => {
    try {
      const { room, epoch } = v.parse(AlarmBody, JSON.parse(body));
      await expire(cloudContext(), { room: room as RoomId, epoch });
    } catch (error) {
      logFailure('expire', error);
      failed.push(messageId);
    }
  }));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
