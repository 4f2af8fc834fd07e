// The ports, through which the core reaches everything outside. Each port has a file in ports/,
// several adapters in functions/adapters/, and one contract suite in test/contract/ that every
// adapter passes. Times are milliseconds since 1970 (the Clock's) unless a name says seconds.

import type { Timers } from './ports/timers.ts';
import type { Connections } from './ports/connections.ts';
import type { FanOutWorkers } from './ports/fan-out-workers.ts';
import type { WordLists } from './ports/word-lists.ts';
import type { Gateway } from './ports/gateway.ts';
import type { Room, RoomId } from './ports/records.ts';
import type { Keys } from './ports/keys.ts';
import type { MessageLog } from './ports/message-log.ts';
import type { Names } from './ports/names.ts';
import type { Quotas } from './ports/quotas.ts';
import type { Rooms } from './ports/rooms.ts';
import type { Subscriptions } from './ports/subscriptions.ts';
import type { Clock, Hash, Random } from './ports/system.ts';

export type * from './ports/timers.ts';
export type * from './ports/connections.ts';
export type * from './ports/fan-out-workers.ts';
export type * from './ports/word-lists.ts';
export type * from './ports/gateway.ts';
export type * from './ports/records.ts';
export type * from './ports/keys.ts';
export type * from './ports/message-log.ts';
export type * from './ports/names.ts';
export type * from './ports/quotas.ts';
export type * from './ports/rooms.ts';
export type * from './ports/subscriptions.ts';
export type * from './ports/system.ts';

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
  /** Undefined: the sender of a fan-out posts all of it. */
  readonly workers?: FanOutWorkers | undefined;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly random: Random;
  readonly hash: Hash;
  readonly keys: Keys;
  readonly lists: WordLists;
  /**
   * For engines where one process serves a whole room: waits until frames that arrived together are
   * handled, so their messages go out together. Returns the room at that moment.
   */
  readonly coalesce?: (room: RoomId) => Promise<Room | undefined>;
}
