// A whole world in memory for tests of the core: in-process stores, a clock that stands until it is
// moved, a gateway that writes down what it is given, and one short word list.

import { inProcessConnectionStore } from '../../functions/adapters/in-process/connection-store.ts';
import { inProcessFilterLists } from '../../functions/adapters/in-process/filter-lists.ts';
import { inProcessQuotas } from '../../functions/adapters/in-process/quotas.ts';
import { inProcessRoomStore } from '../../functions/adapters/in-process/room-store.ts';
import { ring as ringOne } from '../../functions/core/alarm.ts';
import { api } from '../../functions/core/api/api.ts';
import type { ApiResponse } from '../../functions/core/api/call.ts';
import { connect } from '../../functions/core/connect.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type {
  Alarm,
  AlarmKind,
  Clock,
  ConnectionId,
  Gateway,
  Keys,
  World,
} from '../../functions/core/ports.ts';
import { receive } from '../../functions/core/receive.ts';
import { createRoom, type Created } from '../../functions/core/room/create.ts';
import type { Settings } from '../../functions/core/settings.ts';
import type { JoinResponse } from '../../functions/protocol/events.ts';
import { encodeFrame, type Frame, type Version } from '../../functions/protocol/frames.ts';
import { keysOf, makeKey } from './access/build.ts';

export const start = Date.UTC(2030, 0, 1);

const settings: Settings = {
  issuer: 'ten-minute-chat',
  audience: 'ten-minute-chat',
  publicOrigin: 'https://chat.example',
  roomSeconds: 600,
  capacity: 200,
  openRooms: [],
  allowedOrigins: [],
};

const keys: Keys = keysOf(await makeKey('k1'));

export interface TestWorld {
  readonly context: Context;
  now: number;
  /** Connections that have ended: posts to them say `gone`. */
  readonly ended: Set<ConnectionId>;
  readonly closed: { readonly connection: ConnectionId; readonly code: number }[];
  /** All that were ever set, and those of them that have rung. */
  readonly alarms: Alarm[];
  readonly rung: Set<Alarm>;
  /** Asked before each post: may hold it back for a while, or throw, which fails it. */
  tamper: (connection: ConnectionId, text: string) => Promise<void> | void;
  /** Everything posted so far, as text, in order. */
  readonly posted: { readonly connection: ConnectionId; readonly text: string }[];
  /** What came to one connection since it was last asked. */
  inbox(connection: ConnectionId): readonly Frame[];
}

export function worldWith({
  ports = {},
  ...changes
}: Partial<Settings> & { readonly ports?: Partial<World> } = {}): TestWorld {
  const ended = new Set<ConnectionId>();
  const closed: TestWorld['closed'] = [];
  const posted: TestWorld['posted'] = [];
  const alarms: TestWorld['alarms'] = [];
  const seen = new Map<ConnectionId, number>();
  let ids = 0;
  const gateway: Gateway = {
    post: async (connection, text) => {
      await world.tamper(connection, text);
      if (ended.has(connection)) return 'gone';
      posted.push({ connection, text });
      return 'sent';
    },
    close: (connection, code) => {
      closed.push({ connection, code });
      ended.add(connection);
      return Promise.resolve();
    },
  };
  const clock: Clock = {
    now: () => world.now,
    wait: (milliseconds) => {
      world.now += milliseconds;
      return Promise.resolve();
    },
  };
  const list = {
    name: 'test',
    version: 1,
    language: 'en',
    forbidden: ['XML'],
    replacements: ['JSON'],
  };
  const lists = [list];
  const world: TestWorld = {
    now: start,
    ended,
    closed,
    posted,
    alarms,
    rung: new Set(),
    tamper: () => undefined,
    inbox: (connection) => {
      const all = posted.filter((one) => one.connection === connection);
      const fresh = all.slice(seen.get(connection) ?? 0);
      seen.set(connection, all.length);
      return fresh.map(({ text }) => frameIn(text));
    },
    context: createContext(
      {
        rooms: inProcessRoomStore(),
        connections: inProcessConnectionStore(),
        quotas: inProcessQuotas(),
        gateway,
        keys,
        alarms: {
          set: (alarm) => {
            alarms.push(alarm);
            return Promise.resolve();
          },
        },
        clock,
        random: { id: (length) => String((ids += 1)).padStart(length, 'x') },
        lists: inProcessFilterLists({ seeds: lists, clock }),
        ...ports,
      },
      { ...settings, ...changes },
    ),
  };
  return world;
}

type Ref = Frame['ref'];

/** A frame to a client, which may be longer than those that clients send. */
export function frameIn(text: string): Frame {
  const json = JSON.parse(text) as
    [Ref, Ref, string, string, unknown] | (Omit<Frame, 'joinRef'> & { readonly join_ref?: Ref });
  if (!Array.isArray(json)) {
    return {
      joinRef: json.join_ref ?? null,
      ref: json.ref,
      topic: json.topic,
      event: json.event,
      payload: json.payload,
    };
  }
  const [joinRef, ref, topic, event, payload] = json;
  return { joinRef, ref, topic, event, payload };
}

/** Time passes: alarms of the kind ring when they are due, also those that are set meanwhile. */
export async function elapse(
  world: TestWorld,
  milliseconds: number,
  kind?: AlarmKind,
): Promise<void> {
  const until = world.now + milliseconds;
  for (;;) {
    const isDue = (alarm: Alarm): boolean =>
      !world.rung.has(alarm) && alarm.at <= until && (kind === undefined || alarm.kind === kind);
    const [next] = world.alarms.filter(isDue).toSorted((one, other) => one.at - other.at);
    if (next === undefined) break;
    world.rung.add(next);
    world.now = Math.max(world.now, next.at);
    await ringOne(world.context, next);
  }
  world.now = Math.max(world.now, until);
}

/** The alarms of the kind that are due ring now. */
export const ring = (world: TestWorld, kind: AlarmKind): Promise<void> => elapse(world, 0, kind);

export const tokenIn = (url: string): string => url.slice(url.indexOf('#') + 1);

interface RoomOptions {
  readonly capacity?: number;
  readonly seconds?: number;
  readonly slow?: number;
}

export async function roomIn(world: TestWorld, options: RoomOptions = {}): Promise<Created> {
  const made = await createRoom(world.context, {
    options: { title: 'Tea', ...options },
    addressKey: undefined,
    origin: 'https://chat.example',
  });
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
  const id = `c${(clients += 1)}` as ConnectionId;
  const vsn = version === 1 ? '1.0.0' : '2.0.0';
  await connect(world.context, {
    id,
    vsn,
    token,
    protocols: undefined,
    origin: undefined,
    host: undefined,
    addressKey: undefined,
  });
  return {
    id,
    push: async (event, payload, frame = {}) => {
      await receive(world.context, {
        connection: id,
        text: encodeFrame(version, { joinRef: '1', ref: '2', topic, event, payload, ...frame }),
      });
      return world.inbox(id);
    },
  };
}

export interface TestMember extends TestClient {
  readonly joined: JoinResponse;
  /** Empty for a watcher, as its session. */
  readonly member: string;
  readonly session: string;
}

/** A client that has joined a room, its inbox read. */
export async function memberOf(
  world: TestWorld,
  url: string,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<TestMember> {
  const { client, reply } = await joinBy(world, url, payload);
  if (!isOk(reply)) throw new Error(`Not joined: ${JSON.stringify(reply)}.`);
  const joined = responseOf(reply) as JoinResponse;
  return { ...client, joined, member: joined.member?.id ?? '', session: joined.session ?? '' };
}

/** A client that asks to join, and how it is answered. */
export async function joinBy(
  world: TestWorld,
  url: string,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly client: TestClient; readonly reply: Frame | undefined }> {
  const room = /\/r\/([^#]+)/.exec(url)?.[1] ?? '';
  const client = await clientOf(world, `room:${room}`);
  const frames = await client.push('phx_join', { token: tokenIn(url), ...payload }, { ref: '1' });
  return { client, reply: answerIn(frames) };
}

interface RoomCall {
  readonly room: string;
  readonly bearer: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** A call of the HTTP API for one room. */
export const call = (
  { context }: TestWorld,
  route: string,
  { room, bearer, body, query = {} }: RoomCall,
): Promise<ApiResponse> =>
  api(context, {
    route,
    parameters: { id: room },
    query,
    bearer,
    addressKey: undefined,
    origin: 'https://chat.example',
    body: body === undefined ? '' : JSON.stringify(body),
  });

/** The payloads of one event among frames. */
export const payloadsOf = (frames: readonly Frame[], event: string): readonly unknown[] =>
  frames.filter((frame) => frame.event === event).map(({ payload }) => payload);
/** The answer among all that came. */
export const answerIn = (frames: readonly Frame[]): Frame | undefined =>
  frames.find(({ event }) => event === 'phx_reply');
/** What a refused push is answered with. */
export const reasonOf = (frame: Frame | undefined): string =>
  (responseOf(frame) as { readonly reason?: string } | undefined)?.reason ?? 'none';

/** What an answer says, whatever its form. */
export const responseOf = (frame: Frame | undefined): unknown =>
  (frame?.payload as { readonly response?: unknown } | undefined)?.response;
export const isOk = (frame: Frame | undefined): boolean =>
  frame?.event === 'phx_reply' && (frame.payload as { readonly status?: unknown }).status === 'ok';
