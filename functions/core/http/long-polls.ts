// Long polls: requests that wait for messages. Each is held in memory and reads the room twice a
// second, so one token, and one room, may have only so many at a time.

import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room } from '../ports.ts';
import { isLive } from '../room-views.ts';

const pollMilliseconds = 500;

interface WaitOptions {
  /** A seq. */
  readonly after: number;
  /** When to stop waiting, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly tokenId: string;
  readonly hasLeft?: (() => boolean) | undefined;
}

interface Waited {
  readonly ok: true;
  readonly room: Room;
}

/** Returns the room once it has a message after a seq, or as it is at the deadline. */
export async function waitForMessage(
  context: Context,
  from: Room,
  { after, deadline, tokenId, hasLeft }: WaitOptions,
): Promise<Waited | Refusal> {
  if (from.seq > after || context.clock.now() >= deadline) return { ok: true, room: from };

  const { maxPollsPerToken, maxPollsPerRoom } = limits;
  const end = startPoll(context, deadline, {
    [`token ${from.id} ${tokenId}`]: maxPollsPerToken,
    [`room ${from.id}`]: maxPollsPerRoom,
  });
  if (typeof end === 'number') {
    const retryAfter = Math.max(1, Math.ceil((end - context.clock.now()) / 1_000));
    return { ...refuse('rate_limited', tooManyPolls), retryAfter };
  }
  try {
    return await pollRoom(context, from, { after, deadline, hasLeft });
  } finally {
    end();
  }
}

const tooManyPolls =
  'Too many requests wait for messages. Use one at a time, or a WebSocket for many readers.';

async function pollRoom(
  { clock, rooms }: Context,
  from: Room,
  { after, deadline, hasLeft = () => false }: Omit<WaitOptions, 'tokenId'>,
): Promise<Waited | Refusal> {
  let room: Room = from;
  while (room.seq <= after && clock.now() < deadline && !hasLeft()) {
    await clock.wait(Math.min(pollMilliseconds, deadline - clock.now()));
    const current = await rooms.get(from.id);
    if (current?.epoch !== from.epoch || !isLive(current, clock.now())) return refuse('expired');
    room = current;
  }
  return { ok: true, room };
}

/**
 * Records a poll under each key. Returns a function that ends it, or, if a key has its maximum, the
 * time at which the first of its polls ends.
 */
function startPoll(
  { memory: { polls } }: Context,
  deadline: number,
  maxima: Readonly<Record<string, number>>,
): (() => void) | number {
  for (const [key, max] of Object.entries(maxima)) {
    const deadlines = polls.get(key) ?? [];
    if (deadlines.length >= max) return Math.min(...deadlines);
  }
  const keys = Object.keys(maxima);
  for (const key of keys) polls.set(key, [...(polls.get(key) ?? []), deadline]);
  return () => {
    for (const key of keys) {
      const deadlines = [...(polls.get(key) ?? [])];
      deadlines.splice(deadlines.indexOf(deadline), 1);
      if (deadlines.length > 0) polls.set(key, deadlines);
      else polls.delete(key);
    }
  };
}
