// Who says the same again within a short time. Kept in the process's memory like the pace
// (rate.ts): in the cloud each warm function keeps its own, so there it slows a flood down rather
// than ending it. Off unless the deployment asks for it.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { digest } from '../digest.ts';
import { setBounded } from '../bounded-map.ts';
import type { AcceptedMessage, Clock, RoomId } from '../ports.ts';
import type { Settings } from '../settings.ts';

export interface Said {
  readonly cid: string;
  readonly at: number;
}

interface Memory {
  readonly memory: { readonly said: Map<string, Said> };
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'filter'>;
}

type Message = Pick<AcceptedMessage, 'member' | 'cid' | 'body' | 'to'>;

/**
 * A refusal where this member has said this to the same ears a moment ago. The same message sent
 * again, under its cid, is no repetition.
 */
export function checkRepeat(
  { clock, memory, settings }: Memory,
  room: RoomId,
  message: Message,
): Refusal | undefined {
  const seconds = settings.filter?.repeatSeconds ?? 0;
  const said = seconds === 0 ? undefined : memory.said.get(keyOf(room, message));
  if (said === undefined || said.cid === message.cid) return undefined;
  const left = said.at + seconds * 1_000 - clock.now();
  if (left <= 0) return undefined;
  const retryAfter = Math.ceil(left / 1_000);
  return {
    ...refuse(
      'blocked',
      `You have just said that. Say something else, or wait for ${retryAfter} seconds.`,
    ),
    retryAfter,
    filter: { verdict: 'blocked' },
  };
}

/** Notes what was accepted. */
export function rememberMessage(
  { clock, memory, settings }: Memory,
  room: RoomId,
  message: Message,
): void {
  if ((settings.filter?.repeatSeconds ?? 0) > 0) {
    setBounded(memory.said, keyOf(room, message), { cid: message.cid, at: clock.now() });
  }
}

// Case, width and white space make no other text.
const keyOf = (room: RoomId, { member, body, to }: Message): string =>
  `${room} ${member} ${to?.id ?? ''} ${digest(body.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' '))}`;
