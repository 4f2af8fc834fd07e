// Rations the filter's work for a member's and a room's messages, by whatever door they come.

import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { consumeToken, spendTokens } from '../access/rate-limit.ts';
import type { Context } from '../context.ts';
import type { MemberId, RoomId } from '../ports.ts';

interface Sending {
  readonly room: RoomId;
  readonly sender: { readonly id: MemberId };
}

const listBuckets = ({ room, sender }: Sending) =>
  [
    { key: `work.member.${room}.${sender.id}`, rate: limits.filterWork.member },
    { key: `work.room.${room}`, rate: limits.filterWork.room },
  ] as const;

/**
 * Refuses a message before it is filtered if earlier messages of its member or its room have used
 * up the filter's work. A message's own work is known only afterwards.
 */
export function checkFilterWork(context: Context, sending: Sending): Refusal | undefined {
  for (const { key, rate } of listBuckets(sending)) {
    const taken = consumeToken(context, key, rate);
    if (taken.ok) continue;
    const { retryAfter } = taken;
    const message = `The filter is busy with earlier messages. Wait ${retryAfter} seconds.`;
    return { ...refuse('rate_limited', message), retryAfter };
  }
  return undefined;
}

/** Takes a message's work, in steps, from what its member and its room may use. */
export function spendFilterWork(context: Context, sending: Sending, amount: number): void {
  for (const bucket of listBuckets(sending)) spendTokens(context, { ...bucket, amount });
}
