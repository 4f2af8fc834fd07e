// What the core needs of the world, and the one door to it: each port is in a file of its own under
// ports/. Each has several adapters under functions/adapters/, and one contract suite under
// test/contract/ that every adapter passes. Times are milliseconds since 1970 (the Clock's), unless
// named seconds.

import type { Timers } from './ports/timers.ts';
import type { Clock } from './ports/clock.ts';
import type { Connections } from './ports/connections.ts';
import type { FanOutWorkers } from './ports/fan-out-workers.ts';
import type { WordLists } from './ports/word-lists.ts';
import type { Gateway } from './ports/gateway.ts';
import type { RoomId } from './ports/ids.ts';
import type { Keys } from './ports/keys.ts';
import type { MessageLog } from './ports/message-log.ts';
import type { Names } from './ports/names.ts';
import type { Quotas } from './ports/quotas.ts';
import type { Random } from './ports/random.ts';
import type { Room } from './ports/records.ts';
import type { Rooms } from './ports/rooms.ts';
import type { Subscriptions } from './ports/subscriptions.ts';

export type * from './ports/timers.ts';
export type * from './ports/clock.ts';
export type * from './ports/connections.ts';
export type * from './ports/fan-out-workers.ts';
export type * from './ports/word-lists.ts';
export type * from './ports/gateway.ts';
export type * from './ports/ids.ts';
export type * from './ports/keys.ts';
export type * from './ports/message-log.ts';
export type * from './ports/names.ts';
export type * from './ports/quotas.ts';
export type * from './ports/random.ts';
export type * from './ports/records.ts';
export type * from './ports/rooms.ts';
export type * from './ports/subscriptions.ts';

/** The ports that one store of rooms implements together. */
export interface RoomPorts {
  readonly rooms: Rooms;
  readonly messages: MessageLog;
  readonly subscriptions: Subscriptions;
  readonly names: Names;
}

/** All ports: every core call gets them. */
export interface Ports extends RoomPorts {
  readonly connections: Connections;
  readonly quotas: Quotas;
  readonly gateway: Gateway;
  /** Undefined: every fan-out is posted by who makes it. */
  readonly workers?: FanOutWorkers | undefined;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
  readonly lists: WordLists;
  /**
   * Where one process serves a whole room: lets what came in together with its last message be
   * handled first, so that all is delivered together. The room as it then stands.
   */
  readonly coalesce?: (room: RoomId) => Promise<Room | undefined>;
}
