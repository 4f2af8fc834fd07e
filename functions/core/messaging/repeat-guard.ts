// Rejects a message that its sender sent a moment ago. Off unless the deployment sets
// `repeatSeconds`. Kept in the process's memory, as rate limits are: in the cloud each warm
// function keeps its own, so it slows repeats down rather than ending them.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { setBounded } from '../bounded-map.ts';
import { digest } from '../digest.ts';
import type { AcceptedMessage, Clock, RoomId } from '../ports.ts';
import type { Settings } from '../settings.ts';

export interface SentMessage {
  readonly cid: string;
  readonly at: number;
}

interface RepeatContext {
  readonly memory: { readonly lastMessages: Map<string, SentMessage> };
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'filterRepeatSeconds'>;
}

type Message = Pick<AcceptedMessage, 'member' | 'cid' | 'body' | 'to'>;

/**
 * Refuses a message if its member sent the same text to the same recipients within `repeatSeconds`.
 * A retry under the same cid is no repeat.
 */
export function checkRepeat(
  { clock, memory, settings }: RepeatContext,
  room: RoomId,
  message: Message,
): Refusal | undefined {
  const seconds = settings.filterRepeatSeconds;
  if (seconds === 0) return undefined;
  const last = memory.lastMessages.get(buildKey(room, message));
  if (last === undefined || last.cid === message.cid) return undefined;

  const remaining = last.at + seconds * 1_000 - clock.now();
  if (remaining <= 0) return undefined;
  const retryAfter = Math.ceil(remaining / 1_000);
  return {
    ...refuse('blocked', `You just sent this. Change the message, or wait ${retryAfter} seconds.`),
    retryAfter,
    filter: { verdict: 'blocked' },
  };
}

/** Records an accepted message. */
export function rememberMessage(
  { clock, memory, settings }: RepeatContext,
  room: RoomId,
  message: Message,
): void {
  if (settings.filterRepeatSeconds === 0) return;
  const sent = { cid: message.cid, at: clock.now() };
  setBounded(memory.lastMessages, buildKey(room, message), sent);
}

// Differences of case, width and white space alone make no other text.
function buildKey(room: RoomId, { member, body, to }: Message): string {
  const text = body.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  return `${room} ${member} ${to?.id ?? ''} ${digest(text)}`;
}
