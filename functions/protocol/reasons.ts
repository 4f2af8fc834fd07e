// The one table of everything that can be refused: reason code, HTTP status, and what to do about
// it. WebSocket replies, HTTP problem documents and the docs are all made from it.

import type { FilterReceipt } from './events.ts';

export const reasons = {
  'unmatched topic': { status: 404, message: 'You have not joined this topic. Join it first.' },
  unauthorized: {
    status: 401,
    message: 'This needs a valid token. Open the link you were given again, or ask for a new one.',
  },
  expired: { status: 410, message: 'This room is over. Create a new one to go on talking.' },
  forbidden: {
    status: 403,
    message: 'Your token does not allow this. Ask the owner for a link that does.',
  },
  name_taken: {
    status: 409,
    message: 'Somebody in this room has that name, or one that looks like it. Choose another.',
  },
  name_invalid: { status: 422, message: 'A name has 1 to 32 visible characters. Choose another.' },
  invalid_payload: {
    status: 400,
    message:
      'The request is not of the documented form. Compare it with the protocol in the README.',
  },
  too_large: {
    status: 413,
    message: 'A message has at most 4,000 characters and 16 KB. Send it in parts.',
  },
  rate_limited: {
    status: 429,
    message: 'Too many at once. Wait for `retry_after` seconds, then send again.',
  },
  room_full: { status: 409, message: 'This room is full. Try again when somebody has left.' },
  locked: {
    status: 423,
    message: 'The owner has locked this room, so nobody new can join. Ask the owner to unlock it.',
  },
  kicked: { status: 403, message: 'The owner has removed you from this room.' },
  blocked: {
    status: 422,
    message:
      'The filter does not let this message through, so nobody has seen it. Say it in other words.',
  },
  conflict: {
    status: 409,
    message: 'This cid was used for another message. Give every new message a new cid.',
  },
  version_conflict: {
    status: 412,
    message:
      'Somebody else has changed this list. Read it again, and make your change on what stands now.',
  },
  version_required: {
    status: 428,
    message:
      'Say which version of the list you have seen: If-Match with its ETag, or If-None-Match: * for a new list.',
  },
  not_found: { status: 404, message: 'There is nothing at this address. Check the link.' },
  unavailable: {
    status: 503,
    message: 'The server could not do this just now. Send the same again with the same cid.',
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type Reason = keyof typeof reasons;

/** A refusal as clients see it, in a reply's `response` or a problem document. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** What is wrong in this very case; the table's message where absent. */
  readonly message?: string;
  /**
   * Seconds until the same may succeed; with `rate_limited`, and with `blocked` where it was said a
   * moment ago.
   */
  readonly retryAfter?: number;
  /** The version that stands; only with `version_conflict`, where there is one. */
  readonly version?: number;
  /** Only with `blocked`: what the sender may know of why. */
  readonly filter?: FilterReceipt;
}

export const refuse = (reason: Reason, message?: string): Refusal =>
  message === undefined ? { ok: false, reason } : { ok: false, reason, message };

/** The wire's form of a refusal. */
export const refusalBody = (
  refusal: Refusal,
): FilterReceipt & { reason: Reason; message: string; retry_after?: number } => ({
  reason: refusal.reason,
  message: refusal.message ?? reasons[refusal.reason].message,
  ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
  ...refusal.filter,
});
