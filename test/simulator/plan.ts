// The plan of a run: rooms, clients, their operations, and faults. A plan is plain data. A failing
// plan shrinks by removing operations and faults. draw-plan.ts draws plans from seeds.

import type { Ports } from '../../functions/core/ports.ts';

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

export interface RoomPlan {
  readonly capacity: number;
  readonly calm: boolean;
  /** One of `OPEN_ROOMS`: the first join opens it, needs no token, and opens it again later. */
  readonly isOpen: boolean;
}

/** When a client connects first, and by which link or token. */
export interface Arrival {
  readonly at: number;
  /** `guest`: with the token or link that another client has at that time. */
  readonly by: 'first link' | 'newest link' | 'limited link' | 'guest';
  /** The client whose guest it is. */
  readonly host?: string;
}

export interface ClientPlan {
  readonly name: string;
  /** Indexes of the rooms that it joins, all on one connection. */
  readonly rooms: readonly number[];
  readonly watches: boolean;
  readonly owns: boolean;
  readonly batch: boolean;
  readonly version: 1 | 2;
  readonly arrival: Arrival;
  /** Keeps its link's code to return with, as our client does. Others keep the newest token. */
  readonly keepsCode: boolean;
}

export type OperationKind =
  | 'send'
  | 'flood'
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
export type OwnersDeed = 'kick' | 'lock' | 'extend' | 'slow' | 'close' | 'replace links';

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
/**
 * `overload`: while it lasts, only a few functions run at a time, and further frames are refused.
 * `deploy`: while it lasts, new functions have another build; then the old build's are gone.
 */
type PoolFault = 'overload' | 'deploy';
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
  | { readonly at: number; readonly kind: EventFault | PoolFault; readonly lasts: number };
export type FaultKind = Fault['kind'];

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
  /** How many undelivered messages a room holds before it pushes back. */
  readonly places: number;
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
export type PortCall = {
  [Name in keyof Ports]-?: Ports[Name] extends object ? CallOf<Name> : never;
}[keyof Ports];
type DynamoDbCall = 'UpdateItem' | 'PutItem' | 'DeleteItem' | 'Query';
export type Call = PortCall | DynamoDbCall | 'workers.postShard';
