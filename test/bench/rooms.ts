// One machine: our server as `npm start` runs it (tokens, order and filter on) next to Socket.IO
// and two servers on bare `ws`, in rooms of 10, 200 and 1,000 members. Costs are the servers' own
// CPU time, so a busy machine blurs the figures without biasing them.

import { setTimeout as wait } from 'node:timers/promises';
import { quantile, short, computeSpread, table, type Spread } from './figures.ts';
import { createParty, type Party } from './rooms-clients.ts';
import { startMeasured, type Measured, type ServerName } from './rooms-servers.ts';

interface Size {
  readonly members: number;
  /** The pace stays within the rate limits of our server for every member and room. */
  readonly rooms: number;
  /**
   * Per round: messages sent one by one, and bursts in which `together` members send at the same
   * time.
   */
  readonly messages: number;
  readonly waves: number;
  readonly together: number;
  /** Warm-up rounds, since the benchmark measures a server that has run for a minute. */
  readonly warming: number;
}

const sizes: readonly Size[] = [
  { members: 10, rooms: 20, messages: 600, waves: 40, together: 10, warming: 6 },
  { members: 200, rooms: 1, messages: 100, waves: 8, together: 20, warming: 2 },
  { members: 1_000, rooms: 1, messages: 20, waves: 2, together: 20, warming: 2 },
];
const quickSizes = sizes.filter(({ members }) => members < 1_000);

const bodyLength = 120;
const filler =
  ' the of and to in is you that it he was for on are as with his they at be this have from or ' +
  'one had by word but not what all were we when';
const joiningSeconds = 2.5;
/** One of our members may send ten messages a second, a room three hundred. */
const max = { ofMember: 8, ofRoom: 250 };

const names = {
  ours: 'ours',
  batch: 'ours, batch: true',
  'socket.io': 'Socket.IO',
  ws: 'ws, a send for each',
  once: 'ws, frame built once',
} as const;
type Name = keyof typeof names;
const serverOf = (name: Name): ServerName => (name === 'batch' ? 'ours' : name);

type Way = 'one by one' | 'together';

interface Measure {
  readonly members: number;
  readonly way: Way;
  readonly name: Name;
  /** Microseconds of the server's processor time per delivered message, one value per round. */
  readonly each: number[];
  readonly messagesInFrame: number[];
}

interface Delay {
  readonly members: number;
  readonly name: Name;
  readonly perSecond: number;
  /** Milliseconds from sending to receiving. */
  readonly p50: number[];
  readonly p99: number[];
}

export async function benchRooms(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const rounds = quick ? 3 : 5;
  const memory = await measureMemory(quick ? 300 : 1_000);
  const servers = new Map<ServerName, Measured>();
  for (const name of ['ours', 'socket.io', 'ws', 'once'] as const) {
    servers.set(name, await startMeasured(name));
  }
  const measures: Measure[] = [];
  const delays: Delay[] = [];
  for (const size of quick ? quickSizes : sizes) {
    await measureSize(size, { rounds, quick, servers, measures, delays });
  }
  await Promise.all([...servers.values()].map((server) => server.stop()));
  return {
    text: formatMeasures({ measures, delays, memory, rounds }),
    json: { rounds, bodyLength, measures, delays, memory },
  };
}

interface Bench {
  readonly rounds: number;
  readonly quick: boolean;
  readonly servers: ReadonlyMap<ServerName, Measured>;
  readonly measures: Measure[];
  readonly delays: Delay[];
}

async function measureSize(
  size: Size,
  { rounds, quick, servers, measures, delays }: Bench,
): Promise<void> {
  const parties = new Map<Name, Party>();
  const noted: number[] = [];
  const recordDelay = (body: string): void => {
    noted.push(performance.now() - (saidAt[Number(body.slice(1, 9)) % saidAt.length] ?? NaN));
  };
  for (const name of Object.keys(names) as Name[]) {
    const server = servers.get(serverOf(name));
    if (server === undefined) continue;
    parties.set(
      name,
      await createParty(server, {
        rooms: size.rooms,
        size: size.members,
        batch: name === 'batch',
        noted: { every: size.members / 10, record: recordDelay },
      }),
    );
  }
  // Until everyone knows who is present.
  await wait(joiningSeconds * 1_000);
  const found = new Map<string, Measure>();
  const keep = (way: Way, name: Name): Measure => {
    const measure = found.get(`${way} ${name}`) ?? {
      members: size.members,
      way,
      name,
      each: [],
      messagesInFrame: [],
    };
    found.set(`${way} ${name}`, measure);
    return measure;
  };
  for (let round = -size.warming; round < rounds; round += 1) {
    for (const [name, party] of rotateServers(round + size.warming, parties)) {
      for (const way of ['one by one', 'together'] as const) {
        if (way === 'one by one' && name === 'batch') continue;
        const { each, messagesInFrame } = await cost(party, { size, way });
        if (round < 0) continue;
        keep(way, name).each.push(each);
        keep(way, name).messagesInFrame.push(messagesInFrame);
      }
    }
  }
  const inOrder = (Object.keys(names) as Name[]).flatMap((name) =>
    (['one by one', 'together'] as const).map((way) => found.get(`${way} ${name}`) ?? []),
  );
  measures.push(...inOrder.flat());

  const half = 0.5e6 / (computeSpread(keep('one by one', 'socket.io').each).median * size.members);
  const perSecond = Math.min(
    half,
    max.ofMember * size.members * size.rooms,
    max.ofRoom * size.rooms,
  );
  const ofSize = new Map(
    [...parties.keys()].map((name): [Name, Delay] => [
      name,
      { members: size.members, name, perSecond, p50: [], p99: [] },
    ]),
  );
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    for (const [name, party] of rotateServers(round, parties)) {
      // After some idle seconds a process first does deferred work.
      await speakSteadily(party, { perSecond, seconds: 0.5 });
      noted.length = 0;
      await speakSteadily(party, { perSecond, seconds: quick ? 1 : 1.5 });
      ofSize.get(name)?.p50.push(quantile(noted, 0.5));
      ofSize.get(name)?.p99.push(quantile(noted, 0.99));
    }
  }
  delays.push(...ofSize.values());
  for (const party of parties.values()) await party.leave();
}

/**
 * Another server starts each round, since the first one runs right after a pause and after earlier
 * work.
 */
function rotateServers(
  round: number,
  parties: ReadonlyMap<Name, Party>,
): readonly (readonly [Name, Party])[] {
  const all = [...parties];
  const first = round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

// When each message was sent, by the number at the start of its body.
const saidAt = new Array<number>(100_000).fill(NaN);
let said = 0;

function bodyNow(): string {
  said += 1;
  saidAt[said % saidAt.length] = performance.now();
  return `m${String(said).padStart(8, '0')}${filler}`.slice(0, bodyLength);
}

/**
 * Sends messages one by one, each after everyone received the last; or several at the same time,
 * again after all have arrived.
 */
async function cost(
  party: Party,
  { size: { messages, waves, together }, way }: { readonly size: Size; readonly way: Way },
): Promise<{
  readonly each: number;
  readonly messagesInFrame: number;
}> {
  const [times, atOnce] = way === 'one by one' ? [messages, 1] : [waves, together];
  const before = {
    ...(await party.server.used()),
    delivered: party.delivered(),
    frames: party.frames(),
  };
  for (let time = 0; time < times; time += 1) {
    const heard = party.arrive(party.delivered() + atOnce * party.size);
    for (let speaker = 0; speaker < atOnce; speaker += 1) {
      party.say(
        time % party.rooms,
        (Math.floor(time / party.rooms) * atOnce + speaker) % party.size,
        bodyNow(),
      );
    }
    await heard;
  }
  const { processor } = await party.server.used();
  const delivered = party.delivered() - before.delivered;
  return {
    each: (processor - before.processor) / delivered,
    messagesInFrame: delivered / (party.frames() - before.frames),
  };
}

/** Sends messages at an even pace, regardless of their fate. */
async function speakSteadily(
  party: Party,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<void> {
  const count = Math.round(perSecond * seconds);
  const heard = party.arrive(party.delivered() + count * party.size);
  const from = performance.now();
  for (let spoken = 0; spoken < count;) {
    for (
      const due = Math.min(count, ((performance.now() - from) / 1_000) * perSecond);
      spoken < due;
      spoken += 1
    ) {
      party.say(spoken % party.rooms, Math.floor(spoken / party.rooms) % party.size, bodyNow());
    }
    await wait(1);
  }
  await heard;
}

interface Memory {
  readonly name: ServerName;
  readonly connections: number;
  /**
   * Bytes of JavaScript heap and buffers for a connection that joined a room of ten and is silent.
   */
  readonly heap: number;
  /**
   * Bytes of the whole process before and with the connections, including free pages that it kept.
   * They say little about a connection.
   */
  readonly process: readonly [before: number, after: number];
}

/**
 * Each server runs alone and new. It is measured after the same number of connections have come and
 * gone.
 */
async function measureMemory(connections: number): Promise<readonly Memory[]> {
  const results: Memory[] = [];
  for (const name of ['ours', 'socket.io', 'ws'] as const) {
    const server = await startMeasured(name);
    const invitation = { rooms: connections / 10, size: 10 };
    await (await createParty(server, invitation)).leave();
    await wait(1_000);
    const before = await server.memory();
    const party = await createParty(server, invitation);
    await wait(joiningSeconds * 1_000);
    const after = await server.memory();
    results.push({
      name,
      connections,
      heap: (after.heap - before.heap) / connections,
      process: [before.rss, after.rss],
    });
    await party.leave();
    await server.stop();
  }
  return results;
}

interface Figures {
  readonly measures: readonly Measure[];
  readonly delays: readonly Delay[];
  readonly memory: readonly Memory[];
  readonly rounds: number;
}

function formatMeasures({ measures, delays, memory, rounds }: Figures): string {
  const formatSpread = ({ median, min, max: top }: Spread): readonly string[] => [
    short(median),
    `${short(min)}-${short(top)}`,
  ];
  // Compares within each round, since load that slows one server slows the next one too.
  const formatRatio = ({ members, way, each }: Measure, name: Name): string => {
    const other = measures.find(
      (measure) => measure.members === members && measure.way === way && measure.name === name,
    );
    return `${quantile(
      each.map((value, round) => value / (other?.each[round] ?? NaN)),
      0.5,
    ).toFixed(2)}×`;
  };
  const costs = measures.map((measure) => [
    `${measure.members.toLocaleString('en')} members, ${measure.way}: ${names[measure.name]}`,
    ...formatSpread(computeSpread(measure.each)),
    formatRatio(measure, 'socket.io'),
    formatRatio(measure, 'once'),
    short(computeSpread(measure.messagesInFrame).median),
  ]);
  const waits = delays.map(({ members, name, perSecond, p50, p99 }) => [
    `${members.toLocaleString('en')} members, ${short(perSecond)} messages a second: ` +
      names[name],
    short(computeSpread(p50).median),
    ...formatSpread(computeSpread(p99)),
  ]);
  const held = memory.map(({ name, heap, process: [before, after] }) => [
    names[name],
    short(heap / 1_024),
    short(before / 1_048_576),
    short(after / 1_048_576),
  ]);
  return [
    `The server's processor time for a delivered message of ${bodyLength} characters, µs, ` +
      `${rounds} alternating rounds`,
    '("one by one": each when the last has come to all; "together": 20 members speak at once, ' +
      'or all 10; messages a frame: as they arrived)',
    '',
    table(['', 'median', 'spread', 'of Socket.IO', 'of built once', 'messages a frame'], costs),
    '',
    'From saying to hearing, ms, where Socket.IO has half a core to do (or as much as the pace ' +
      'of members allows)',
    '',
    table(['', 'p50', 'p99', 'spread'], waits),
    '',
    `Memory, when as many have come and gone before: ${memory[0]?.connections ?? 0} silent ` +
      'connections that have joined',
    '',
    table(['', 'KB each', 'process before, MB', 'with them, MB'], held),
    '',
    'To hold: one by one at most 0.6× Socket.IO and 1.3× built once; together with batches at ' +
      'most 0.25× Socket.IO; p99 and memory no more than Socket.IO',
  ].join('\n');
}
