// The cost of a message in the cloud: DynamoDB's own units, calls, posts, invocations and SQS
// messages, in rooms of 2 to 10,000 members. Everything is counted, in units-world.ts; nothing is
// estimated.

import { GetItemCommand, PutItemCommand } from '../../functions/adapters/aws/dynamodb/commands.ts';
import { createRoom } from '../../functions/core/lifecycle/create-room.ts';
import type { ConnectionId, RoomId } from '../../functions/core/ports.ts';
import { encodeFrame } from '../../functions/protocol/frames.ts';
import {
  hasJava,
  names,
  startDynalite,
  startDynamodbLocal,
  type Running,
} from '../contract/dynamodb-start.ts';
import { short, table } from './figures.ts';
import { createUnitsPorts, type Counts, type UnitsPorts } from './units-world.ts';

interface Scene {
  readonly members: number;
  readonly way: string;
  readonly warm?: number;
  /** Milliseconds between two messages. */
  readonly every: number;
  /** All members send at the same time, each with this many milliseconds between its messages. */
  readonly atOnce?: true;
  readonly batch?: boolean;
  readonly characters?: number;
  readonly capacity?: number;
  readonly messages: number;
}

interface Row extends Scene {
  readonly engine: string;
  readonly each: Readonly<Record<keyof Omit<Counts, 'calls'>, number>>;
  readonly calls: Readonly<Record<string, number>>;
}

const findQuiet = (members: number): Scene => ({
  members,
  way: 'one a second, one function',
  every: 1_000,
  messages: 12,
});
const ordinary = 120;

export async function benchUnits(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const rows: Row[] = [];
  const engines: readonly {
    readonly name: string;
    readonly start: () => Promise<Running>;
    readonly scenes: readonly Scene[];
  }[] = [
    { name: 'dynalite', start: startDynalite, scenes: listScenes(quick) },
    // Rooms that are too large for dynalite are counted here alone.
    ...(hasJava()
      ? [
          {
            name: 'DynamoDB Local',
            start: startDynamodbLocal,
            scenes: quick ? listScenes(true) : [findQuiet(10), findQuiet(10_000)],
          },
        ]
      : []),
  ];
  for (const { name, start, scenes } of engines) {
    const { client, stop } = await start();
    for (const scene of scenes) rows.push({ engine: name, ...(await playScene(client, scene)) });
    await stop();
  }
  return { text: formatRows(rows), json: { unit: 'per accepted message', rows } };
}

function listScenes(quick: boolean): readonly Scene[] {
  const quiet = 12;
  const busy = quick ? 6 : 10;
  return [
    ...(quick ? [2, 100] : [2, 10, 100, 1_000]).map(findQuiet),
    { members: 10, way: 'one in 10 s, one function', every: 10_000, messages: quiet },
    ...(quick ? [10] : [2, 10, 100]).map((members) => ({
      members,
      way: 'one a second, 4 functions in turn',
      warm: 4,
      every: 1_000,
      messages: quiet,
    })),
    ...(quick
      ? []
      : [
          {
            members: 10,
            way: 'one a second, 12 functions in turn',
            warm: 12,
            every: 1_000,
            messages: quiet,
          },
        ]),
    ...(quick ? [100] : [2, 10, 100]).map((members) => ({
      members,
      way: '20 speak 5 a second each (of fewer: all)',
      warm: 20,
      atOnce: true as const,
      every: 200,
      messages: busy,
    })),
    // More would exceed an account's 10,000 posts a second.
    ...(quick
      ? []
      : [
          {
            members: 1_000,
            way: '20 speak every 2 s each',
            warm: 20,
            atOnce: true as const,
            every: 2_000,
            messages: 4,
          },
        ]),
    ...(quick ? [100] : [10, 100]).map((members) => ({
      members,
      way: '20 speak 5 a second each, to batch: true',
      warm: 20,
      atOnce: true as const,
      batch: true,
      every: 200,
      messages: busy,
    })),
    ...(quick ? [700] : [10, 400, 700, 1_000]).map((characters) => ({
      members: 10,
      way: `one a second, ${characters} characters`,
      every: 1_000,
      characters,
      messages: quiet,
    })),
    { members: 10, way: 'one a second, capacity 0', every: 1_000, capacity: 0, messages: quiet },
  ];
}

/** Counts one scene in its own room, after its functions are warm. */
async function playScene(client: Running['client'], scene: Scene): Promise<Omit<Row, 'engine'>> {
  const { warm = 1, every, atOnce = false, characters = ordinary, messages } = scene;
  const ports = await createUnitsPorts(client, warm);
  const { room, speakers } = await createFullRoom(ports, client, scene);
  const speak = (index: number, by: number): Promise<void> => {
    const speaker = speakers[index % speakers.length];
    if (speaker === undefined) throw new Error('Nobody speaks');
    const cid = `${index}`.padEnd(21, 'x');
    const body =
      `${index} ${'lorem ipsum dolor sit amet '.repeat(Math.ceil(characters / 27))}`.slice(
        0,
        characters,
      );
    return ports.frame(
      speaker,
      encodeFrame(2, {
        joinRef: '1',
        ref: cid,
        topic: `room:${room}`,
        event: 'shout',
        payload: { body, cid },
      }),
      by,
    );
  };
  for (let index = 0; index < 2 * warm; index += 1) {
    await speak(index, index);
    await ports.pass(1_000);
  }
  await ports.pass(10_000);

  ports.restart();
  if (!atOnce) {
    for (let said = 0; said < messages; said += 1) {
      await speak(1_000 + said, said);
      await ports.pass(every);
    }
  } else {
    ports.latency = 5;
    await Promise.all(
      speakers.map(async (_, speaker) => {
        const saying: Promise<void>[] = [];
        for (let turn = 0; turn < messages; turn += 1) {
          await new Promise((resolve) => {
            setTimeout(resolve, turn === 0 ? (speaker * every) / speakers.length : every);
          });
          saying.push(speak(1_000 + turn * speakers.length + speaker, speaker));
        }
        await Promise.all(saying);
      }),
    );
  }
  // Includes work that the last message caused.
  await ports.pass(5_000);
  return { ...scene, ...perMessage(ports.counts(), await acceptMessages(ports, room)) };
}

/**
 * Creates a room of this size. Speaking members join normally; the other subscriptions are copies
 * written to the table.
 */
async function createFullRoom(
  ports: UnitsPorts,
  client: Running['client'],
  { members, batch = false, capacity }: Scene,
): Promise<{ readonly room: RoomId; readonly speakers: readonly ConnectionId[] }> {
  const [first] = ports.functions;
  if (first === undefined) throw new Error('No function is warm');
  const created = await createRoom(first, {
    options: { title: 'Tea', ...(capacity === undefined ? {} : { capacity }) },
    addressKey: undefined,
    origin: 'https://chat.example',
  });
  if (!created.ok) throw new Error(created.reason);
  const {
    room: { id },
    joinUrl,
  } = created.created;
  const room = id as RoomId;
  const speakers = Array.from(
    { length: Math.min(20, members) },
    (_, index) => `L0SM9cOFvHc${room.slice(0, 4)}${index}=` as ConnectionId,
  );
  for (const [index, connection] of speakers.entries()) {
    if (index === speakers.length - 1) {
      // Before the last member joins, which invalidates all member lists. The others' arrival is
      // not published.
      await ports.pass(20_000);
      await subscribeCopies(client, {
        room,
        like: speakers[0],
        from: speakers.length,
        to: members,
      });
    }
    await ports.open(connection);
    const payload = {
      token: joinUrl.slice(joinUrl.indexOf('#') + 1),
      username: `guest ${index}`,
      ...(batch ? { batch: true } : {}),
    };
    await ports.frame(
      connection,
      encodeFrame(2, { joinRef: '1', ref: '1', topic: `room:${room}`, event: 'phx_join', payload }),
    );
  }
  await ports.pass(20_000);
  return { room, speakers };
}

/** Copies of a normal subscription that no function has read yet. */
async function subscribeCopies(
  client: Running['client'],
  {
    room,
    like,
    from,
    to,
  }: {
    readonly room: RoomId;
    readonly like: ConnectionId | undefined;
    readonly from: number;
    readonly to: number;
  },
): Promise<void> {
  const { Item: item } = await client.send(
    new GetItemCommand({
      TableName: names.rooms,
      Key: { room: { S: room }, item: { S: `sub#${like}` } },
    }),
  );
  if (item === undefined) throw new Error('Nobody is subscribed');
  const numbers = Array.from(
    { length: Math.max(0, to - from) },
    (_, index) => from + index,
  ).values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const number of numbers) {
        await client.send(
          new PutItemCommand({
            TableName: names.rooms,
            Item: { ...item, item: { S: `sub#L0SM9cOFlistener${number}=` } },
          }),
        );
      }
    }),
  );
}

/**
 * Warm functions accept this many messages in total. More at the same time may overload a busy
 * machine.
 */
async function acceptMessages({ functions }: UnitsPorts, room: RoomId): Promise<number> {
  const current = await functions[0]?.rooms.get(room);
  if (current === undefined || current.deliveredSeq !== current.seq) {
    throw new Error('Not all was delivered');
  }
  return current.seq - 2 * functions.length;
}

function perMessage({ calls, ...counts }: Counts, messages: number): Pick<Row, 'each' | 'calls'> {
  const each = Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, count / messages]),
  ) as Row['each'];
  return {
    each,
    calls: Object.fromEntries(
      [...calls].map(([operation, count]) => [operation, count / messages]),
    ),
  };
}

const kinds = ['UpdateItem', 'PutItem', 'DeleteItem', 'GetItem', 'Query'];

function formatRows(rows: readonly Row[]): string {
  const cell = (value: number): string => {
    if (value === 0) return '0';
    return value >= 100 ? short(value) : value.toFixed(2);
  };
  const lines = rows.map(({ engine, members, way, each, calls }) => [
    `${engine === 'dynalite' ? '' : `${engine}: `}${members} members, ${way}`,
    cell(each.writeUnits),
    cell(each.readUnits),
    cell(each.listUnits),
    ...kinds.map((kind) => cell(calls[kind] ?? 0)),
    cell(each.refused),
    cell(each.posts),
    cell(each.frames),
    cell(each.timers),
    cell(each.queued),
  ]);
  const head = [
    `per message of ${ordinary} characters`,
    'write units',
    'read units',
    'for lists',
    'Update',
    'Put',
    'Delete',
    'Get',
    'Query',
    'refused',
    'posts',
    'default',
    'timer',
    'to SQS',
  ];
  return [
    'Units as reported by DynamoDB (which reports none for refused writes); ' +
      'default, timer: invocations',
    '',
    table(head, lines),
  ].join('\n');
}
