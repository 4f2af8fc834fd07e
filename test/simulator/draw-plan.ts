// Draws a plan from its seed. Plans differ in where their operations and faults lie, and in which
// kinds of faults are on: with some kinds off, the others get further.

import { createChance, type Chance } from './chance.ts';
import {
  times,
  type Arrival,
  type Call,
  type ClientPlan,
  type Fault,
  type FaultKind,
  type Operation,
  type OperationKind,
  type OwnersDeed,
  type Plan,
  type PortCall,
  type RoomPlan,
} from './plan.ts';

/**
 * Where a plan's operations lie: early in the rooms' lives, at their end, or at the end of a room
 * that its owner extends.
 */
type Stage = 'early' | 'end' | 'extension';

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
/** The calls of a room's end, and those that compete with it. */
const endCalls: Readonly<Record<Plan['store'], readonly Call[]>> = {
  memory: [
    'gateway.post',
    'gateway.post',
    'gateway.close',
    'connections.leave',
    'connections.read',
    'rooms.close',
    'rooms.get',
    'subscriptions.unsubscribe',
    'subscriptions.list',
    'subscriptions.deleteAll',
    'timers.set',
  ],
  dynamodb: ['gateway.post', 'gateway.close', 'UpdateItem', 'UpdateItem', 'DeleteItem', 'Query'],
};

const kinds: readonly OperationKind[] = [
  ...Array.from({ length: 6 }, () => 'send' as const),
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
const deeds: readonly OwnersDeed[] = [
  'kick',
  'lock',
  'extend',
  'extend',
  'slow',
  'slow',
  'close',
  'replace links',
];

const faultKinds: readonly FaultKind[] = [
  'crash',
  'refused',
  'lost answer',
  'stall',
  'cut',
  'half-open',
  'storm',
  'duplicate',
  'cold start',
  'timer early',
  'timer late',
  'timer twice',
  'disconnect late',
  'disconnect lost',
  'disconnect twice',
  'overload',
  'deploy',
];

export function createPlan(seed: number): Plan {
  const chance = createChance(seed);
  const mode = chance.is(0.85) ? 'cloud' : 'local';
  const store = mode === 'cloud' && chance.is(0.5) ? 'dynamodb' : 'memory';
  const sharedBeyond = mode === 'cloud' && chance.is(0.5) ? chance.int(1, 2) : undefined;
  const stage = drawStage(chance);
  const rooms = drawRooms(chance);
  const clients = rooms.flatMap(({ calm }, room) => {
    if (calm) return createCalmClients(chance, room);
    return room === 0
      ? [...drawClients(chance, rooms), ...drawNewcomers(chance, stage, rooms)]
      : [];
  });
  const operations = drawOperations(chance, { stage, rooms, clients });
  const faults = drawFaults(chance, { mode, store, sharedBeyond, stage, clients });
  return {
    seed,
    mode,
    store,
    sharedBeyond,
    places: rooms.every(({ calm }) => !calm) && chance.is(0.3) ? chance.int(4, 8) : 200,
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

function drawStage(chance: Chance): Stage {
  if (chance.is(0.65)) return 'early';
  return chance.is(0.6) ? 'end' : 'extension';
}

function drawRooms(chance: Chance): readonly RoomPlan[] {
  const capacity = chance.pick([0, 2, 5, 200, 200, 200]);
  const rooms: RoomPlan[] = [{ capacity, calm: false, isOpen: false }];
  if (chance.is(0.2)) {
    rooms.push({ capacity: chance.pick([0, 5, 200]), calm: false, isOpen: false });
  }
  if (chance.is(0.2)) rooms.push({ capacity: 200, calm: false, isOpen: true });
  if (chance.is(0.3)) rooms.push({ capacity: 200, calm: true, isOpen: false });
  return rooms;
}

const createCalmClients = (chance: Chance, room: number): ClientPlan[] =>
  ['Cara', 'Cleo'].map((name) => ({
    name,
    rooms: [room],
    watches: false,
    owns: false,
    batch: false,
    version: 2,
    arrival: { at: chance.int(310, 700), by: 'first link' },
    keepsCode: true,
  }));

function drawClients(chance: Chance, rooms: readonly RoomPlan[]): ClientPlan[] {
  const wild = rooms.flatMap(({ calm }, room) => (calm ? [] : [room]));
  return ['Ann', 'Ben', 'Eve', 'Dan'].slice(0, chance.int(2, 4)).map((name, index) => {
    const owns = index === 0;
    const watches = index > 1 && chance.is(0.2);
    const isLimited = !owns && !watches && chance.is(0.2);
    return {
      name,
      rooms: owns || chance.is(0.5) ? wild : [0],
      owns,
      watches,
      batch: chance.is(0.5),
      version: chance.is(0.8) ? 2 : 1,
      arrival: { at: chance.int(310, 700), by: isLimited ? 'limited link' : 'first link' },
      keepsCode: chance.is(0.5),
    };
  });
}

/** Newcomers come to the first room, and to an open one, while the others talk. */
function drawNewcomers(
  chance: Chance,
  stage: Stage,
  rooms: readonly RoomPlan[],
): readonly ClientPlan[] {
  const entered = rooms.flatMap(({ isOpen }, room) => (room === 0 || isOpen ? [room] : []));
  return ['Guy', 'Ida', 'Kim']
    .slice(0, chance.int(0, stage === 'extension' ? 3 : 1))
    .map((name) => ({
      name,
      rooms: entered,
      owns: false,
      watches: false,
      batch: chance.is(0.5),
      version: 2,
      arrival: drawArrival(chance, stage),
      keepsCode: chance.is(0.5),
    }));
}

function drawArrival(chance: Chance, stage: Stage): Arrival {
  const at =
    stage === 'extension' ? times.room + chance.int(-6_000, 12_000) : drawTime(chance, stage);
  const by = chance.pick(['first link', 'newest link', 'limited link', 'guest', 'guest'] as const);
  return by === 'guest' ? { at, by, host: chance.pick(['Ann', 'Ben', 'Eve', 'Dan']) } : { at, by };
}

interface Cast {
  readonly stage: Stage;
  readonly rooms: readonly RoomPlan[];
  readonly clients: readonly ClientPlan[];
}

function drawOperations(chance: Chance, { stage, rooms, clients }: Cast): readonly Operation[] {
  const operations = Array.from({ length: chance.int(6, 16) }, (): Operation => {
    const { name: client, rooms: entered, owns } = chance.pick(clients);
    return {
      at: drawTime(chance, stage),
      client,
      kind: owns && chance.is(0.15) ? chance.pick(deeds) : chance.pick(kinds),
      rude: chance.is(0.3),
      room: chance.pick(entered),
    };
  });
  const add = (kind: OperationKind, at: number, room = 0): void =>
    void operations.push({ at, client: 'Ann', kind, rude: false, room });
  if (stage === 'extension') {
    add('extend', times.room - chance.int(2_000, 9_000));
    if (chance.is(0.4)) add('replace links', times.room + chance.int(-5_000, 6_000));
  }
  // Somebody opens an open room again as it ends.
  rooms.forEach(({ isOpen }, room) => {
    if (isOpen && stage === 'end') add('enter', times.room + chance.int(0, 3_000), room);
  });
  if (rooms.every(({ calm }) => !calm) && chance.is(0.1)) add('flood', drawTime(chance, stage));
  return operations.sort((a, b) => a.at - b.at);
}

/** In a plan that runs to the end, half of it happens there. */
function drawTime(chance: Chance, stage: Stage): number {
  if (stage === 'early') return 500 + chance.int(0, times.quiet - 1_000);
  if (chance.is(0.5)) return times.room + chance.int(-3_500, 2_500);
  return times.room - 15_000 + chance.int(0, times.quiet - 500);
}

interface Where {
  readonly mode: Plan['mode'];
  readonly store: Plan['store'];
  readonly sharedBeyond: Plan['sharedBeyond'];
  readonly stage: Stage;
  readonly clients: readonly ClientPlan[];
}

function drawFaults(chance: Chance, where: Where): readonly Fault[] {
  const isEveryKindOn = chance.is(0.5);
  const on = new Set(faultKinds.filter(() => isEveryKindOn || chance.is(0.4)));
  return Array.from({ length: chance.int(12, 22) * (isEveryKindOn ? 1 : 2) }, () =>
    drawFault(chance, where),
  )
    .filter(({ kind }) => on.has(kind))
    .sort((a, b) => a.at - b.at);
}

function drawFault(chance: Chance, { mode, store, sharedBeyond, stage, clients }: Where): Fault {
  const at = drawTime(chance, stage) - 200;
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
  if (chance.is(0.06)) {
    return { at, kind: chance.pick(['overload', 'deploy']), lasts: chance.int(500, 3_000) };
  }

  const kind = chance.pick([
    'crash',
    'crash',
    'refused',
    'refused',
    'lost answer',
    'stall',
  ] as const);
  if (kind === 'stall' && stage !== 'early') return stallAtTheEnd(chance, { at, store });
  const places = stage !== 'early' && chance.is(0.5) ? endCalls[store] : calls[store];
  const drawCall = (): Call =>
    sharedBeyond !== undefined && chance.is(0.15) ? 'workers.postShard' : chance.pick(places);
  return {
    at,
    kind,
    where: chance.is(0.6) ? drawCall() : undefined,
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
