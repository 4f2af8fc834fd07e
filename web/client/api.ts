// The HTTP calls of the page: making a room, and looking at one before joining. Problems come back as values.

import type { RoomView } from '../../functions/protocol/events.ts';
import { reasons, type Reason } from '../../functions/protocol/reasons.ts';

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
  readonly message: string;
  readonly retryAfter: number | null;
}

export type Result<Value> = { readonly ok: true; readonly value: Value } | Problem;

export const createRoom = (wish: { title?: string }): Promise<Result<CreatedRoom>> =>
  call('/api/rooms', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) });

/** A link to join by, for an owner who has none to hand on: an owner's own link would hand on the ownership. */
export async function createJoinLink({ id, token }: { id: string; token: string }): Promise<Result<string>> {
  const result = await call<{ url: string }>(`/api/rooms/${encodeURIComponent(id)}/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scope: 'send receive' }),
  });
  return result.ok ? { ok: true, value: result.value.url } : result;
}

/** The room as the token's holder may see it; tells a dead link from a living one before anybody types a name. */
export async function lookAtRoom({ id, token }: { id: string; token: string }): Promise<Result<RoomView>> {
  const result = await call<{ room: RoomView }>(`/api/rooms/${encodeURIComponent(id)}`, { headers: { authorization: `Bearer ${token}` } });
  return result.ok ? { ok: true, value: result.value.room } : result;
}

async function call<Value>(path: string, init: RequestInit): Promise<Result<Value>> {
  try {
    const response = await fetch(path, { ...init, credentials: 'omit' });
    const body: unknown = await response.json();
    return response.ok ? { ok: true, value: body as Value } : problemFrom(body);
  } catch {
    return { ok: false, reason: 'unavailable', message: 'The server did not answer. Check your connection and try again.', retryAfter: null };
  }
}

/** Reads a refusal in either of its forms, a reply's response or a problem document. */
export function problemFrom(body: unknown): Problem {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  const given = fields['reason'];
  const reason = isReason(given) ? given : 'unavailable';
  const said = [fields['message'], fields['detail']].find((text) => typeof text === 'string');
  const retryAfter = fields['retry_after'];
  return {
    ok: false,
    reason,
    message: typeof said === 'string' ? said : reasons[reason].message,
    retryAfter: typeof retryAfter === 'number' && Number.isFinite(retryAfter) ? retryAfter : null,
  };
}

const isReason = (value: unknown): value is Reason => typeof value === 'string' && Object.hasOwn(reasons, value);
