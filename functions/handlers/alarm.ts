// The alarm queue: what was set to happen at a time. A failed alarm comes back.

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { AlarmBody } from '../adapters/sqs/alarms.ts';
import { ring } from '../core/alarm.ts';
import type { RoomId } from '../core/ports.ts';
import { cloudContext } from './context.ts';
import { logFailure } from './log.ts';

export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  await Promise.all(
    records.map(async ({ body, messageId }) => {
      try {
        const { kind, room, epoch } = v.parse(AlarmBody, JSON.parse(body));
        await ring(cloudContext(), { kind, room: room as RoomId, epoch });
      } catch (error) {
        logFailure('alarm', error);
        failed.push(messageId);
      }
    }),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
