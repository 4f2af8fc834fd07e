// A share of a large fan-out: other functions invoke this one with frames and connections, as
// core/messaging/shards.ts decides. It reads no table.

import * as v from 'valibot';
import { ShardEvent } from '../adapters/aws/lambda/lambda-fan-out-workers.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { Gateway, ShardResult } from '../core/ports.ts';
import { postShard } from '../core/messaging/shards.ts';
import { readPostingEnvironment } from '../function-environment.ts';
import { createGateway } from './create-gateway.ts';

let gateway: Gateway | undefined;

export async function handler(event: unknown): Promise<ShardResult> {
  const shard = v.safeParse(ShardEvent, event);
  // Lambda logs the message of an error. The schema's issues may quote a member's text.
  if (!shard.success) throw new Error('The event is not a shard.');
  gateway ??= createGateway(readPostingEnvironment(process.env));
  return postShard({ gateway, clock: systemClock }, shard.output);
}
