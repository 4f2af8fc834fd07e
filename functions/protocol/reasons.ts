// Every reason to refuse a request: its code, its HTTP status and a message that says what to do.
// WebSocket replies and HTTP problem documents are made from this table.
// A test holds the table in docs/protocol.md to it.

import type { FilterReceipt } from './events.ts';

export const reasons = {
  'unmatched topic': {
    status: 404,
    message: 'You have not joined this topic. Send phx_join first.',
  },
  unauthorized: {
    status: 401,
    message: 'Missing or invalid token. Open your link again, or ask for a new one.',
  },
  expired: { status: 410, message: 'This room has ended. Create a new one to keep talking.' },
  forbidden: {
    status: 403,
    message: 'Your token does not allow this. Ask the owner for one that does.',
  },
  name_taken: {
    status: 409,
    message: 'That name, or one that looks like it, is taken. Try another.',
  },
  name_invalid: { status: 422, message: 'A name has 1 to 32 visible characters. Try another.' },
  invalid_payload: {
    status: 400,
    message: 'Invalid payload. See docs/protocol.md.',
  },
  too_large: {
    status: 413,
    message: 'A message has at most 4,000 characters and 16 KB. Send it in parts.',
  },
  too_complex: {
    status: 422,
    message: 'Too complex to filter. Shorten the message, or remove repeated symbols.',
  },
  rate_limited: {
    status: 429,
    message: 'Too many requests. Wait `retry_after` seconds, then try again.',
  },
  room_full: { status: 409, message: 'This room is full. Try again when someone leaves.' },
  locked: {
    status: 423,
    message: 'The owner has locked this room. Ask them to unlock it.',
  },
  kicked: { status: 403, message: 'The owner removed you from this room.' },
  blocked: {
    status: 422,
    message: 'The filter blocked this message, and nobody has seen it. Try other words.',
  },
  conflict: {
    status: 409,
    message: 'This cid belongs to another message. Use a new cid for every message.',
  },
  version_conflict: {
    status: 412,
    message: 'Someone else has changed this list. Read it again and repeat your change.',
  },
  version_required: {
    status: 428,
    message: "Send If-Match with the list's ETag, or If-None-Match: * to create a list.",
  },
  not_found: { status: 404, message: 'Not found. Check the address.' },
  method_not_allowed: {
    status: 405,
    message: 'This address takes other methods. The Allow header names them.',
  },
  unavailable: {
    status: 503,
    message: 'Temporarily unavailable. Send the same request again, with the same cid.',
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type Reason = keyof typeof reasons;

/** A refusal, as a WebSocket reply's `response` or an HTTP problem document reports it. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** A message for this case. Defaults to the message of the table. */
  readonly message?: string;
  /**
   * Seconds to wait before trying again. Present where waiting helps: with `rate_limited`, unless a
   * room or connection must be left first, and with `blocked` if the message repeats a recent one.
   */
  readonly retryAfter?: number;
  /** The list's current version. Only with `version_conflict`, and only if the list exists. */
  readonly version?: number;
  /** Only with `blocked`: the changes that the filter discloses to the sender. */
  readonly filter?: FilterReceipt;
}

export const refuse = (reason: Reason, message?: string): Refusal =>
  message === undefined ? { ok: false, reason } : { ok: false, reason, message };

/** Returns a refusal in the form that clients receive. */
export const refusalBody = (
  refusal: Refusal,
): FilterReceipt & { reason: Reason; message: string; retry_after?: number } => ({
  reason: refusal.reason,
  message: refusal.message ?? reasons[refusal.reason].message,
  ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
  ...refusal.filter,
});
