// 72 hostile sockets, eight of each kind, at full speed against a server for some seconds:
// `node --import tsx test/security/hostile-sockets.ts <origin> <seconds>`. A process of its own, so
// what it costs to send is not measured as the server's delay. Prints how each socket ended, by
// kind, as one line of JSON.

import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { opcodes, encode, openRaw } from './raw-websocket.ts';

const perKind = 8;
const floodPatience = 60_000;

/**
 * Close codes. 0: the socket was open until the attack ended. -1: it ended without a code, or was
 * not let in.
 */
export type Endings = Readonly<Record<string, readonly number[]>>;

interface Attack {
  readonly origin: string;
  readonly topic: string;
  readonly token: string;
  /** When to stop, as `performance.now()`. */
  readonly until: number;
}

type AttackOnce = (attack: Attack, index: number) => Promise<number>;

/**
 * Sends the frames that `frameFor` returns as fast as the network takes them, until the server
 * closes the socket, however slow the machine is.
 */
const flood =
  (frameFor: (attack: Attack, count: number) => string): AttackOnce =>
  async (attack, index) => {
    const socket = await open(attack, index);
    const patient = { ...attack, until: attack.until + floodPatience };
    for (let count = 0; isGoingOn(socket, patient); count += 1) {
      socket.send(frameFor(attack, count));
      // Not more than the network takes, or this process would only fill its own memory.
      if (count % 64 === 0 || socket.bufferedAmount > 262_144) await wait(1);
    }
    return end(socket);
  };

const push = (topic: string, event: string, payload: unknown): string =>
  JSON.stringify(['1', '9', topic, event, payload]);

/** Sends one of the costliest texts for the filter, as often as a member may. */
const costly: AttackOnce = async (attack, index) => {
  const socket = await open(attack, index);
  const body = 'f*u*c*k '.repeat(500);
  while (isGoingOn(socket, attack)) {
    socket.send(push(attack.topic, 'shout', { body }));
    await wait(110);
  }
  return end(socket);
};

/** Asks for as much as it may, and reads nothing. */
const deaf: AttackOnce = async (attack, index) => {
  const socket = await open(attack, index);
  socket.pause();
  while (isGoingOn(socket, attack)) {
    socket.send(push(attack.topic, 'history', { limit: 200 }));
    await wait(110);
  }
  socket.resume();
  return end(socket);
};

/** Writes bytes that are no frames of a client, or control frames without end. */
const raw =
  (bytes: Buffer): AttackOnce =>
  async ({ origin, until }) => {
    const client = await openRaw(origin);
    const state = { isEnded: false };
    const ended = client.ended.then(() => {
      state.isEnded = true;
    });
    while (!state.isEnded && performance.now() < until + floodPatience) {
      await Promise.race([client.write(bytes), ended]);
      await wait(1);
    }
    const close = client.frames.find(({ opcode }) => opcode === opcodes.close);
    client.destroy();
    if (close !== undefined) return close.payload.readUInt16BE();
    return state.isEnded ? -1 : 0;
  };

const kinds: Readonly<Record<string, AttackOnce>> = {
  nonsense: flood(() => 'x'),
  heartbeats: flood(() => JSON.stringify([null, '1', 'phoenix', 'heartbeat', {}])),
  joins: flood(({ topic }, count) => push(topic, 'phx_join', { token: `e${count}` })),
  messages: flood(({ topic }, count) => push(topic, 'shout', { body: `m${count}` })),
  'large frames': flood(() => '['.repeat(31_000)),
  costly,
  deaf,
  pings: raw(Buffer.concat(Array(200).fill(encode({ opcode: opcodes.ping })))),
  unmasked: raw(encode({ opcode: opcodes.text, masked: false, payload: Buffer.from('x') })),
};

function isGoingOn(socket: WebSocket, { until }: Attack): boolean {
  return socket.readyState === WebSocket.OPEN && performance.now() < until;
}

const codes = new WeakMap<WebSocket, number>();

async function end(socket: WebSocket): Promise<number> {
  const isOpen = socket.readyState === WebSocket.OPEN;
  for (let tries = 0; !isOpen && socket.readyState !== WebSocket.CLOSED && tries < 50; tries += 1) {
    await wait(100);
  }
  socket.terminate();
  return isOpen ? 0 : (codes.get(socket) ?? -1);
}

/** Opens a socket and joins the attackers' room. */
async function open({ origin, topic, token }: Attack, index: number): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket/websocket?vsn=2.0.0`);
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => codes.set(socket, code === 1006 ? -1 : code));
  await once(socket, 'open');
  socket.send(push(topic, 'phx_join', { username: `foe ${index}`, token }));
  return socket;
}

async function attackAll(origin: string, seconds: number): Promise<Endings> {
  const created = await fetch(`${origin}/api/rooms`, { method: 'POST' });
  const { room, token } = (await created.json()) as { room: { id: string }; token: string };
  const attack = {
    origin,
    topic: `room:${room.id}`,
    token,
    until: performance.now() + seconds * 1_000,
  };
  const entries = Object.entries(kinds).map(async ([kind, attackOnce], place) => {
    const indexes = Array.from({ length: perKind }, (_, index) => place * perKind + index);
    return [
      kind,
      await Promise.all(indexes.map((index) => attackOnce(attack, index).catch(() => -1))),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const [origin = '', seconds = '5'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await attackAll(origin, Number(seconds)))}\n`);
process.exit();
