// The storm: members talk in rooms over lines that are cut at random, at one end or both. Then the
// network recovers, and the checker decides whether every promise was kept. storm.ts runs it for a
// minute and prints figures, storm.test.ts for a few seconds.

import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Room } from '../../web/client/index.ts';
import type { Message } from '../../functions/protocol/events.ts';
import { check } from '../simulator/check.ts';
import type { HistoryEvent, Violation } from '../simulator/history.ts';
import { makeRoom, type TestRoom } from './api.ts';
import { cuts, layLine, type Cut, type Line } from './bad-network.ts';
import { createRecorder, type Device, type Recorder } from './recorder.ts';
import type { Server } from './server.ts';

export interface Weather {
  readonly seconds: number;
  readonly members?: number;
  readonly rooms?: number;
  readonly messagesPerSecond?: number;
  readonly cutsPerSecond?: number;
}

export interface Figures {
  readonly sent: number;
  /** Messages that have a place in an order. */
  readonly accepted: number;
  readonly cuts: Readonly<Record<Cut, number>>;
  readonly reconnects: number;
  /** Sends whose reply was lost. */
  readonly repeats: number;
  /** Messages on all screens at the end. */
  readonly deliveries: number;
  /**
   * Clients that have not rejoined, or don't know whether their messages were accepted, long after
   * the last cut.
   */
  readonly unsettled: readonly string[];
  readonly violations: readonly Violation[];
}

/** A member in a room. Every fifth is in two rooms, on one line. */
interface RoomRecord {
  readonly room: Room;
  readonly screen: Message[];
  readonly missed: Set<number>;
  drawn: number;
}

interface Member {
  readonly name: string;
  readonly device: Device;
  readonly line: Line;
  readonly records: readonly RoomRecord[];
}

/** The maximum for one step, in milliseconds, on a machine that is busy with both ends. */
const latency = 1_500;
const deliveryMilliseconds = 5_000;
/** Milliseconds for which one end of a line doesn't notice a cut. */
const halfOpen = { min: 300, max: 3_000 };
const maxSettleTime = 30_000;

export async function storm(server: Pick<Server, 'origin'>, weather: Weather): Promise<Figures> {
  const {
    seconds,
    members: count = 50,
    rooms: roomCount = 10,
    messagesPerSecond = 20,
    cutsPerSecond = 5,
  } = weather;
  const recorder = createRecorder();
  const { events } = recorder;
  const rooms = await Promise.all(
    Array.from({ length: roomCount }, () => makeRoom(server, { capacity: 1_000 })),
  );
  for (const {
    id,
    view: { capacity, expiresAt },
  } of rooms) {
    events.push({
      type: 'room',
      at: Date.now(),
      room: id,
      capacity,
      endsAt: Date.parse(expiresAt),
      calm: false,
    });
  }
  const members = await Promise.all(
    Array.from({ length: count }, (_, index) => enter({ server, recorder, rooms, index })),
  );
  const records = members.flatMap((member) => member.records);
  await until(() => records.every(isSettled));

  const drawing = setInterval(
    () => {
      for (const member of members) draw(events, member);
    },
    Math.max(200, seconds * 4),
  );
  const made: Record<Cut, number> = { reset: 0, 'client-half': 0, 'server-half': 0 };
  let sent = 0;
  const end = Date.now() + seconds * 1_000;
  await Promise.all([
    actOften(messagesPerSecond, end, () => {
      sent += 1;
      speak(pickOne(members), sent);
    }),
    actOften(cutsPerSecond, end, () => {
      const [member, kind] = [pickOne(members), pickOne(cuts)];
      if (!member.line.isUp) return;
      made[kind] += 1;
      cut(events, member, kind);
    }),
  ]);
  await until(() => records.every(isSettled));
  const unsettled = members.flatMap((member) =>
    member.records.filter((record) => !isSettled(record)).map((record) => describe(member, record)),
  );
  // Once nothing has changed for this long, everything is due and presence is checked.
  await wait(halfOpen.max + deliveryMilliseconds + 2 * latency);
  clearInterval(drawing);
  for (const member of members) {
    draw(events, member);
    publishPresence(events, member);
  }
  const violations = check({ events, until: Date.now(), skew: 0, latency, words: [] });
  for (const { room } of records) room.disconnect();
  await Promise.all(members.map(({ line }) => line.stop()));
  return {
    sent,
    cuts: made,
    unsettled,
    violations,
    accepted: new Set(
      records.flatMap(({ screen }) => screen.map(({ epoch, seq }) => `${epoch} ${seq}`)),
    ).size,
    repeats: countRepeats(events),
    reconnects: events.filter(({ type }) => type === 'opened').length - count,
    deliveries: records.reduce((sum, { screen }) => sum + screen.length, 0),
  };
}

interface Entering {
  readonly server: Pick<Server, 'origin'>;
  readonly recorder: Recorder;
  readonly rooms: readonly TestRoom[];
  readonly index: number;
}

async function enter({ server, recorder, rooms, index }: Entering): Promise<Member> {
  const name = `member ${index}`;
  const line = await layLine(server);
  const device = recorder.device(name);
  const first = index % rooms.length;
  const second =
    (first + 1 + (Math.floor(index / rooms.length) % (rooms.length - 1))) % rooms.length;
  const records = (index % 5 === 0 ? [first, second] : [first]).map((at): RoomRecord => {
    const { id = '', join: token = '' } = rooms[at] ?? {};
    const room = Room.join({
      id,
      token,
      origin: line.origin,
      username: name,
      transport: device.transport,
      heartbeatIntervalMs: deliveryMilliseconds,
    });
    const record: RoomRecord = { room, screen: [], missed: new Set(), drawn: 0 };
    room.on('message', (message) => {
      record.screen.push(message);
    });
    room.on('gap', (seq) => {
      record.missed.add(seq);
    });
    return record;
  });
  return { name, device, line, records };
}

/** One message in ten is private. */
function speak({ name, records }: Member, number: number): void {
  const { room } = pickOne(records);
  const others = room.getSnapshot().presence.filter((present) => present.name !== name);
  room.send(
    `word ${number}`,
    number % 10 === 0 && others.length > 0 ? { to: pickOne(others).name } : {},
  );
}

function cut(events: HistoryEvent[], { name, device, line }: Member, kind: Cut): void {
  const lasts = kind === 'reset' ? 0 : randomInt(halfOpen.min, halfOpen.max);
  events.push({
    type: 'fault',
    at: Date.now(),
    kind: `${name} ${kind}`,
    until: Date.now() + lasts,
  });
  device.away();
  line.cut(kind);
  setTimeout(() => {
    line.mend();
  }, lasts);
}

function draw(events: HistoryEvent[], { name: client, device, records }: Member): void {
  for (const record of records) {
    const {
      room: { id: room },
      screen,
      missed,
    } = record;
    if (screen.length === record.drawn) continue;
    record.drawn = screen.length;
    events.push({
      type: 'screen',
      at: Date.now(),
      client,
      room,
      epoch: screen[0]?.epoch ?? '',
      messages: [...screen],
      missed: new Set(missed),
      hidden: new Set(device.hiddenIn(room)),
    });
  }
}

function publishPresence(events: HistoryEvent[], { name: client, records }: Member): void {
  for (const { room } of records) {
    const names = new Map(
      room
        .getSnapshot()
        .presence.map(({ name, connectionCount: connections }) => [name, connections]),
    );
    events.push({ type: 'presence', at: Date.now(), client, room: room.id, names });
  }
}

function countRepeats(events: readonly HistoryEvent[]): number {
  const cids = events.flatMap((event) =>
    event.type === 'invoke' && event.call.kind === 'send' ? [event.call.cid] : [],
  );
  return cids.length - new Set(cids).size;
}

/** The client has rejoined, and knows that all its messages were accepted. */
const isSettled = ({ room }: RoomRecord): boolean => {
  const { status, items } = room.getSnapshot();
  return status.kind === 'joined' && items.every(({ state }) => state === 'sent');
};

const describe = ({ name }: Member, { room }: RoomRecord): string => {
  const { status, items } = room.getSnapshot();
  return `${name} in ${room.id}: ${status.kind}, ${items
    .filter(({ state }) => state !== 'sent')
    .map(({ body, state }) => `${body} ${state}`)
    .join(', ')}`;
};

async function until(isTrue: () => boolean): Promise<void> {
  const late = Date.now() + maxSettleTime;
  while (!isTrue() && Date.now() < late) await wait(50);
}

/**
 * Acts this many times a second until `end` on average, and catches up after delays by a busy
 * machine.
 */
async function actOften(perSecond: number, end: number, act: () => void): Promise<void> {
  const start = Date.now();
  let count = 0;
  while (Date.now() < end) {
    for (
      const due = Math.floor(((Date.now() - start) / 1_000) * perSecond);
      count < due;
      count += 1
    ) {
      act();
    }
    await wait(Math.min(50, 1_000 / perSecond));
  }
}

function pickOne<Item>(items: readonly Item[]): Item {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}
