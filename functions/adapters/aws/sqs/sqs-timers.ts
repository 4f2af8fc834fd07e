// Timers as delayed SQS messages. The timer function handles them.

import * as v from 'valibot';
import { jsonService, type JsonService, type JsonServiceOptions } from '../client/json-service.ts';
import type { Timers, Clock } from '../../../core/ports.ts';

/**
 * The body of a message. SQS delays by whole seconds and at most 15 minutes, so the core sets a
 * timer again if it arrives early.
 */
export const TimerBody = v.object({
  kind: v.picklist([
    'end',
    'close',
    'change',
    'delivery',
    'presence',
    'watchers',
    'bots',
    'tokens',
    'hang-up',
  ]),
  room: v.pipe(v.string(), v.minLength(1)),
  epoch: v.pipe(v.string(), v.minLength(1)),
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  id: v.exactOptional(v.string()),
});

const maxDelaySeconds = 900;

/** Creates the SQS client. Its endpoint is the queue's URL. */
export const sqs = (
  options: Omit<JsonServiceOptions, 'service' | 'target' | 'version'>,
): JsonService => jsonService({ ...options, service: 'sqs', target: 'AmazonSQS', version: '1.0' });

export function createSqsTimers({
  service,
  queueUrl,
  clock,
}: {
  readonly service: JsonService;
  readonly queueUrl: string;
  readonly clock: Clock;
}): Timers {
  return {
    async set(timer) {
      const seconds = Math.ceil((timer.at - clock.now()) / 1_000);
      const body: v.InferOutput<typeof TimerBody> = timer;
      await service.call('SendMessage', {
        QueueUrl: queueUrl,
        DelaySeconds: Math.min(maxDelaySeconds, Math.max(0, seconds)),
        MessageBody: JSON.stringify(body),
      });
    },
  };
}
