// The plan of a run, drawn from its seed: rooms, clients, their operations, and faults. A plan is
// plain data. A failing plan shrinks by removing operations and faults.

import type { Ports } from '../../functions/core/ports.ts';
import { createChance, type Chance } from './chance.ts';

/** Milliseconds of virtual time. */
export const times = {
  /** The lifetime of rooms. */
  room: 90_000,
  /**
   * From this time on no operation starts and no fault strikes, except in plans that run to the
   * very end.
   */
  quiet: 25_000,
} as const;

interface RoomPlan {
  readonly capacity: number;
  readonly calm: boolean;
}

export interface ClientPlan {
  readonly name: string;
  /** Indexes of the rooms that it joins, all on one connection. */
  readonly rooms: readonly number[];
  readonly watches: boolean;
  readonly owns: boolean;
  readonly batch: boolean;
  readonly version: 1 | 2;
}

type OperationKind =
  | 'send'
  | 'burst'
  | 'private'
  | 'conflict'
  | 'typing'
  | 'history'
  | 'sync'
  | 'leave'
  | 'enter'
  | 'reload'
  | 'away'
  | 'post'
  | 'read'
  | 'poll'
  | 'rename'
  | OwnersDeed;
/** Operations that only an owner can do. */
type OwnersDeed = 'kick' | 'lock' | 'extend' | 'slow' | 'close';

export interface Operation {
  readonly at: number;
  /** A client's name. The plan stays valid without that client. */
  readonly client: string;
  readonly room: number;
  readonly kind: OperationKind;
  /** Whether its text contains the forbidden word. */
  readonly rude: boolean;
}

/** Faults that strike an invocation's next call (to `where`, if given). */
export type CallFault = 'crash' | 'refused' | 'lost answer' | 'stall';
type NetworkFault = 'cut' | 'half-open' | 'storm';
export type EventFault =
  | 'duplicate'
  | 'cold start'
  | 'timer early'
  | 'timer late'
  | 'timer twice'
  | 'disconnect late'
  | 'disconnect lost'
  | 'disconnect twice';

/** From `at` on, a fault waits for something to strike. */
export type Fault =
  | {
      readonly at: number;
      readonly kind: CallFault;
      readonly where: string | undefined;
      readonly early: boolean;
      readonly lasts: number;
    }
  | {
      readonly at: number;
      readonly kind: NetworkFault;
      readonly client: string;
      readonly lasts: number;
    }
  | { readonly at: number; readonly kind: EventFault; readonly lasts: number };

export interface Plan {
  readonly seed: number;
  /**
   * `local`: one process that never fails and handles a connection's frames one by one. Only the
   * network fails.
   */
  readonly mode: 'cloud' | 'local';
  readonly store: 'memory' | 'dynamodb';
  /** A fan-out to more receivers than this is sharded; undefined means never. */
  readonly sharedBeyond: number | undefined;
  /** The error of each function's clock. */
  readonly skews: readonly number[];
  readonly rooms: readonly RoomPlan[];
  readonly clients: readonly ClientPlan[];
  readonly operations: readonly Operation[];
  readonly faults: readonly Fault[];
  /** Whether the store deletes expired items immediately, or never. */
  readonly ttl: 'early' | 'never';
}

type CallOf<Name extends keyof Ports> = `${Name}.${keyof Ports[Name] & string}`;
/** The ports' calls by name, as `behind` in stores.ts names them. */
type PortCall = {
  [Name in keyof Ports]-?: Ports[Name] extends object ? CallOf<Name> : never;
}[keyof Ports];
type DynamoDbCall = 'UpdateItem' | 'PutItem' | 'DeleteItem' | 'Query';
type Call = PortCall | DynamoDbCall | 'workers.postShard';

const outside = ['gateway.post', 'gateway.post', 'gateway.post', 'timers.set'] as const;
const calls: Readonly<Record<Plan['store'], readonly Call[]>> = {
  memory: [
    'rooms.admit',
    'rooms.release',
    'messages.append',
    'subscriptions.subscribe',
    'subscriptions.unsubscribe',
    'subscriptions.list',
    'rooms.takeLease',
    'names.claim',
    'messages.read',
    'rooms.get',
    'rooms.close',
    'subscriptions.deleteAll',
    'connections.enter',
    'connections.end',
    'connections.open',
    'connections.leave',
    ...outside,
  ],
  dynamodb: [
    ...Array.from({ length: 8 }, () => 'UpdateItem' as const),
    'PutItem',
    'PutItem',
    'DeleteItem',
    'DeleteItem',
    'Query',
    ...outside,
  ],
};
const listCalls = ({
  store,
  sharedBeyond,
}: Pick<Plan, 'store' | 'sharedBeyond'>): readonly Call[] =>
  sharedBeyond === undefined
    ? calls[store]
    : [...calls[store], 'workers.postShard', 'workers.postShard', 'workers.postShard'];
const kinds: readonly OperationKind[] = [
  'send',
  'send',
  'send',
  'send',
  'send',
  'send',
  'burst',
  'burst',
  'private',
  'conflict',
  'typing',
  'typing',
  'history',
  'sync',
  'leave',
  'enter',
  'enter',
  'reload',
  'away',
  'post',
  'post',
  'read',
  'poll',
  'rename',
];
const deeds: readonly OwnersDeed[] = ['kick', 'lock', 'extend', 'extend', 'slow', 'slow', 'close'];

export function createPlan(seed: number): Plan {
  const chance = createChance(seed);
  const mode = chance.is(0.85) ? 'cloud' : 'local';
  const store = mode === 'cloud' && chance.is(0.5) ? 'dynamodb' : 'memory';
  const sharedBeyond = mode === 'cloud' && chance.is(0.5) ? chance.int(1, 2) : undefined;
  const rooms: RoomPlan[] = [{ capacity: chance.pick([0, 2, 5, 200, 200, 200]), calm: false }];
  if (chance.is(0.2)) rooms.push({ capacity: chance.pick([0, 5, 200]), calm: false });
  if (chance.is(0.3)) rooms.push({ capacity: 200, calm: true });
  const clients = rooms.flatMap(({ calm }, room) => {
    if (calm) return createCalmClients(room);
    return room === 0 ? createClients(chance, rooms) : [];
  });
  // Most plans end long before their rooms do. Some continue to the end, where other things matter.
  const from = chance.is(0.8) ? 0 : times.room - 15_000;
  const operations = Array.from({ length: chance.int(6, 16) }, (): Operation => {
    const { name: client, rooms: entered, owns } = chance.pick(clients);
    const kind = owns && chance.is(0.15) ? chance.pick(deeds) : chance.pick(kinds);
    return {
      at: drawTime(chance, from),
      client,
      kind,
      rude: chance.is(0.3),
      room: chance.pick(entered),
    };
  }).sort((a, b) => a.at - b.at);
  const where: Where = { mode, store, calls: listCalls({ store, sharedBeyond }), from, clients };
  const faults = Array.from({ length: chance.int(12, 22) }, () => drawFault(chance, where)).sort(
    (a, b) => a.at - b.at,
  );
  return {
    seed,
    mode,
    store,
    sharedBeyond,
    rooms,
    clients,
    operations,
    faults,
    skews:
      mode === 'cloud' && chance.is(0.5)
        ? Array.from({ length: 4 }, () => chance.int(-5_000, 5_000))
        : [0],
    ttl: chance.is(0.5) ? 'early' : 'never',
  };
}

// In a plan that runs to the end, half of it happens there.
const drawTime = (chance: Chance, from: number): number =>
  500 +
  (from > 0 && chance.is(0.5)
    ? times.room + chance.int(-4_000, 2_000)
    : from + chance.int(0, times.quiet - 1_000));

const createCalmClients = (room: number): ClientPlan[] =>
  ['Cara', 'Cleo'].map((name) => ({
    name,
    rooms: [room],
    watches: false,
    owns: false,
    batch: false,
    version: 2,
  }));

function createClients(chance: Chance, rooms: readonly RoomPlan[]): ClientPlan[] {
  const open = rooms.flatMap(({ calm }, room) => (calm ? [] : [room]));
  return ['Ann', 'Ben', 'Eve', 'Dan'].slice(0, chance.int(2, 4)).map((name, index) => ({
    name,
    rooms: index === 0 || chance.is(0.5) ? open : [0],
    owns: index === 0,
    watches: index > 1 && chance.is(0.2),
    batch: chance.is(0.5),
    version: chance.is(0.8) ? 2 : 1,
  }));
}

interface Where {
  readonly mode: Plan['mode'];
  readonly store: Plan['store'];
  /** The calls that a fault may strike. */
  readonly calls: readonly string[];
  readonly from: number;
  readonly clients: readonly ClientPlan[];
}

function drawFault(chance: Chance, { mode, store, calls: places, from, clients }: Where): Fault {
  const at = drawTime(chance, from) - 200;
  const network = (): Fault => ({
    at,
    client: chance.pick(clients).name,
    kind: chance.pick(['cut', 'cut', 'half-open', 'storm']),
    lasts: chance.int(500, 4_000),
  });
  const event = (): Fault => ({
    at,
    kind: chance.pick([
      'duplicate',
      'duplicate',
      'cold start',
      'timer early',
      'timer late',
      'timer twice',
      'disconnect late',
      'disconnect lost',
      'disconnect twice',
    ]),
    lasts: chance.int(1_000, 5_000),
  });
  if (mode === 'local') return chance.is(0.7) ? network() : event();
  if (chance.is(0.1)) return network();
  if (chance.is(0.2)) return event();
  const kind = chance.pick([
    'crash',
    'crash',
    'refused',
    'refused',
    'lost answer',
    'stall',
  ] as const);
  if (kind === 'stall' && from > 0) return stallAtTheEnd(chance, { at, store });
  return {
    at,
    kind,
    where: chance.is(0.6) ? chance.pick(places) : undefined,
    early: chance.is(0.5),
    lasts: chance.is(0.3) ? chance.int(4_000, 8_000) : chance.int(50, 1_000),
  };
}

// Near a room's end, a slow call may act on a decision from before the end, which no code can
// prevent. So a long stall strikes where the decision is still open: between reading the
// subscription or room and using it.
function stallAtTheEnd(
  chance: Chance,
  { at, store }: { readonly at: number; readonly store: Plan['store'] },
): Fault {
  const isLong = store === 'memory' && chance.is(0.5);
  return isLong
    ? {
        at,
        kind: 'stall',
        where: chance.pick<PortCall>(['subscriptions.find', 'rooms.get']),
        early: false,
        lasts: chance.int(4_000, 12_000),
      }
    : { at, kind: 'stall', where: undefined, early: chance.is(0.5), lasts: chance.int(50, 500) };
}
