// The queue of timers: a room's end, a check of its undelivered messages, its presence. SQS delays
// a message by 15 minutes at most; the function queues longer timers again.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface TimerQueue {
  readonly timers: Queue;
  /** Timers that failed five times. */
  readonly failed: Queue;
}

export function addTimerQueue(scope: Construct): TimerQueue {
  const common = {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  };
  const failed = new Queue(scope, 'FailedAlarms', { ...common, retentionPeriod: Duration.days(4) });
  const timers = new Queue(scope, 'Alarms', {
    ...common,
    // A room that failed to close is tried again soon, because its sockets must close within
    // seconds. AWS requires at least the function's timeout.
    visibilityTimeout: Duration.seconds(30),
    retentionPeriod: Duration.hours(4),
    deadLetterQueue: { queue: failed, maxReceiveCount: 5 },
  });
  return { timers, failed };
}

/** Adds no batching window, which would delay the end of rooms. */
export function addTimerSource(timer: IFunction, queue: TimerQueue): void {
  timer.addEventSource(
    new SqsEventSource(queue.timers, { batchSize: 10, reportBatchItemFailures: true }),
  );
}
