// The HTTP calls of the client: creating a room, reading one before joining it, creating links.
// Failures are values, not exceptions.

import type { FilterReceipt, RoomView, TrackChoice } from '../../functions/protocol/events.ts';
import type { RouteKey, RouteResponse } from '../../functions/protocol/http.ts';
import { reasons, type Reason } from '../../functions/protocol/reasons.ts';
import { requestTarget, type RequestTarget } from '../../functions/protocol/request-target.ts';
import { readFilterReceipt } from './outbox/filter-receipts.ts';
import type { ProblemDetails } from './outbox/outbox.ts';

/** A room's links. They last as long as the room, unless the owner replaces them. */
export interface RoomLinks {
  /** For people who talk. */
  readonly joinUrl: string;
  /** For people who only read. */
  readonly watchUrl: string;
  /** For people who moderate the room, too. */
  readonly ownerUrl: string;
}

/** A new room, with the links to hand out. */
export interface CreatedRoom extends RoomLinks {
  readonly room: RoomView;
  /** The owner's token: it may send, receive and moderate. */
  readonly token: string;
}

/**
 * A failure, as a value.
 * @example
 * if (!result.ok && result.reason === 'rate_limited') await wait(result.retryAfter ?? 1);
 */
export interface Problem extends ProblemDetails {
  readonly ok: false;
  /** The filter's receipt of a refused message. */
  readonly filterReceipt?: FilterReceipt;
}

/**
 * The outcome of a call that may fail.
 * @example
 * const result = await room.rename('Ada L.');
 * if (result.ok) console.log(result.value.name);
 * else console.error(result.message);
 */
export type Result<Value> = { readonly ok: true; readonly value: Value } | Problem;

/** Where the server is. */
export interface ServerOptions {
  /**
   * The server's origin, for example `https://chat.example`.
   * @defaultValue the page's own origin
   */
  readonly origin?: string;
  /** @defaultValue `globalThis.fetch` */
  readonly fetch?: typeof globalThis.fetch;
}

/** The room to create. The server's limits and defaults are in `GET /api/settings`. */
export interface CreateRoomOptions {
  /** Shown to everyone who opens the room. */
  readonly title?: string;
  /**
   * How many messages the room keeps for late members; 0 keeps none.
   * @defaultValue 200
   */
  readonly capacity?: number;
  /**
   * How many seconds the room lasts.
   * @defaultValue 600, or the server's `ROOM_SECONDS`
   */
  readonly seconds?: number;
  /**
   * Slow mode: seconds between two messages of one member.
   * @defaultValue 0, which is off
   */
  readonly slow?: number;
  /** The word lists to apply, and what happens to links and addresses. */
  readonly filter?: TrackChoice;
}

/** The link to create. */
export interface CreateLinkOptions {
  /**
   * Some of `send`, `receive` and `moderate`, separated by spaces; at most what the token in use
   * has.
   * @defaultValue `'send receive'`
   */
  readonly scope?: string;
  /**
   * How many seconds the link works.
   * @defaultValue until the room ends
   */
  readonly seconds?: number;
  /**
   * How many members may join with it.
   * @defaultValue any number
   */
  readonly uses?: number;
}

/** A room's id, and a token for it. */
export interface RoomCredentials {
  readonly id: string;
  readonly token: string;
}

interface Call {
  readonly target: RequestTarget;
  readonly server: ServerOptions;
  readonly token?: string;
  readonly body?: object;
}

/**
 * Creates a room. Fails with `rate_limited` after too many rooms from one address, and with
 * `invalid_payload` for options beyond the server's limits.
 * @example
 * const created = await createRoom({ title: 'Tea' }, { origin: 'https://chat.example' });
 * if (created.ok) console.log(created.value.joinUrl);
 * else console.error(created.message);
 */
export const createRoom = (
  options: CreateRoomOptions = {},
  server: ServerOptions = {},
): Promise<Result<CreatedRoom>> =>
  call<'POST /api/rooms'>({ target: requestTarget('POST /api/rooms'), body: options, server });

/**
 * Creates a link to a room that allows no more than `token`. Fails with `forbidden` if it asks for
 * more, and with `expired` once the room is over.
 * @example
 * const link = await createLink({ id, token }, { scope: 'receive', seconds: 60 });
 * if (link.ok) console.log(link.value);
 */
export async function createLink(
  { id, token }: RoomCredentials,
  { scope = 'send receive', ...limits }: CreateLinkOptions = {},
  server: ServerOptions = {},
): Promise<Result<string>> {
  const result = await call<'POST /api/rooms/{id}/tokens'>({
    target: requestTarget('POST /api/rooms/{id}/tokens', { parameters: { id } }),
    body: { scope, ...limits },
    token,
    server,
  });
  return result.ok ? { ok: true, value: result.value.url } : result;
}

/**
 * Replaces a room's links. Needs a token with the scope `moderate`.
 * @example
 * const links = await replaceLinks({ id, token });
 */
export const replaceLinks = (
  { id, token }: RoomCredentials,
  server: ServerOptions = {},
): Promise<Result<RoomLinks>> =>
  call<'POST /api/rooms/{id}/links'>({
    target: requestTarget('POST /api/rooms/{id}/links', { parameters: { id } }),
    token,
    server,
  });

/**
 * Reads a room without joining it. Fails with `expired`, `unauthorized` or `not_found` if the link
 * is dead, and with `unavailable` if the server did not answer.
 * @example
 * const result = await getRoom({ id, token }, { origin: 'https://chat.example' });
 * if (result.ok) console.log(result.value.title, result.value.expiresAt);
 */
export async function getRoom(
  { id, token }: RoomCredentials,
  server: ServerOptions = {},
): Promise<Result<RoomView>> {
  const result = await call<'GET /api/rooms/{id}'>({
    target: requestTarget('GET /api/rooms/{id}', { parameters: { id } }),
    token,
    server,
  });
  return result.ok ? { ok: true, value: result.value.room } : result;
}

async function call<Key extends RouteKey>({
  target: { method, path },
  server: { origin = '', fetch = globalThis.fetch },
  token,
  body,
}: Call): Promise<Result<RouteResponse<Key>>> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers,
      credentials: 'omit',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content: unknown = await response.json();
    return response.ok ? { ok: true, value: content as RouteResponse<Key> } : parseProblem(content);
  } catch {
    // The network failed, or something other than the server answered.
    return networkError;
  }
}

export const networkError: Problem = {
  ok: false,
  reason: 'unavailable',
  message: 'The server did not answer. Check your connection and try again.',
  retryAfter: null,
};

/** Parses a refusal in either form: a reply's response, or a problem document (RFC 9457). */
export function parseProblem(body: unknown): Problem {
  const fields: Record<string, unknown> =
    typeof body === 'object' && body !== null ? { ...body } : {};
  const reason = isReason(fields['reason']) ? fields['reason'] : 'unavailable';
  const message = [fields['message'], fields['detail']].find((text) => typeof text === 'string');
  const retryAfter = fields['retry_after'];
  return {
    ok: false,
    reason,
    message: typeof message === 'string' ? message : reasons[reason].message,
    retryAfter: typeof retryAfter === 'number' && Number.isFinite(retryAfter) ? retryAfter : null,
    ...(fields['verdict'] === undefined ? {} : { filterReceipt: readFilterReceipt(fields) }),
  };
}

const isReason = (value: unknown): value is Reason =>
  typeof value === 'string' && Object.hasOwn(reasons, value);
