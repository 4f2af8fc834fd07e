// The HTTP calls of the client: making a room, looking at one before joining, making links.
// Problems come back as values.

import type { FilterReceipt, RoomView, TrackChoice } from '../../functions/protocol/events.ts';
import { reasons, type Reason } from '../../functions/protocol/reasons.ts';
import { readFilterReceipt } from './filter-receipts.ts';

export interface CreatedRoom {
  readonly room: RoomView;
  readonly token: string;
  readonly joinUrl: string;
  readonly watchUrl: string;
  readonly ownerUrl: string;
}

export interface Problem {
  readonly ok: false;
  readonly reason: Reason;
  /** What is wrong and what to do, in plain English. */
  readonly message: string;
  /** In seconds. */
  readonly retryAfter: number | null;
  /** Of a refused message: what the filter said. */
  readonly filterReceipt?: FilterReceipt;
}

export type Result<Value> = { readonly ok: true; readonly value: Value } | Problem;

/** Where the server is; by default where the page comes from. */
export interface ServerOptions {
  /** Such as `https://chat.example`. */
  readonly origin?: string;
  readonly fetch?: typeof globalThis.fetch;
}

export interface CreateRoomOptions {
  readonly title?: string;
  /** How many messages are kept for who comes late. */
  readonly capacity?: number;
  /** How long it lives. */
  readonly seconds?: number;
  /** Seconds between two messages of one member. */
  readonly slow?: number;
  /** Which word lists hold, what becomes of links, and what is taken out. */
  readonly filter?: TrackChoice;
}

export interface CreateLinkOptions {
  /**
   * Some of `send`, `receive` and `moderate`, with a space between; never more than one's own token
   * has.
   */
  readonly scope?: string;
  readonly seconds?: number;
  /** How many may join by it. */
  readonly uses?: number;
}

/**
 * Makes a room: `const made = await createRoom({ title: 'Tea' }, { origin: 'https://chat.example'
 * })`.
 */
export const createRoom = (
  wish: CreateRoomOptions = {},
  server: ServerOptions = {},
): Promise<Result<CreatedRoom>> => post<CreatedRoom>('/api/rooms', { body: wish, server });

interface RoomCredentials {
  readonly id: string;
  readonly token: string;
}

/**
 * A link that opens no more than `token` does, and what was asked for: to talk, unless said
 * otherwise.
 */
export async function createLink(
  { id, token }: RoomCredentials,
  { scope = 'send receive', ...limits }: CreateLinkOptions = {},
  server: ServerOptions = {},
): Promise<Result<string>> {
  const result = await post<{ url: string }>(`/api/rooms/${encodeURIComponent(id)}/tokens`, {
    body: { scope, ...limits },
    token,
    server,
  });
  return result.ok ? { ok: true, value: result.value.url } : result;
}

/**
 * The room as the token's holder may see it; tells a dead link from a living one before anybody
 * types a name.
 */
export async function getRoom(
  { id, token }: RoomCredentials,
  server: ServerOptions = {},
): Promise<Result<RoomView>> {
  const result = await call<{ room: RoomView }>(`/api/rooms/${encodeURIComponent(id)}`, {
    init: { headers: bearer(token) },
    server,
  });
  return result.ok ? { ok: true, value: result.value.room } : result;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

const post = <Value>(
  path: string,
  { body, token, server }: { body: object; token?: string; server: ServerOptions },
): Promise<Result<Value>> => {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : bearer(token)),
  };
  return call<Value>(path, {
    init: { method: 'POST', headers, body: JSON.stringify(body) },
    server,
  });
};

async function call<Value>(
  path: string,
  { init, server }: { init: RequestInit; server: ServerOptions },
): Promise<Result<Value>> {
  const { origin = '', fetch = globalThis.fetch } = server;
  try {
    const response = await fetch(`${origin}${path}`, { ...init, credentials: 'omit' });
    const body: unknown = await response.json();
    return response.ok ? { ok: true, value: body as Value } : parseProblem(body);
  } catch {
    return networkError;
  }
}

export const networkError: Problem = {
  ok: false,
  reason: 'unavailable',
  message: 'The server did not answer. Check your connection and try again.',
  retryAfter: null,
};

/** Reads a refusal in either of its forms, a reply's response or a problem document. */
export function parseProblem(body: unknown): Problem {
  const fields: Record<string, unknown> =
    typeof body === 'object' && body !== null ? { ...body } : {};
  const given = fields['reason'];
  const reason = isReason(given) ? given : 'unavailable';
  const said = [fields['message'], fields['detail']].find((text) => typeof text === 'string');
  const retryAfter = fields['retry_after'];
  return {
    ok: false,
    reason,
    message: typeof said === 'string' ? said : reasons[reason].message,
    retryAfter: typeof retryAfter === 'number' && Number.isFinite(retryAfter) ? retryAfter : null,
    ...(fields['verdict'] === undefined ? {} : { filterReceipt: readFilterReceipt(fields) }),
  };
}

const isReason = (value: unknown): value is Reason =>
  typeof value === 'string' && Object.hasOwn(reasons, value);
