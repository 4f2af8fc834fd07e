// The HTTP API for tests, and rooms to talk in. Only the helpers that create rooms and tokens
// expect success.

import type { RoomView } from '../../functions/protocol/events.ts';
import { createRoom, type CreatedRoom, type CreateRoomOptions } from '../../web/client/index.ts';
import type { Payload } from './clients.ts';
import { noteSecrets } from './leaks.ts';
import type { Server } from './server.ts';

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly body: Payload;
}

export interface TestRoom {
  readonly id: string;
  readonly topic: string;
  readonly view: RoomView;
  /** Tokens with the scopes send and receive; receive; send, receive and moderate. */
  readonly join: string;
  readonly watch: string;
  readonly owner: string;
  readonly joinUrl: string;
}

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a string body as it is, and anything else as JSON. */
export async function call(
  { origin }: Pick<Server, 'origin'>,
  { method = 'GET', path, token, body, headers = {} }: Call,
): Promise<Answered> {
  noteSecrets({ token, body });
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    type,
    headers: response.headers,
    body: type.includes('json') ? (JSON.parse(text) as Payload) : { text },
  };
}

export const extractToken = (url: string): string => url.split('#')[1] ?? '';

export async function makeRoom(
  server: Pick<Server, 'origin'>,
  options: Payload = {},
): Promise<TestRoom> {
  const { status, body } = await call(server, {
    method: 'POST',
    path: '/api/rooms',
    body: options,
  });
  if (status !== 201) throw new Error(`No room: ${String(status)} ${JSON.stringify(body)}`);
  const { room, token, joinUrl, watchUrl } = body as {
    room: RoomView;
    token: string;
    joinUrl: string;
    watchUrl: string;
  };
  return {
    id: room.id,
    topic: `room:${room.id}`,
    view: room,
    owner: token,
    join: extractToken(joinUrl),
    watch: extractToken(watchUrl),
    joinUrl,
  };
}

/** The room with its links, as the client library creates it. */
export async function createRoomWithLinks(
  { origin }: Pick<Server, 'origin'>,
  wish: CreateRoomOptions = {},
): Promise<CreatedRoom> {
  const created = await createRoom(wish, { origin });
  if (!created.ok) throw new Error(`No room: ${created.message}`);
  return created.value;
}

export async function makeToken(
  server: Pick<Server, 'origin'>,
  { id, owner }: TestRoom,
  wanted: { readonly scope: string; readonly seconds?: number; readonly uses?: number },
): Promise<string> {
  const { status, body } = await call(server, {
    method: 'POST',
    path: `/api/rooms/${id}/tokens`,
    token: owner,
    body: wanted,
  });
  if (status !== 201) throw new Error(`No token: ${String(status)} ${JSON.stringify(body)}`);
  return String(body['token']);
}
