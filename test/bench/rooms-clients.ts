// Members of rooms on any server under test. All use the same raw sockets and differ in their
// messages. Counting is cheap, since it shares the machine with the server.

import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Measured, ServerName } from './rooms-servers.ts';

/** The meaning of one server frame for the member that reads it. */
type Heard =
  /** The bodies of a frame's messages, and the seq of the first one. */
  | { readonly kind: 'messages'; readonly bodies: readonly string[]; readonly seq: number }
  | { readonly kind: 'answer' }
  | { readonly kind: 'greeting'; readonly reply: string }
  | { readonly kind: 'nothing' };

/** The protocol of one server. */
interface Dialect {
  readonly path: (place: Place) => string;
  /** The client's opening frames; absent if the server speaks first. */
  readonly join: (place: Place) => string;
  readonly waitsForGreeting: boolean;
  readonly say: (place: Place, ref: number, body: string) => string;
  /** Whether a frame is the same for every member of a room. Others are replies. */
  readonly isShared: (frame: Buffer) => boolean;
  readonly read: (text: string, place: Place) => Heard;
}

interface Place {
  readonly room: string;
  readonly token: string;
  readonly name: string;
  readonly batch: boolean;
}

const nothing: Heard = { kind: 'nothing' };
const answer: Heard = { kind: 'answer' };
const quote = '"'.charCodeAt(0);

const ours: Dialect = {
  path: ({ token }) => `/socket/websocket?vsn=2.0.0&token=${token}`,
  join: ({ room, name, batch }) =>
    JSON.stringify([
      '1',
      '1',
      `room:${room}`,
      'phx_join',
      { username: name, ...(batch ? { batch } : {}) },
    ]),
  waitsForGreeting: false,
  say: ({ room }, ref, body) =>
    `["1","${ref}","room:${room}","shout",{"body":"${body}","cid":"c${ref}"}]`,
  isShared: (frame) => frame[1] !== quote,
  read(text) {
    const [, , , event, payload] = JSON.parse(text) as [
      unknown,
      unknown,
      string,
      string,
      OursPayload,
    ];
    if (event === 'shout') {
      return { kind: 'messages', bodies: [payload.body ?? ''], seq: payload.seq ?? NaN };
    }
    if (event === 'shouts') {
      return {
        kind: 'messages',
        bodies: (payload.messages ?? []).map(({ body }) => body),
        seq: payload.messages?.[0]?.seq ?? NaN,
      };
    }
    if (event !== 'phx_reply') {
      return event.startsWith('presence') ? nothing : createFrameError(text);
    }
    return payload.status === 'ok' ? answer : createFrameError(text);
  },
};

interface OursPayload {
  readonly body?: string;
  readonly seq?: number;
  readonly messages?: readonly { readonly body: string; readonly seq: number }[];
  readonly status?: string;
}

const socketIo: Dialect = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  join: ({ room, name }) => `420["join",${JSON.stringify({ room, name })}]`,
  waitsForGreeting: true,
  say: (_, ref, body) => `42${ref}["shout","${body}"]`,
  isShared: (frame) => frame[1] === '2'.charCodeAt(0) && frame[2] === '['.charCodeAt(0),
  read(text, place) {
    if (text.startsWith('42[')) return readMessages(text.slice(2));
    if (text.startsWith('43')) return answer;
    if (text.startsWith('0')) return { kind: 'greeting', reply: '40' };
    if (text.startsWith('40')) return { kind: 'greeting', reply: socketIo.join(place) };
    return text === '2' ? { kind: 'greeting', reply: '3' } : createFrameError(text);
  },
};

const bare: Dialect = {
  path: () => '/',
  join: ({ room, name }) => JSON.stringify({ ref: 0, join: { room, name } }),
  waitsForGreeting: false,
  say: (_, ref, body) => `{"ref":${ref},"shout":"${body}"}`,
  isShared: (frame) => frame[0] === '['.charCodeAt(0),
  read: (text) => (text.startsWith('[') ? readMessages(text) : answer),
};

const dialects: Readonly<Record<ServerName, Dialect>> = {
  ours,
  'socket.io': socketIo,
  ws: bare,
  once: bare,
};

function readMessages(json: string): Heard {
  const [, { body, seq }] = JSON.parse(json) as [
    string,
    { readonly body: string; readonly seq: number },
  ];
  return { kind: 'messages', bodies: [body], seq };
}

function createFrameError(text: string): never {
  throw new Error(`Unexpected frame from a server: ${text.slice(0, 200)}`);
}

/**
 * Members in rooms of one server. Every message goes to everyone in its room, including its sender.
 */
export interface Party {
  readonly server: Measured;
  readonly rooms: number;
  readonly size: number;
  /** Received messages, counted once per receiver, and replies to senders. */
  readonly delivered: () => number;
  readonly answered: () => number;
  /** The frames that contained them. */
  readonly frames: () => number;
  /**
   * Sends a message as one member. Calls `heard` with its text when each of a few members receives
   * it.
   */
  say(room: number, member: number, body: string): void;
  /** Resolves when this many messages have arrived in total. Rejects after a period without any. */
  arrive(count: number): Promise<void>;
  leave(): Promise<void>;
}

export interface Invitation {
  readonly rooms: number;
  readonly size: number;
  readonly batch?: boolean;
  /** Whether each member checks that it receives everything once and in order. */
  readonly inOrder?: boolean;
  /** Receives what arrives at every n-th member of a room. */
  readonly noted?: { readonly every: number; readonly record: (body: string) => void };
}

const joiningAtOnce = 32;
const patienceMilliseconds = 30_000;

export async function createParty(
  server: Measured,
  { rooms, size, batch = false, inOrder = false, noted }: Invitation,
): Promise<Party> {
  const dialect = dialects[server.name];
  const count = { delivered: 0, answered: 0, frames: 0, refs: 10 };
  let waiting: { readonly count: number; readonly done: () => void } | undefined;
  let lost: ((why: Error) => void) | undefined;
  const members: { readonly socket: WebSocket; readonly place: Place }[] = [];

  const enter = async (place: Place, isNoted: boolean): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${dialect.path(place)}`, {
      perMessageDeflate: false,
    });
    const shared = createCache(place.room);
    let next = 1;
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      // Also after the join: a benchmark runs with all of its members or fails.
      socket.once('close', (code: number) => {
        const closed = new Error(`${server.name} closed a member's connection with ${code}`);
        reject(closed);
        lost?.(closed);
      });
      if (!dialect.waitsForGreeting) {
        socket.once('open', () => {
          socket.send(dialect.join(place));
        });
      }
      socket.on('message', (frame: Buffer) => {
        const heard = dialect.isShared(frame)
          ? shared(frame, (text) => dialect.read(text, place))
          : dialect.read(frame.toString(), place);
        if (heard.kind === 'messages') {
          if (inOrder && heard.seq !== next) {
            throw new Error(`${place.room}: after ${next - 1} came ${heard.seq}`);
          }
          next = heard.seq + heard.bodies.length;
          count.frames += 1;
          count.delivered += heard.bodies.length;
          if (isNoted) for (const body of heard.bodies) noted?.record(body);
          if (waiting !== undefined && count.delivered >= waiting.count) waiting.done();
        } else if (heard.kind === 'answer') {
          count.answered += 1;
          resolve();
        } else if (heard.kind === 'greeting') socket.send(heard.reply);
      });
    });
    return socket;
  };

  const places: Place[] = [];
  for (let room = 0; room < rooms; room += 1) {
    const made = await makeRoom(server, room);
    for (let member = 0; member < size; member += 1) {
      places.push({ ...made, name: `member ${member}`, batch });
    }
  }
  const sockets = new Array<WebSocket>(places.length);
  const waitingPlaces = places.entries();
  await Promise.all(
    Array.from({ length: joiningAtOnce }, async () => {
      for (const [index, place] of waitingPlaces) {
        sockets[index] = await enter(
          place,
          noted !== undefined && (index % size) % noted.every === 0,
        );
      }
    }),
  );
  for (const [index, place] of places.entries()) {
    const socket = sockets[index];
    if (socket !== undefined) members.push({ socket, place });
  }

  return {
    server,
    rooms,
    size,
    delivered: () => count.delivered,
    answered: () => count.answered,
    frames: () => count.frames,
    say(room, member, body) {
      const speaker = members[room * size + member];
      count.refs += 1;
      speaker?.socket.send(dialect.say(speaker.place, count.refs, body));
    },
    arrive: (wanted) =>
      new Promise((resolve, reject) => {
        lost = reject;
        const late = setTimeout(() => {
          reject(new Error(`${server.name}: ${count.delivered} of ${wanted} messages arrived`));
        }, patienceMilliseconds);
        const done = (): void => {
          waiting = undefined;
          clearTimeout(late);
          resolve();
        };
        waiting = { count: wanted, done };
        if (count.delivered >= wanted) done();
      }),
    leave: async () => {
      for (const { socket } of members) {
        socket.removeAllListeners('close');
        socket.terminate();
      }
      await wait(200);
    },
  };
}

// A broadcast has the same bytes for all members of a room, so it is parsed once and then
// recognized by comparison.
const caches = new Map<string, { frame: Buffer; heard: Heard }>();
function createCache(room: string): (frame: Buffer, read: (text: string) => Heard) => Heard {
  return (frame, read) => {
    const known = caches.get(room);
    if (known?.frame.equals(frame) === true) return known.heard;
    const heard = read(frame.toString());
    caches.set(room, { frame: Buffer.from(frame), heard });
    return heard;
  };
}

async function makeRoom(
  { name, port }: Measured,
  number: number,
): Promise<{ readonly room: string; readonly token: string }> {
  if (name !== 'ours') return { room: `${name} ${port} ${number} ${Math.random()}`, token: '' };
  const response = await fetch(`http://127.0.0.1:${port}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (response.status !== 201) {
    throw new Error(`No room was made: ${response.status} ${await response.text()}`);
  }
  const { room, token } = (await response.json()) as {
    readonly room: { readonly id: string };
    readonly token: string;
  };
  return { room: room.id, token };
}
