// Ports in memory for tests of the core: in-process stores, a clock that tests move, a gateway that
// records its posts, and one short word list.

import { cryptoHash } from '../../functions/adapters/system/crypto-hash.ts';
import { createMemoryConnections } from '../../functions/adapters/memory/memory-connections.ts';
import { createMemoryWordLists } from '../../functions/adapters/memory/memory-word-lists.ts';
import { createMemoryQuotas } from '../../functions/adapters/memory/memory-quotas.ts';
import { createMemoryRoomPorts } from '../../functions/adapters/memory/memory-room-ports.ts';
import { runTimer as runOne } from '../../functions/core/lifecycle/run-timer.ts';
import { handleRequest } from '../../functions/core/http/handle-request.ts';
import type { ApiResponse } from '../../functions/core/http/api-request.ts';
import { connect } from '../../functions/core/access/handshake.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type {
  Timer,
  TimerKind,
  Clock,
  ConnectionId,
  Gateway,
  Keys,
  Ports,
} from '../../functions/core/ports.ts';
import { receive } from '../../functions/core/receive.ts';
import { createRoom, type Created } from '../../functions/core/lifecycle/create-room.ts';
import type { Settings } from '../../functions/core/settings.ts';
import type { JoinResponse } from '../../functions/protocol/events.ts';
import { encodeFrame, type Frame, type Version } from '../../functions/protocol/frames.ts';
import { createTestKeys, makeKey } from './access/token-builders.ts';
import { defaultSettings } from '../default-settings.ts';

export const start = Date.UTC(2030, 0, 1);

const settings = defaultSettings;

const keys: Keys = createTestKeys(await makeKey('k1'));

export interface TestPorts {
  readonly context: Context;
  now: number;
  /** Connections that have ended: posts to them say `gone`. */
  readonly ended: Set<ConnectionId>;
  readonly closed: { readonly connection: ConnectionId; readonly code: number }[];
  /** All timers ever set, and those that have fired. */
  readonly timers: Timer[];
  readonly fired: Set<Timer>;
  /** Called before each post: may delay it, or throw to make it fail. */
  tamper: (connection: ConnectionId, text: string) => Promise<void> | void;
  /** Everything posted so far, as text, in order. */
  readonly posted: { readonly connection: ConnectionId; readonly text: string }[];
  /** Returns the frames posted to a connection since the last call. */
  inbox(connection: ConnectionId): readonly Frame[];
}

export function createTestPorts({
  ports = {},
  ...changes
}: Partial<Settings> & { readonly ports?: Partial<Ports> } = {}): TestPorts {
  const ended = new Set<ConnectionId>();
  const closed: TestPorts['closed'] = [];
  const posted: TestPorts['posted'] = [];
  const timers: TestPorts['timers'] = [];
  const seen = new Map<ConnectionId, number>();
  let ids = 0;
  const gateway: Gateway = {
    post: async (connection, text) => {
      await testPorts.tamper(connection, text);
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
    now: () => testPorts.now,
    wait: (milliseconds) => {
      testPorts.now += milliseconds;
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
  const testPorts: TestPorts = {
    now: start,
    ended,
    closed,
    posted,
    timers,
    fired: new Set(),
    tamper: () => undefined,
    inbox: (connection) => {
      const all = posted.filter((one) => one.connection === connection);
      const fresh = all.slice(seen.get(connection) ?? 0);
      seen.set(connection, all.length);
      return fresh.map(({ text }) => parseFrame(text));
    },
    context: createContext(
      {
        ...createMemoryRoomPorts(),
        connections: createMemoryConnections(),
        quotas: createMemoryQuotas(),
        gateway,
        keys,
        timers: {
          set: (timer) => {
            timers.push(timer);
            return Promise.resolve();
          },
        },
        clock,
        random: { id: (length) => String((ids += 1)).padStart(length, 'x') },
        hash: cryptoHash,
        lists: createMemoryWordLists({ seeds: lists, clock }),
        ...ports,
      },
      { ...settings, ...changes },
    ),
  };
  return testPorts;
}

type Ref = Frame['ref'];

/** Parses a frame to a client, which may be longer than frames from clients. */
export function parseFrame(text: string): Frame {
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

/** Moves the clock. Timers of the kind fire when due, also those set meanwhile. */
export async function elapse(
  ports: TestPorts,
  milliseconds: number,
  kind?: TimerKind,
): Promise<void> {
  const until = ports.now + milliseconds;
  for (;;) {
    const isDue = (timer: Timer): boolean =>
      !ports.fired.has(timer) && timer.at <= until && (kind === undefined || timer.kind === kind);
    const [next] = ports.timers.filter(isDue).toSorted((one, other) => one.at - other.at);
    if (next === undefined) break;
    ports.fired.add(next);
    ports.now = Math.max(ports.now, next.at);
    await runOne(ports.context, next);
  }
  ports.now = Math.max(ports.now, until);
}

/** Fires the timers of the kind that are due. */
export const runTimer = (ports: TestPorts, kind: TimerKind): Promise<void> =>
  elapse(ports, 0, kind);

export const extractToken = (url: string): string => url.slice(url.indexOf('#') + 1);

interface RoomOptions {
  readonly capacity?: number;
  readonly seconds?: number;
  readonly slow?: number;
}

export async function createTestRoom(
  ports: TestPorts,
  options: RoomOptions = {},
): Promise<Created> {
  const made = await createRoom(ports.context, {
    options: { title: 'Tea', ...options },
    addressKey: undefined,
    origin: 'https://chat.example',
  });
  if (!made.ok) throw new Error(`No room: ${made.reason}.`);
  return made.created;
}

export interface TestClient {
  readonly id: ConnectionId;
  /** Sends a push and returns the frames that this client got by its end. */
  push(event: string, payload: unknown, frame?: Partial<Frame>): Promise<readonly Frame[]>;
}

let clients = 0;

/** Connects a client for one topic. It has not joined yet. */
export async function connectClient(
  ports: TestPorts,
  topic: string,
  { version = 2, token }: { readonly version?: Version; readonly token?: string } = {},
): Promise<TestClient> {
  const id = `c${(clients += 1)}` as ConnectionId;
  const vsn = version === 1 ? '1.0.0' : '2.0.0';
  await connect(ports.context, {
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
      await receive(ports.context, {
        connection: id,
        text: encodeFrame(version, { joinRef: '1', ref: '2', topic, event, payload, ...frame }),
      });
      return ports.inbox(id);
    },
  };
}

export interface TestMember extends TestClient {
  readonly joined: JoinResponse;
  /** Empty for a watcher, as is the session. */
  readonly memberId: string;
  readonly session: string;
}

/** Connects a client that joins a room, and empties its inbox. */
export async function joinTestRoom(
  ports: TestPorts,
  url: string,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<TestMember> {
  const { client, reply } = await tryJoin(ports, url, payload);
  if (!isOk(reply)) throw new Error(`Not joined: ${JSON.stringify(reply)}.`);
  const joined = getResponse(reply) as JoinResponse;
  return { ...client, joined, memberId: joined.member?.id ?? '', session: joined.session ?? '' };
}

/** Connects a client that tries to join, and returns the reply. */
export async function tryJoin(
  ports: TestPorts,
  url: string,
  payload: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly client: TestClient; readonly reply: Frame | undefined }> {
  const room = /\/r\/([^#]+)/.exec(url)?.[1] ?? '';
  const client = await connectClient(ports, `room:${room}`);
  const frames = await client.push(
    'phx_join',
    { token: extractToken(url), ...payload },
    { ref: '1' },
  );
  return { client, reply: findReply(frames) };
}

interface RoomCall {
  readonly room: string;
  readonly bearer: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** Calls the HTTP API for one room. */
export const call = (
  { context }: TestPorts,
  route: string,
  { room, bearer, body, query = {} }: RoomCall,
): Promise<ApiResponse> =>
  handleRequest(context, {
    route,
    parameters: { id: room },
    query,
    bearer,
    addressKey: undefined,
    origin: 'https://chat.example',
    body: body === undefined ? '' : JSON.stringify(body),
  });

/** Returns the payloads of one event. */
export const findPayloads = (frames: readonly Frame[], event: string): readonly unknown[] =>
  frames.filter((frame) => frame.event === event).map(({ payload }) => payload);
/** Returns the first reply among frames. */
export const findReply = (frames: readonly Frame[]): Frame | undefined =>
  frames.find(({ event }) => event === 'phx_reply');
/** Returns the reason of an error reply. */
export const getReason = (frame: Frame | undefined): string =>
  (getResponse(frame) as { readonly reason?: string } | undefined)?.reason ?? 'none';

/** Returns the response of a reply. */
export const getResponse = (frame: Frame | undefined): unknown =>
  (frame?.payload as { readonly response?: unknown } | undefined)?.response;
export const isOk = (frame: Frame | undefined): boolean =>
  frame?.event === 'phx_reply' && (frame.payload as { readonly status?: unknown }).status === 'ok';
