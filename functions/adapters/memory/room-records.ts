// The rooms in this process's memory: one record for each incarnation, shared by the ports to
// rooms, messages, subscriptions and names.

import type {
  AcceptedMessage,
  ConnectionId,
  DeliveryLease,
  HeldName,
  MemberId,
  Room,
  RoomId,
  Subscription,
} from '../../core/ports.ts';

// A record stays for an hour after its room's end, because late end timers still need it.
const overRoomMilliseconds = 3_600_000;
const sweepIntervalMilliseconds = 60_000;

/** One incarnation of a room. */
export interface RoomRecord {
  readonly facts: Pick<
    Room,
    'id' | 'title' | 'createdAt' | 'capacity' | 'epoch' | 'linkSecret' | 'track'
  >;
  linkGeneration: number;
  expiresAt: number;
  state: Room['state'];
  seq: number;
  deliveredSeq: number;
  /** Appended to in place, and replaced on removal. A `Room` has its own copy. */
  undelivered: AcceptedMessage[];
  lease: DeliveryLease | undefined;
  membership: number;
  slow: number;
  filtered: number;
  kicked: readonly MemberId[];
  lastPresenceSync: Room['lastPresenceSync'];
  unpublished: readonly string[];
  /** The published number and who recorded it. Undefined: none was published. */
  watchers: { readonly number: number; readonly by: string } | undefined;
  /** By member and cid. */
  readonly acceptedCids: Map<string, AcceptedCid>;
  readonly names: Map<string, MemberId>;
  readonly namesByMember: Map<MemberId, HeldName>;
  /** Names claimed before this store knew the room: `create` may get a room that has some. */
  readonly namesBefore: number;
  readonly subscriptions: Map<ConnectionId, Subscription>;
  /** Users of links, by the token's id. */
  readonly linkUsers: Map<string, Set<MemberId>>;
  log: AcceptedMessage[];
}

interface AcceptedCid {
  readonly content: string;
  readonly seq: number;
  readonly at: number;
}

export interface RoomRecords {
  create(room: Room, now: number): 'created' | 'exists';
  get(room: RoomId): RoomRecord | undefined;
  /** Returns a room that is not over at `now`. */
  findLive(room: RoomId, now: number): RoomRecord | undefined;
  /** Returns a room if its current incarnation has this epoch. */
  findIncarnation(room: RoomId, epoch: string): RoomRecord | undefined;
}

export function createRoomRecords(): RoomRecords {
  const records = new Map<RoomId, RoomRecord>();
  let sweptAt = -Infinity;

  const sweep = (now: number): void => {
    if (now - sweptAt < sweepIntervalMilliseconds) return;
    sweptAt = now;
    for (const [id, { expiresAt }] of records) {
      if (expiresAt + overRoomMilliseconds <= now) records.delete(id);
    }
  };

  return {
    create(room, now) {
      sweep(now);
      const old = records.get(room.id);
      if (old !== undefined && old.expiresAt > now) return 'exists';
      records.set(room.id, recordFrom(room));
      return 'created';
    },

    get: (room) => records.get(room),

    findLive(room, now) {
      const record = records.get(room);
      return record === undefined || record.state === 'closed' || record.expiresAt <= now
        ? undefined
        : record;
    },

    findIncarnation(room, epoch) {
      const record = records.get(room);
      return record?.facts.epoch === epoch ? record : undefined;
    },
  };
}

function recordFrom(room: Room): RoomRecord {
  const { id, title, createdAt, capacity, epoch, linkSecret, track, ...rest } = room;
  const { undelivered, members, ...changing } = rest;
  const facts = { id, title, createdAt, capacity, epoch, linkSecret };
  return {
    ...changing,
    facts: track === undefined ? facts : { ...facts, track },
    undelivered: [...undelivered],
    acceptedCids: new Map(),
    names: new Map(),
    namesByMember: new Map(),
    namesBefore: members,
    subscriptions: new Map(),
    linkUsers: new Map(),
    watchers: undefined,
    log: [],
  };
}

/** Returns a room as it is now. */
export function toRoom(record: RoomRecord): Room {
  const { id, title, createdAt, capacity, epoch, linkSecret, track } = record.facts;
  // Property by property: this runs for every message, and a spread costs several times as much.
  const room = {
    id,
    title,
    createdAt,
    capacity,
    epoch,
    expiresAt: record.expiresAt,
    state: record.state,
    seq: record.seq,
    deliveredSeq: record.deliveredSeq,
    undelivered: record.undelivered.slice(),
    lease: record.lease,
    membership: record.membership,
    members: record.namesBefore + record.names.size,
    slow: record.slow,
    filtered: record.filtered,
    kicked: record.kicked,
    lastPresenceSync: record.lastPresenceSync,
    linkSecret,
    linkGeneration: record.linkGeneration,
    unpublished: record.unpublished,
  };
  return track === undefined ? room : { ...room, track };
}
