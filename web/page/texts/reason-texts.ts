// What the page says of a refusal: its own words by the reason's code. Where it has none, since
// only a program could meet it, the server's English stands.

import { limits } from '../../../functions/protocol/limits.ts';
import type { Reason } from '../../../functions/protocol/reasons.ts';
import { duration } from './intl-formats.ts';
import type { TextId } from './text-ids.ts';
import { t } from './texts.ts';

const texts = {
  unauthorized: 'reason-unauthorized',
  expired: 'reason-expired',
  forbidden: 'reason-forbidden',
  name_taken: 'reason-name-taken',
  rate_limited: 'reason-rate-limited',
  room_full: 'reason-room-full',
  locked: 'reason-locked',
  kicked: 'reason-kicked',
  blocked: 'reason-blocked',
  not_found: 'reason-not-found',
  unavailable: 'reason-unavailable',
} as const satisfies Partial<Record<Reason, TextId>>;

interface Said {
  readonly reason: string;
  /** The server's own words. */
  readonly message: string;
  /** Seconds until the same may succeed. */
  readonly retryAfter?: number | null;
}

/** Takes a `Problem` of the client as it is. */
export function reasonText({ reason, message, retryAfter }: Said): string {
  if (reason === 'rate_limited' && retryAfter != null) {
    return t('reason-rate-limited-for', { wait: duration(retryAfter) });
  }
  if (reason === 'name_invalid') return t('reason-name-invalid', { count: limits.nameCharacters });
  if (reason === 'too_large') return t('reason-too-large', { count: limits.bodyCharacters });
  return Object.hasOwn(texts, reason) ? t(texts[reason as keyof typeof texts]) : message;
}
