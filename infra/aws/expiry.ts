// The queue that calls `expire` at a room's end. A message is delayed by SQS, 15 minutes at most; the function sends a longer
// wait round again.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface Expiry {
  readonly alarms: Queue;
  /** Alarms that `expire` failed on five times. */
  readonly failed: Queue;
}

export function addExpiry(scope: Construct): Expiry {
  const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY };
  const failed = new Queue(scope, 'FailedAlarms', { ...common, retentionPeriod: Duration.days(4) });
  const alarms = new Queue(scope, 'Alarms', {
    ...common,
    // A failed closing is tried again soon, for sockets must close within seconds of the end; AWS asks for no less than the
    // function's timeout.
    visibilityTimeout: Duration.seconds(30),
    retentionPeriod: Duration.hours(4),
    deadLetterQueue: { queue: failed, maxReceiveCount: 5 },
  });
  return { alarms, failed };
}

/** No batching window: it would add to the seconds in which sockets must close. */
export function addExpirySource(expire: IFunction, expiry: Expiry): void {
  expire.addEventSource(new SqsEventSource(expiry.alarms, { batchSize: 10, reportBatchItemFailures: true }));
}
