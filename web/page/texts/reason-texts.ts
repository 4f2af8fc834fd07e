// The page's text for a refusal, by its reason code. Reasons that only a program can meet have
// none: the server's English message shows instead.

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
  name_invalid: 'reason-name-invalid',
  too_complex: 'reason-too-complex',
  rate_limited: 'reason-rate-limited',
  room_full: 'reason-room-full',
  locked: 'reason-locked',
  kicked: 'reason-kicked',
  blocked: 'reason-blocked',
  not_found: 'reason-not-found',
  unavailable: 'reason-unavailable',
} as const satisfies Partial<Record<Reason, TextId>>;

interface Refusal {
  readonly reason: string;
  /** The server's English message. */
  readonly message: string;
  /** Seconds until a retry can succeed. */
  readonly retryAfter?: number | null;
}

/** Returns the text for a refused name. A removed member's name is refused as `kicked`. */
export const nameProblemText = (problem: Refusal): string =>
  problem.reason === 'kicked' ? t('reason-name-removed') : reasonText(problem);

/** Accepts a `Problem` of the client. */
export function reasonText({ reason, message, retryAfter }: Refusal): string {
  if (reason === 'rate_limited' && retryAfter != null) {
    return t('reason-rate-limited-for', { wait: duration(retryAfter) });
  }
  if (reason === 'too_large') return t('reason-too-large', { count: limits.maxBodyCharacters });
  return Object.hasOwn(texts, reason) ? t(texts[reason as keyof typeof texts]) : message;
}
