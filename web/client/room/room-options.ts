// The options and results of `Room`, and the settings that its options resolve to.

import type { Message, RoomView } from '../../../functions/protocol/events.ts';
import {
  getBrowserGlobals,
  systemClock,
  systemRandom,
  type Clock,
  type Random,
  type Transport,
} from '../environment.ts';
import { createFallbackStore } from '../outbox/fallback-store.ts';
import { createIndexedDbOutboxStore } from '../outbox/indexed-db-store.ts';
import { createMemoryOutboxStore, type OutboxStore } from '../outbox/outbox-store.ts';
import type { ServerOptions } from '../rooms-api.ts';

/** A room's link. */
export interface LinkAddress {
  /** As it was handed out: `https://…/r/<room id>#<code>`. */
  readonly link: string;
  readonly id?: never;
  readonly token?: never;
  readonly origin?: never;
}

/** A room's id and token. */
export interface IdAddress {
  readonly id: string;
  /** Leave it out for an open room. */
  readonly token?: string;
  /**
   * The server's origin, for example `https://chat.example`.
   * @defaultValue the page's own origin
   */
  readonly origin?: string;
  readonly link?: never;
}

/**
 * Which room to join: its link, or its id and token.
 * @example
 * const address: RoomAddress = { link: 'https://chat.example/r/4fzq#k3Jd…' };
 */
export type RoomAddress = LinkAddress | IdAddress;

/** A room as it was last seen, with the clock offset measured then. */
export interface RoomPreview {
  readonly room: RoomView;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly clockOffsetMs: number;
  /** `clock.countJumps()` at that measurement. Leave it out after a reload. */
  readonly clockJumps?: number | undefined;
}

/** How to join a room. All but the address is optional. */
export interface JoinOptions {
  /** The name to join with. Leave it out to watch. */
  readonly username?: string | undefined;
  /** `getSnapshot().session` of an earlier join, to be the same member again. */
  readonly session?: string | null | undefined;
  /** The room as an earlier visit knew it, to show before there is a connection. */
  readonly preview?: RoomPreview | undefined;
  /**
   * The WebSocket class. In Node 20: `import WebSocket from 'ws'`.
   * @defaultValue `globalThis.WebSocket`
   */
  readonly transport?: Transport;
  /** @defaultValue `globalThis.fetch` */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * Where unconfirmed messages wait.
   * @defaultValue IndexedDB in browsers, memory elsewhere
   */
  readonly outboxStore?: OutboxStore;
  /**
   * Milliseconds without a frame from this client before it sends a heartbeat. API Gateway closes
   * a connection after ten idle minutes. Except in hidden pages, the client also sends one after
   * about 20 s without a frame from the server, to notice a dead connection.
   * @defaultValue 240,000
   */
  readonly heartbeatIntervalMs?: number;
  /** @defaultValue {@link systemClock} */
  readonly clock?: Clock;
  /** @defaultValue {@link systemRandom} */
  readonly random?: Random;
}

/**
 * Which room to join, and how.
 * @example
 * const options: RoomOptions = { link, username: 'Ada', heartbeatIntervalMs: 60_000 };
 */
export type RoomOptions = RoomAddress & JoinOptions;

/** Options of `Room.send`. */
export interface SendOptions {
  /**
   * The one member who receives the message, by id or name. Prefer the id: a name can pass to
   * another member before the message is sent.
   * @defaultValue null: everyone
   */
  readonly to?: string | null;
  /**
   * The name to show until the message comes back. With it, `to` is always taken for an id.
   * @defaultValue the name of the present member whose id or name is `to`
   */
  readonly toName?: string | null;
}

/** The result of `Room.send`. */
export interface SentMessage {
  /** Identifies the message in the snapshot's items, and in a `problem` event. */
  readonly cid: string;
}

/** Options of `Room.kick`. */
export interface KickOptions {
  /**
   * Whether to lock the room in the same step, so the member cannot return under another name.
   * @defaultValue false
   */
  readonly lock?: boolean;
}

/** The result of `Room.search`. */
export interface SearchResult {
  /** In the room's order. */
  readonly messages: readonly Message[];
  /** False if older messages could not be loaded, so some may be missing. */
  readonly complete: boolean;
}

export interface RoomSettings {
  readonly id: string;
  readonly token: string;
  readonly username: string | undefined;
  readonly session: string | null;
  readonly preview: RoomPreview | undefined;
  readonly endpoint: string;
  readonly server: ServerOptions;
  readonly transport: Transport;
  readonly outboxStore: OutboxStore;
  readonly heartbeatIntervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

interface ParsedAddress {
  readonly id: string;
  readonly token: string;
  readonly origin: string | undefined;
}

const defaultHeartbeatIntervalMs = 240_000;
let browserStore: OutboxStore | undefined;

/**
 * Applies the defaults. Throws a `TypeError` for a link that is no room's, and where a default is
 * missing.
 */
export function resolveSettings(options: RoomOptions): RoomSettings {
  const { username, session = null, preview, fetch, outboxStore } = options;
  const clock = options.clock ?? systemClock;
  const { id, token, origin } = parseAddress(options);
  return {
    id,
    token,
    username,
    session,
    preview,
    transport: options.transport ?? getDefaultTransport(),
    endpoint: `${(origin ?? getPageOrigin()).replace(/^http/, 'ws')}/socket`,
    server: {
      ...(origin === undefined ? {} : { origin }),
      ...(fetch === undefined ? {} : { fetch }),
    },
    outboxStore:
      outboxStore === undefined ? getDefaultStore() : createFallbackStore(outboxStore, clock),
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? defaultHeartbeatIntervalMs,
    clock,
    random: options.random ?? systemRandom,
  };
}

function parseAddress(address: RoomAddress): ParsedAddress {
  if (address.link === undefined) {
    const { id, token = '', origin } = address;
    return { id, token, origin: origin?.replace(/\/$/, '') };
  }
  const { origin, pathname, hash } = new URL(address.link);
  const [, id] = /^\/r\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (id === undefined) {
    throw new TypeError('Not a link to a room. A link has the form https://…/r/<room>#<code>.');
  }
  return { id, token: hash.slice(1), origin };
}

function getDefaultTransport(): Transport {
  const { WebSocket } = getBrowserGlobals();
  if (WebSocket !== undefined) return WebSocket;
  throw new TypeError(
    'There is no WebSocket here, as in Node 20. Install the package `ws`, import WebSocket from ' +
      'it, and pass it as the option `transport`.',
  );
}

function getPageOrigin(): string {
  const { location } = getBrowserGlobals();
  if (location !== undefined) return location.origin;
  throw new TypeError("Outside of a page, pass a `link`, or the server's `origin` with the `id`.");
}

function getDefaultStore(): OutboxStore {
  if (!('indexedDB' in globalThis)) return createMemoryOutboxStore();
  return (browserStore ??= createFallbackStore(createIndexedDbOutboxStore(), systemClock));
}
