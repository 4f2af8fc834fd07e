// Fan-out workers as synchronous invocations of the function `fan-out`, so shards are never queued
// or stored. Uses Lambda's REST API with our own signed requests.
// functions/handlers/handle-fan-out.ts is the worker.

import * as v from 'valibot';
import {
  realPauses,
  retry,
  type Budget,
  type Pauses,
  type AttemptResult,
} from '../client/retry.ts';
import { ConnectionError } from '../client/kept-alive-connections.ts';
import { findHeader, type HttpResponse } from '../client/http-response.ts';
import { awsService, toContent, ServiceError, type ServiceOptions } from '../client/aws-service.ts';
import type {
  Clock,
  ConnectionId,
  ShardLimits,
  FanOutWorkers,
  ShardResult,
} from '../../../core/ports.ts';

interface LambdaWorkersOptions extends Omit<ServiceOptions, 'service'> {
  readonly functionName: string;
  readonly shardLimits: ShardLimits;
  readonly clock: Clock;
  /** Called for every shard that failed. */
  readonly onFailure: (error: unknown) => void;
  /** @internal */
  readonly pauses?: Pauses;
}

export interface LambdaWorkers extends FanOutWorkers {
  /** Closes the connections to Lambda. */
  stop(): void;
}

const connectionId = v.custom<ConnectionId>((value) => typeof value === 'string' && value !== '');
const connectionIds = v.array(connectionId);

/** A shard, as the event of an invocation. */
export const ShardEvent = v.object({
  audiences: v.array(v.object({ frames: v.array(v.string()), connections: connectionIds })),
  until: v.number(),
});
const ShardAnswer = v.object({ gone: connectionIds, failed: connectionIds, unsent: connectionIds });

/** Lambda accepts events of up to 6 MB. */
const maxEventBytes = 6 * 1_024 * 1_024;
/** A worker's time after the end of its shard, for last posts that may take four seconds. */
const graceMilliseconds = 5_000;
/**
 * Retries if Lambda lacks concurrency. Not for long, because the lease holder can post the shard
 * itself.
 */
const budget: Budget = { milliseconds: 500, tries: 4, pause: 50, maxPause: 200 };

export function createLambdaFanOutWorkers({
  functionName,
  shardLimits,
  clock,
  onFailure,
  pauses = realPauses,
  ...options
}: LambdaWorkersOptions): LambdaWorkers {
  const service = awsService({ ...options, service: 'lambda' });
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  return {
    shardLimits,
    async postShard(shard) {
      const content = toContent(JSON.stringify(shard));
      if (content.bytes.length > maxEventBytes) return 'ended';
      try {
        return await retry(
          budget,
          async (attempts) => {
            const timeout = Math.max(0, shard.until - clock.now()) + graceMilliseconds;
            return outcome(
              await service.request({
                method: 'POST',
                path,
                content,
                type: 'application/json',
                timeout,
              }),
              attempts,
            );
          },
          pauses,
        );
      } catch (error) {
        onFailure(error);
        // After a lost or incomplete response, or a 5xx, the worker may still be running.
        return error instanceof ConnectionError ||
          (error instanceof ServiceError && error.$metadata.httpStatusCode >= 500)
          ? 'unknown'
          : 'ended';
      }
    },
    stop() {
      service.close();
    },
  };
}

function outcome(response: HttpResponse, attempts: number): AttemptResult<ShardResult> {
  const { status, head, body } = response;
  const refusal = (name: string, message: string) =>
    new ServiceError({ name, message, response, attempts });
  if (status >= 300) {
    const error = refusal(
      findHeader(head, 'x-amzn-errortype')?.split(':')[0] ?? 'UnknownError',
      `Lambda answered ${status} to an invocation.`,
    );
    if (status === 429) return { retryable: error };
    throw error;
  }
  // Lambda reports the function's own failure in a header, with status 200. Its text is dropped,
  // since it may contain message text.
  if (findHeader(head, 'x-amz-function-error') !== undefined) {
    throw refusal('FunctionError', 'The function fan-out failed.');
  }
  const served = v.safeParse(ShardAnswer, parseJson(body.toString('utf8')));
  if (!served.success) {
    throw refusal('UnknownAnswer', 'The function fan-out answered with something else.');
  }
  return { done: served.output };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
