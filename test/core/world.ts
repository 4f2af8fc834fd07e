// A whole world in memory for tests of the core: in-process stores, a clock that stands until it is moved, a gateway that
// writes down what it is given, and one short word list.

import { inProcessConnectionStore } from '../../functions/adapters/in-process/connection-store.ts';
import { inProcessQuotas } from '../../functions/adapters/in-process/quotas.ts';
import { inProcessRoomStore } from '../../functions/adapters/in-process/room-store.ts';
import { connect } from '../../functions/core/connect.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type { Alarms, ConnectionId, Gateway, Keys, World } from '../../functions/core/ports.ts';
import { receive } from '../../functions/core/receive.ts';
import { createRoom, type Created } from '../../functions/core/room/create.ts';
import type { Settings } from '../../functions/core/settings.ts';
import { decodeFrame, encodeFrame, type Frame, type Version } from '../../functions/protocol/frames.ts';
import { keysOf, makeKey } from './access/build.ts';

export const start = Date.UTC(2030, 0, 1);

const settings: Settings = {
  issuer: 'ten-minute-chat', audience: 'ten-minute-chat', publicOrigin: 'https://chat.example',
  roomSeconds: 600, capacity: 200, openRooms: [], allowedOrigins: [],
};

const keys: Keys = keysOf(await makeKey('k1'));

export interface TestWorld {
  readonly context: Context;
  now: number;
  /** Connections that have ended: posts to them say `gone`. */
  readonly ended: Set<ConnectionId>;
  readonly closed: { readonly connection: ConnectionId; readonly code: number }[];
  readonly alarms: Parameters<Alarms['set']>[0][];
  /** Everything posted so far, as text, in order. */
  readonly posted: { readonly connection: ConnectionId; readonly text: string }[];
  /** What came to one connection since it was last asked. */
  inbox(connection: ConnectionId): readonly Frame[];
}

export function worldWith({ ports = {}, ...changes }: Partial<Settings> & { readonly ports?: Partial<World> } = {}): TestWorld {
  const ended = new Set<ConnectionId>();
  const closed: TestWorld['closed'] = [];
  const posted: TestWorld['posted'] = [];
  const alarms: TestWorld['alarms'] = [];
  const seen = new Map<ConnectionId, number>();
  let ids = 0;
  const gateway: Gateway = {
    post: (connection, text) => {
      if (ended.has(connection)) return Promise.resolve('gone');
      posted.push({ connection, text });
      return Promise.resolve('sent');
    },
    close: (connection, code) => {
      closed.push({ connection, code });
      ended.add(connection);
      return Promise.resolve();
    },
  };
  const list = { name: 'test', version: 1, language: 'en', forbidden: ['XML'], replacements: ['JSON'] };
  const lists = [list];
  const world: TestWorld = {
    now: start, ended, closed, posted, alarms,
    inbox: (connection) => {
      const all = posted.filter((one) => one.connection === connection);
      const fresh = all.slice(seen.get(connection) ?? 0);
      seen.set(connection, all.length);
      return fresh.map(({ text }) => {
        const decoded = decodeFrame(text);
        if (!decoded.ok) throw new Error('Something was posted that is no frame.');
        return decoded.frame;
      });
    },
    context: createContext({
      rooms: inProcessRoomStore(), connections: inProcessConnectionStore(), quotas: inProcessQuotas(), gateway, keys,
      alarms: { set: (alarm) => { alarms.push(alarm); return Promise.resolve(); } },
      clock: { now: () => world.now, wait: (milliseconds) => { world.now += milliseconds; return Promise.resolve(); } },
      random: { id: (length) => String(ids += 1).padStart(length, 'x') },
      lists: { read: () => Promise.resolve(lists) },
      ...ports,
    }, { ...settings, ...changes }),
  };
  return world;
}

export const tokenIn = (url: string): string => url.slice(url.indexOf('#') + 1);

export async function roomIn(world: TestWorld, options: { readonly capacity?: number; readonly seconds?: number } = {}): Promise<Created> {
  const made = await createRoom(world.context, { options: { title: 'Tea', ...options }, addressKey: undefined, origin: 'https://chat.example' });
  if (!made.ok) throw new Error(`No room: ${made.reason}.`);
  return made.created;
}

export interface TestClient {
  readonly id: ConnectionId;
  /** Sends a push and tells all that came to this client by its end. */
  push(event: string, payload: unknown, frame?: Partial<Frame>): Promise<readonly Frame[]>;
}

let clients = 0;

/** A connection that speaks of one topic; nothing is joined yet. */
export async function clientOf(
  world: TestWorld,
  topic: string,
  { version = 2, token }: { readonly version?: Version; readonly token?: string } = {},
): Promise<TestClient> {
  const id = `c${clients += 1}` as ConnectionId;
  const vsn = version === 1 ? '1.0.0' : '2.0.0';
  await connect(world.context, { id, vsn, token, protocols: undefined, origin: undefined, host: undefined, addressKey: undefined });
  return {
    id,
    push: async (event, payload, frame = {}) => {
      await receive(world.context, { connection: id, text: encodeFrame(version, { joinRef: '1', ref: '2', topic, event, payload, ...frame }) });
      return world.inbox(id);
    },
  };
}

/** A client that has joined a room, its inbox read. */
export async function memberOf(world: TestWorld, url: string, payload: Readonly<Record<string, unknown>> = {}): Promise<TestClient> {
  const room = /\/r\/([^#]+)/.exec(url)?.[1] ?? '';
  const client = await clientOf(world, `room:${room}`);
  const [reply] = await client.push('phx_join', { token: tokenIn(url), ...payload }, { ref: '1' });
  if (!isOk(reply)) throw new Error(`Not joined: ${JSON.stringify(reply)}.`);
  return client;
}

/** What an answer says, whatever its form. */
export const responseOf = (frame: Frame | undefined): unknown => (frame?.payload as { readonly response?: unknown } | undefined)?.response;
export const isOk = (frame: Frame | undefined): boolean => frame?.event === 'phx_reply' && (frame.payload as { readonly status?: unknown }).status === 'ok';
