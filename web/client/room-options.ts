// What a program may say when it joins a room, and what that comes to: where the server is, by
// which ways, with whose clock.

import type { RoomView } from '../../functions/protocol/events.ts';
import type { ServerOptions } from './rooms-api.ts';
import { systemClock, systemRandom, type Clock, type Random } from './environment.ts';
import { createIndexedDbOutboxStore } from './outbox/indexed-db-outbox-store.ts';
import type { Transport } from './connection/phoenix-socket.ts';
import { createMemoryOutboxStore, type OutboxStore } from './outbox/outbox-store.ts';

/**
 * Either the link as it was handed round, or the room's id with its token (none for an open room).
 */
export type RoomAddress =
  | { readonly link: string; readonly id?: never; readonly token?: never; readonly origin?: never }
  | {
      readonly id: string;
      readonly token?: string;
      readonly link?: never;
      readonly origin?: string;
    };

/** A room as it was last seen, with the clock offset measured then. */
export interface RoomPreview {
  readonly room: RoomView;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly clockOffsetMs: number;
}

export type RoomOptions = RoomAddress & {
  /** Absent for a watcher. */
  readonly username?: string | undefined;
  /**
   * From an earlier join (`snapshot().session`): the way back to the same name, and to what was not
   * sent.
   */
  readonly session?: string | null | undefined;
  /** What an earlier visit knew of the room, to show something before there is a connection. */
  readonly preview?: RoomPreview | undefined;
  /** The WebSocket class where there is no global one: `import WebSocket from 'ws'`. */
  readonly transport?: Transport;
  readonly fetch?: typeof globalThis.fetch;
  /** Where unsent messages wait: IndexedDB in browsers, else memory. */
  readonly outboxStore?: OutboxStore;
  /** Default 240 s: cheap, and well inside API Gateway's ten idle minutes. */
  readonly heartbeatIntervalMs?: number;
  readonly clock?: Clock;
  readonly random?: Random;
};

export interface RoomSettings {
  readonly id: string;
  readonly token: string;
  readonly username: string | undefined;
  readonly session: string | null;
  readonly preview: RoomPreview | undefined;
  readonly endpoint: string;
  readonly server: ServerOptions;
  readonly transport: Transport | undefined;
  readonly store: OutboxStore;
  readonly heartbeatIntervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

let browserStore: OutboxStore | undefined;

export function resolveSettings(options: RoomOptions): RoomSettings {
  const {
    username,
    session = null,
    preview,
    transport,
    fetch,
    heartbeatIntervalMs: heartbeatMs = 240_000,
    clock = systemClock,
    random = systemRandom,
  } = options;
  const { id, token, origin } = parseAddress(options);
  return {
    id,
    token,
    username,
    session,
    preview,
    transport,
    heartbeatIntervalMs: heartbeatMs,
    clock,
    random,
    endpoint: `${(origin ?? '').replace(/^http/, 'ws')}/socket`,
    server: {
      ...(origin === undefined ? {} : { origin }),
      ...(fetch === undefined ? {} : { fetch }),
    },
    store: options.outboxStore ?? defaultStore(),
  };
}

function parseAddress(address: RoomAddress): {
  id: string;
  token: string;
  origin: string | undefined;
} {
  if (address.link === undefined) {
    return {
      id: address.id,
      token: address.token ?? '',
      origin: address.origin?.replace(/\/$/, ''),
    };
  }
  const { origin, pathname, hash } = new URL(address.link);
  const [, id] = /^\/r\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (id === undefined) {
    throw new TypeError('This is no link of a room: it has the form https://…/r/<room>#<token>.');
  }
  return { id, token: hash.slice(1), origin };
}

function defaultStore(): OutboxStore {
  if (!('indexedDB' in globalThis)) return createMemoryOutboxStore();
  return (browserStore ??= createIndexedDbOutboxStore({ now: () => Date.now() }));
}
