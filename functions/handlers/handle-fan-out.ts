// A part of a large fan-out: other functions invoke this one with frames and connections
// (core/room/shards.ts says when). It reads no table, and knows nothing of rooms.

import * as v from 'valibot';
import { ShardEvent } from '../adapters/aws/lambda/lambda-fan-out-workers.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { Gateway, Served } from '../core/ports.ts';
import { serveShard } from '../core/messaging/shards.ts';
import { readPostingEnvironment } from '../function-environment.ts';
import { createGateway } from './create-gateway.ts';

let gateway: Gateway | undefined;

export async function handler(event: unknown): Promise<Served> {
  const shard = v.safeParse(ShardEvent, event);
  // Lambda logs what is thrown: not what was found wrong, which may be what somebody said.
  if (!shard.success) throw new Error('A shard was expected.');
  gateway ??= createGateway(readPostingEnvironment(process.env));
  return serveShard({ gateway, clock: systemClock }, shard.output);
}
