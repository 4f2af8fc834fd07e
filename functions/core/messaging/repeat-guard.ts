// Rejects a message that its sender sent a moment ago. Off unless the deployment sets
// `filterRepeatSeconds`. Kept in the process's memory, as rate limits are. In the cloud each warm
// function has its own memory, so repeats are slowed down but not prevented.

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
 * Refuses a message if its member sent the same text to the same recipients within
 * `filterRepeatSeconds`. A retry under the same cid is not a repeat.
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

// Texts that differ only in case, width and white space count as the same.
function buildKey(room: RoomId, { member, body, to }: Message): string {
  const text = body.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  return `${room} ${member} ${to?.id ?? ''} ${digest(text)}`;
}
