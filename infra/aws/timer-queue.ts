// The queue that calls `timer` when something was set to happen: a room's end, a look at its tail,
// its presence told. A message is delayed by SQS, 15 minutes at most; the function sends a longer
// wait round again.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface TimerQueue {
  readonly timers: Queue;
  /** Alarms that failed five times. */
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
    // A failed closing is tried again soon, for sockets must close within seconds of the end; AWS
    // asks for no less than the function's timeout.
    visibilityTimeout: Duration.seconds(30),
    retentionPeriod: Duration.hours(4),
    deadLetterQueue: { queue: failed, maxReceiveCount: 5 },
  });
  return { timers, failed };
}

/** No batching window: it would add to the seconds in which sockets must close. */
export function addTimerSource(timer: IFunction, queue: TimerQueue): void {
  timer.addEventSource(
    new SqsEventSource(queue.timers, { batchSize: 10, reportBatchItemFailures: true }),
  );
}
