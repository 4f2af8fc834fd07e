// Simulates how many rooms an AWS account holds and their cost. The real core and DynamoDB adapter
// run a few whole rooms on a virtual clock; their traces are superimposed and put through the
// account's limits. Facts about AWS are in quotas-facts.ts.

import { createChance } from '../simulator/chance.ts';
import { synchronousKeys } from '../simulator/synchronous-crypto.ts';
import type { Keys } from '../../functions/core/ports.ts';
import { createCrowd, findFits, perSecond, type Crowd, type Fit } from './quotas-capacity.ts';
import { slotMilliseconds, type Series } from './quotas-buckets.ts';
import { grownTables, limits, scaled, type Limits } from './quotas-facts.ts';
import { compare, type Compared } from './quotas-real.ts';
import { runPorts, stretchRoom, type Ran, type Scenario, type Trace } from './quotas-world.ts';
import { quantile } from './figures.ts';

/** The default lifetime of a room. */
const lifeSeconds = 600;
const seed = 7;

/**
 * The reasons for these numbers. Half a minute between two messages of a member: a lively
 * conversation that people can still follow, which is one message in three seconds in a room of
 * ten. Rooms of hundreds have two a second in total. People arrive within a minute after the link
 * is shared. A fifth of them loses the connection once, on phones. 80 characters: a sentence.
 */
const habits = { pauseSeconds: 30, tellsTyping: true, bodyCharacters: 80 };
const createScenario = (
  members: number,
  roomSeconds: number,
  own: Partial<typeof habits> = {},
): Scenario =>
  // In a shorter room fewer members lose their connection.
  ({
    members,
    roomSeconds,
    habits: { ...habits, ...own },
    arrivalSeconds: 60,
    reconnecting: (0.2 * roomSeconds) / lifeSeconds,
  });

interface Kind {
  readonly name: string;
  readonly scenario: Scenario;
  /** The rooms that run whole. The sums consist of these. */
  readonly samples: number;
  /**
   * The environments that others keep warm: about as many as are busy when rooms fill an account.
   */
  readonly warm: number;
  /** One room may use all that an account allows, so it runs within the account's limits. */
  readonly limited?: true;
}

const listKinds = (quick: boolean): readonly Kind[] => [
  {
    name: '3 members',
    scenario: createScenario(3, lifeSeconds),
    samples: quick ? 8 : 12,
    warm: 100,
  },
  {
    name: '10 members',
    scenario: createScenario(10, quick ? 300 : lifeSeconds),
    samples: quick ? 3 : 6,
    warm: 100,
  },
  {
    name: '10, typing not told',
    scenario: createScenario(10, 300, { tellsTyping: false }),
    samples: quick ? 2 : 4,
    warm: 100,
  },
  {
    name: '100 members',
    scenario: createScenario(100, quick ? 90 : 120),
    samples: quick ? 1 : 2,
    warm: 60,
  },
];

const listLargeKinds = (quick: boolean): readonly Kind[] => [
  quick
    ? {
        name: '300 members, 80 s',
        scenario: createScenario(300, 80, { pauseSeconds: 150 }),
        samples: 1,
        warm: 0,
        limited: true,
      }
    : {
        name: '1,000 members, 80 s',
        scenario: createScenario(1_000, 80, { pauseSeconds: 500 }),
        samples: 1,
        warm: 0,
        limited: true,
      },
];

const apiGateway = (times: number): Partial<Limits> => {
  const { requests, connections } = scaled(limits, times);
  return { requests, connections, frames: requests };
};

/** The limits to raise, one after another. */
export const raises: readonly (readonly [name: string, limits: Limits])[] = [
  ['default account, our stage throttle of 2,000', limits],
  ['that throttle gone', { ...limits, ...apiGateway(1) }],
  ['and tables grown to 40,000', { ...limits, ...apiGateway(1), ...grownTables }],
  ['API Gateway ×10, tables grown', { ...limits, ...apiGateway(10), ...grownTables }],
  [
    'API Gateway, Lambda and tables ×10',
    { ...scaled({ ...limits, ...grownTables }, 10), ...apiGateway(10) },
  ],
];

export interface Measured {
  readonly kind: Kind;
  readonly ran: readonly Ran[];
  readonly traces: readonly Trace[];
  readonly crowd: Crowd;
  readonly fits: readonly (readonly Fit[])[];
  /** Concurrent invocations when rooms fill a default account. */
  readonly busyThere: number;
}

async function measure(kind: Kind, keys: Keys): Promise<Measured> {
  const { scenario, samples, warm, limited } = kind;
  const ran: Ran[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    ran.push(
      await runPorts(
        {
          scenario,
          rooms: 1,
          spreadSeconds: 0,
          limits: limited === true ? limits : undefined,
          warm,
          seed: seed + sample,
          readsLists: limited === true,
        },
        keys,
      ),
    );
  }
  // Traffic delayed by limits would not continue at that rate.
  const seconds = limited === true ? scenario.roomSeconds : lifeSeconds;
  const traces = ran.map((one) => stretchRoom(one, { scenario, seconds }));
  const crowd = createCrowd(traces, { seconds, chance: createChance(seed) });
  const fits = raises.map(([, of]) => findFits(crowd, of));
  return {
    kind,
    ran,
    traces,
    crowd,
    fits,
    busyThere: perSecond(crowd.sum(Math.max(1, fits[0]?.[0]?.rooms ?? 0), 'busy')) / 1_000,
  };
}

interface Checked {
  readonly rooms: number;
  readonly rows: readonly {
    readonly name: string;
    readonly direct: number;
    readonly summed: number;
  }[];
}

/** Compares a whole run of many rooms with the sum of a few. Rooms start and end continuously. */
async function check(quick: boolean, keys: Keys): Promise<Checked> {
  const life = 120;
  const scenario = { ...createScenario(10, life), arrivalSeconds: 30 };
  const atOnce = quick ? 15 : 30;
  const direct = await runPorts(
    { scenario, rooms: atOnce * 2, spreadSeconds: life * 2, limits: undefined, warm: 0, seed },
    keys,
  );
  const ran: Ran[] = [];
  for (let sample = 0; sample < (quick ? 4 : 8); sample += 1) {
    ran.push(
      await runPorts(
        {
          scenario,
          rooms: 1,
          spreadSeconds: 0,
          limits: undefined,
          warm: direct.busiest,
          seed: 1_000 + sample,
          readsLists: false,
        },
        keys,
      ),
    );
  }
  const crowd = createCrowd(
    ran.map((one) => stretchRoom(one, { scenario, seconds: life })),
    { seconds: life, chance: createChance(seed) },
  );
  const [from, to] = [(life * 1_000) / slotMilliseconds, (life * 2_000) / slotMilliseconds];
  const pair = (name: string, of: Series, figure: (counts: Float64Array) => number) => ({
    name,
    direct: figure(direct.slots[of].slice(from, to)),
    summed: figure(crowd.sum(atOnce, of)),
  });
  const busiestSecond = (counts: Float64Array): number => {
    const each = 1_000 / slotMilliseconds;
    const seconds = Array.from({ length: Math.floor(counts.length / each) }, (_, second) =>
      counts.slice(second * each, (second + 1) * each),
    );
    return quantile(
      seconds.map((slots) => slots.reduce((sum, count) => sum + count, 0)),
      0.99,
    );
  };
  return {
    rooms: atOnce,
    rows: [
      pair('requests a second', 'requests', perSecond),
      pair('requests in the busiest of 100 seconds', 'requests', busiestSecond),
      pair('frames a second', 'frames', perSecond),
      pair('writes to rooms a second', 'roomWrites', perSecond),
      pair('reads of rooms a second', 'roomReads', perSecond),
      pair('writes to connections a second', 'connectionWrites', perSecond),
      pair('invocations at once', 'busy', (counts) => perSecond(counts) / 1_000),
    ],
  };
}

interface Edge {
  readonly members: number;
  /** The multiple of what fits. */
  readonly load: number;
  /** The number of concurrent rooms that the sums predict. */
  readonly rooms: number;
  readonly fitting: number;
  readonly ran: Ran;
}

interface Edges {
  /** The divisor of quotas and rooms. */
  readonly smaller: number;
  readonly roomSeconds: number;
  readonly rows: readonly Edge[];
}

/**
 * Shows what members see at and beyond the limit: whole runs in a small account, with rooms that
 * start and end all the time.
 */
async function edge(quick: boolean, keys: Keys): Promise<Edges> {
  const smaller = quick ? 100 : 50;
  const life = 120;
  const scenario = createScenario(10, life);
  const traces: Trace[] = [];
  for (let sample = 0; sample < (quick ? 3 : 4); sample += 1) {
    const ran = await runPorts(
      {
        scenario,
        rooms: 1,
        spreadSeconds: 0,
        limits: undefined,
        warm: 100,
        seed: 2_000 + sample,
        readsLists: false,
      },
      keys,
    );
    traces.push(stretchRoom(ran, { scenario, seconds: life }));
  }
  const fitting =
    (findFits(createCrowd(traces, { seconds: life, chance: createChance(seed) }), limits)[0]
      ?.rooms ?? 0) / smaller;
  const rows: Edge[] = [];
  for (const load of quick ? [1, 1.2] : [0.5, 1, 1.2, 2]) {
    const rooms = Math.max(1, Math.round(fitting * load));
    const ran = await runPorts(
      {
        scenario,
        rooms: rooms * 2,
        spreadSeconds: life * 2,
        limits: scaled(limits, 1 / smaller),
        warm: 0,
        seed,
      },
      keys,
    );
    rows.push({ members: scenario.members, load, rooms, fitting, ran });
  }
  return { smaller, roomSeconds: life, rows };
}

export interface Figures {
  readonly measured: readonly Measured[];
  readonly checked?: Checked;
  readonly edges?: Edges;
  readonly compared?: readonly Compared[];
  /** Rooms in which nobody writes: with visible pages, and with hidden ones. */
  readonly silent?: { readonly visible: Silent; readonly hidden: Silent };
  readonly quick: boolean;
}

export async function measureFigures(quick: boolean): Promise<Figures> {
  const keys = await synchronousKeys();
  const compared = await compare(quick ? [3, 10] : [3, 10, 100], keys);
  return {
    measured: await measureAll(listKinds(quick), keys),
    checked: await check(quick, keys),
    edges: await edge(quick, keys),
    compared,
    silent: {
      visible: await measureSilence(keys, false),
      hidden: await measureSilence(keys, true),
    },
    quick,
  };
}

interface Silent {
  readonly members: number;
  /** Heartbeats of one member. */
  readonly heartbeats: number;
  readonly use: Ran['use'];
}

/** A room of ten in which nobody writes: heartbeats are most of its traffic. */
async function measureSilence(keys: Keys, isHidden: boolean): Promise<Silent> {
  const { members, ...scenario } = createScenario(10, lifeSeconds);
  const { tally, use } = await runPorts(
    {
      scenario: { ...scenario, members, habits: { ...habits, pauseSeconds: 0, isHidden } },
      rooms: 1,
      spreadSeconds: 0,
      limits: undefined,
      warm: 100,
      seed,
    },
    keys,
  );
  return { members, heartbeats: tally.heartbeats / members, use };
}

/** The largest rooms run separately, since they take as long as all others together. */
export async function measureLargeFigures(quick: boolean): Promise<Figures> {
  return { measured: await measureAll(listLargeKinds(quick), await synchronousKeys()), quick };
}

async function measureAll(kinds: readonly Kind[], keys: Keys): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const kind of kinds) measured.push(await measure(kind, keys));
  return measured;
}
