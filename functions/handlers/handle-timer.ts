// The timer queue. SQS delivers a timer again if it fails.

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { TimerBody } from '../adapters/aws/sqs/sqs-timers.ts';
import { runTimer } from '../core/lifecycle/run-timer.ts';
import type { RoomId } from '../core/ports.ts';
import { cloudContext } from './cloud-context.ts';
import { logFailure } from './log-failure.ts';

export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  await Promise.all(
    records.map(async ({ body, messageId }) => {
      try {
        const { room, ...timer } = v.parse(TimerBody, JSON.parse(body));
        await runTimer(cloudContext(), { ...timer, room: room as RoomId });
      } catch (error) {
        logFailure('timer', error);
        failed.push(messageId);
      }
    }),
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
