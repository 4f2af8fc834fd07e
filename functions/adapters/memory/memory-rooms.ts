// RoomStore in this process's memory: `npm start` and the simulator. A chat server's hot path, so
// an admitted message copies nothing; rooms long over are dropped when a new one is made. Nothing
// outlives the process.

import type {
  AcceptedMessage,
  AdmitResult,
  DeliveryLease,
  ConnectionId,
  MemberId,
  Room,
  RoomId,
  RoomStore,
  Subscription,
} from '../../core/ports.ts';
import { isEarlierJoin } from '../../core/membership/join-order.ts';

// A link to a room that is over is told so for an hour.
const tellOverMilliseconds = 3_600_000;
const sweepEveryMilliseconds = 60_000;

/** One incarnation of a room. */
interface RoomRecord {
  readonly facts: Pick<Room, 'id' | 'title' | 'createdAt' | 'capacity' | 'epoch' | 'track'>;
  expiresAt: number;
  state: Room['state'];
  seq: number;
  deliveredSeq: number;
  /**
   * Only ever appended to, and replaced when something is removed: so a Room told earlier keeps
   * what it saw.
   */
  undelivered: AcceptedMessage[];
  lease: DeliveryLease | undefined;
  membership: number;
  slow: number;
  filtered: number;
  kicked: readonly MemberId[];
  lastPresenceSync: Room['lastPresenceSync'];
  /** By member and cid. */
  readonly remembered: Map<
    string,
    { readonly content: string; readonly seq: number; readonly at: number }
  >;
  readonly names: Map<string, MemberId>;
  /** Names claimed before this store knew the room: a room may be given with some. */
  readonly namesBefore: number;
  readonly subscriptions: Map<ConnectionId, Subscription>;
  /** Uses of links, by the token's id. */
  readonly uses: Map<string, Set<MemberId>>;
  log: AcceptedMessage[];
}

const begin = ({
  id,
  title,
  createdAt,
  capacity,
  epoch,
  track,
  undelivered,
  members,
  ...changing
}: Room): RoomRecord => ({
  ...changing,
  facts: { id, title, createdAt, capacity, epoch, ...(track === undefined ? {} : { track }) },
  undelivered: [...undelivered],
  remembered: new Map(),
  names: new Map(),
  namesBefore: members,
  subscriptions: new Map(),
  uses: new Map(),
  log: [],
});

// The room as it stands now.
function view({
  facts,
  expiresAt,
  state,
  seq,
  deliveredSeq,
  undelivered,
  lease,
  membership,
  slow,
  filtered,
  kicked,
  lastPresenceSync,
  names,
  namesBefore,
}: RoomRecord): Room {
  const members = namesBefore + names.size;
  const { id, title, createdAt, capacity, epoch, track } = facts;
  // Member by member: made for every message, and spreading costs several times as much.
  const room = {
    id,
    title,
    createdAt,
    capacity,
    epoch,
    expiresAt,
    state,
    seq,
    deliveredSeq,
    undelivered: undelivered.slice(),
    lease,
    membership,
    members,
    slow,
    filtered,
    kicked,
    lastPresenceSync,
  };
  return track === undefined ? room : { ...room, track };
}

export function createMemoryRooms(): RoomStore {
  const records = new Map<RoomId, RoomRecord>();
  let sweptAt = -Infinity;

  const live = (room: RoomId, now: number): RoomRecord | undefined => {
    const record = records.get(room);
    return record === undefined || record.state === 'closed' || record.expiresAt <= now
      ? undefined
      : record;
  };
  const incarnation = (room: RoomId, epoch: string): RoomRecord | undefined => {
    const record = records.get(room);
    return record?.facts.epoch === epoch ? record : undefined;
  };
  const sweep = (now: number): void => {
    if (now - sweptAt < sweepEveryMilliseconds) return;
    sweptAt = now;
    for (const [id, { expiresAt }] of records) {
      if (expiresAt + tellOverMilliseconds <= now) records.delete(id);
    }
  };

  return {
    create({ room, now }) {
      sweep(now);
      const old = records.get(room.id);
      if (old !== undefined && old.expiresAt > now) return Promise.resolve('exists');
      records.set(room.id, begin(room));
      return Promise.resolve('created');
    },

    read(room) {
      const record = records.get(room);
      return Promise.resolve(record === undefined ? undefined : view(record));
    },

    admit({ room, now, ...admission }) {
      const record = live(room, now);
      return Promise.resolve<AdmitResult>(
        record === undefined ? { ok: false, reason: 'expired' } : admitTo(record, admission),
      );
    },

    takeLease({ room, from, to, now }) {
      const record = live(room, now);
      if (
        record === undefined ||
        record.lease?.id !== from?.id ||
        record.lease?.until !== from?.until
      ) {
        return Promise.resolve(undefined);
      }
      record.lease = to;
      return Promise.resolve(view(record));
    },

    release({ room, lease, renewed, count }) {
      const record = records.get(room);
      if (record?.lease?.id !== lease.id || record.undelivered.length < count) {
        return Promise.resolve({ state: 'lost' });
      }
      record.undelivered = record.undelivered.slice(count);
      record.deliveredSeq += count;
      record.lease = record.undelivered.length === 0 ? undefined : renewed;
      return Promise.resolve(
        record.lease === undefined ? { state: 'laid down' } : { state: 'more', room: view(record) },
      );
    },

    append({ room: { id, epoch, capacity }, messages }) {
      const record = incarnation(id, epoch);
      if (record === undefined || record.state === 'closed' || capacity === 0) {
        return Promise.resolve('logged');
      }
      const last = record.log.at(-1)?.seq ?? 0;
      for (const message of messages) if (message.seq > last) record.log.push(message);
      // Nobody may ask for more than the room's capacity; trimmed by half, so that not every
      // message moves the rest.
      if (record.log.length > 2 * capacity + 64) record.log = record.log.slice(-capacity);
      return Promise.resolve('logged');
    },

    log({ room, epoch, after, before, limit }) {
      const record = incarnation(room, epoch);
      if (record === undefined || limit <= 0) return Promise.resolve([]);
      const within = record.log.filter(({ seq }) => seq > after && seq < before);
      return Promise.resolve(within.slice(-limit));
    },

    claimName({ room: { id, epoch }, key, member, max, replacing }) {
      const record = incarnation(id, epoch);
      const owner = record?.names.get(key);
      // In an incarnation that has passed a name means nothing; taking the seat will tell that the
      // room is over.
      if (record === undefined || owner === member) return Promise.resolve('claimed');
      if (owner !== undefined) {
        if (owner !== replacing) return Promise.resolve({ takenBy: owner });
        record.names.set(key, member);
        return Promise.resolve('claimed');
      }
      if (record.namesBefore + record.names.size >= max) return Promise.resolve('full');
      record.names.set(key, member);
      return Promise.resolve('claimed');
    },

    releaseName({ room, epoch, key, member }) {
      const names = incarnation(room, epoch)?.names;
      if (names?.get(key) === member) names.delete(key);
      return Promise.resolve();
    },

    findNameHolder({ room, epoch, key }) {
      return Promise.resolve(incarnation(room, epoch)?.names.get(key));
    },

    subscribe({ subscription: wanted, now }) {
      const record = live(wanted.room, now);
      if (record === undefined) return Promise.resolve(undefined);
      const before = record.subscriptions.get(wanted.connection);
      if (before !== undefined && isEarlierJoin(wanted.joinRef, before.joinRef)) {
        return Promise.resolve('overtaken');
      }
      const again = wanted.joinRef !== null && before?.joinRef === wanted.joinRef;
      const subscription: Subscription = again ? before : { ...wanted, from: record.seq };
      record.subscriptions.set(subscription.connection, subscription);
      record.membership += 1;
      return Promise.resolve({ subscription, room: view(record) });
    },

    unsubscribe({ room, connection, phxRef }) {
      const record = records.get(room);
      const subscription = record?.subscriptions.get(connection);
      if (
        record === undefined ||
        subscription === undefined ||
        (phxRef !== undefined && subscription.phxRef !== phxRef)
      ) {
        return Promise.resolve(undefined);
      }
      record.subscriptions.delete(connection);
      record.membership += 1;
      return Promise.resolve({ subscription, room: view(record) });
    },

    subscription: ({ room, connection }) =>
      Promise.resolve(records.get(room)?.subscriptions.get(connection)),
    subscriptions: (room) =>
      Promise.resolve([...(records.get(room)?.subscriptions.values() ?? [])]),

    updateSubscription({ before, after, bumpsMembership }) {
      const record = records.get(before.room);
      if (record?.subscriptions.get(before.connection)?.phxRef !== before.phxRef) {
        return Promise.resolve(false);
      }
      record.subscriptions.set(before.connection, after);
      if (bumpsMembership) record.membership += 1;
      return Promise.resolve(true);
    },

    change({ room, epoch, change: { state, expiresAt, slow, kick }, now }) {
      const record = live(room, now);
      if (record?.facts.epoch !== epoch) return Promise.resolve(undefined);
      record.state = state ?? record.state;
      record.slow = slow ?? record.slow;
      record.expiresAt = Math.max(record.expiresAt, expiresAt ?? 0);
      if (kick !== undefined && !record.kicked.includes(kick))
        record.kicked = [...record.kicked, kick];
      return Promise.resolve(view(record));
    },

    recordPresenceSync({ room, epoch, lastPresenceSync }) {
      const record = incarnation(room, epoch);
      if (record !== undefined && record.lastPresenceSync.membership < lastPresenceSync.membership)
        record.lastPresenceSync = lastPresenceSync;
      return Promise.resolve();
    },

    useLink({ room: { id, epoch }, tokenId, by, max }) {
      const uses = incarnation(id, epoch)?.uses;
      const users = uses?.get(tokenId) ?? new Set();
      if (max < 1 || (users.size >= max && !users.has(by))) return Promise.resolve(false);
      uses?.set(tokenId, users.add(by));
      return Promise.resolve(true);
    },

    close({ room, epoch }) {
      const record = incarnation(room, epoch);
      if (record === undefined || record.state === 'closed') return Promise.resolve(undefined);
      record.state = 'closed';
      record.undelivered = [];
      record.lease = undefined;
      record.remembered.clear();
      return Promise.resolve(view(record));
    },

    deleteContent(room) {
      const record = records.get(room);
      if (record?.state !== 'closed') return Promise.resolve({ messages: 0, names: 0 });
      const erased = { messages: record.log.length, names: record.names.size };
      record.log = [];
      record.names.clear();
      record.uses.clear();
      return Promise.resolve(erased);
    },

    deleteSubscriptions(room) {
      const record = records.get(room);
      if (record?.state === 'closed') record.subscriptions.clear();
      return Promise.resolve();
    },
  };
}

type Admission = Omit<Parameters<RoomStore['admit']>[0], 'room' | 'now'>;

function admitTo(
  record: RoomRecord,
  { message, changed, slow, membership, lease, maxUndelivered }: Admission,
): AdmitResult {
  if (
    membership !== undefined &&
    (record.membership !== membership || record.kicked.includes(message.member))
  ) {
    return { ok: false, reason: 'stale-membership' };
  }
  const { at, content } = message;
  const key = `${message.member}.${message.cid}`;
  const first = content === undefined ? undefined : record.remembered.get(key);
  if (first !== undefined) {
    if (first.content !== content) return { ok: false, reason: 'conflict' };
    return { ok: true, seq: first.seq, at: first.at, repeated: true, room: view(record) };
  }
  if (slow !== undefined && slow !== record.slow) {
    return { ok: false, reason: 'slow', slow: record.slow };
  }
  if (record.undelivered.length >= maxUndelivered) return { ok: false, reason: 'unavailable' };
  record.seq += 1;
  const { seq } = record;
  record.undelivered.push({ ...message, seq });
  if (content !== undefined) record.remembered.set(key, { content, seq, at });
  if (changed) record.filtered += 1;
  record.lease ??= lease;
  return { ok: true, seq, at, repeated: false, room: view(record) };
}
