// RoomStore in this process's memory: `npm start` and the simulator. A chat server's hot path, so
// an admitted message copies nothing; rooms long over are dropped when a new one is made. Nothing
// outlives the process.

import type {
  Accepted,
  Admitted,
  Baton,
  ConnectionId,
  MemberId,
  Room,
  RoomId,
  RoomStore,
  Seat,
} from '../../core/ports.ts';
import { isEarlier } from '../../core/room/join-order.ts';

// A link to a room that is over is told so for an hour.
const tellOverMilliseconds = 3_600_000;
const sweepEveryMilliseconds = 60_000;

/** One incarnation of a room. */
interface Stay {
  readonly facts: Pick<Room, 'id' | 'title' | 'createdAt' | 'capacity' | 'epoch' | 'track'>;
  expiresAt: number;
  state: Room['state'];
  seq: number;
  drained: number;
  /**
   * Only ever appended to, and replaced when something is removed: so a Room told earlier keeps
   * what it saw.
   */
  pending: Accepted[];
  baton: Baton | undefined;
  membership: number;
  slow: number;
  filtered: number;
  kicked: readonly MemberId[];
  told: Room['told'];
  /** By member and cid. */
  readonly remembered: Map<
    string,
    { readonly content: string; readonly seq: number; readonly at: number }
  >;
  readonly names: Map<string, MemberId>;
  /** Names claimed before this store knew the room: a room may be given with some. */
  readonly namesBefore: number;
  readonly seats: Map<ConnectionId, Seat>;
  /** Uses of links, by the token's id. */
  readonly uses: Map<string, Set<MemberId>>;
  log: Accepted[];
}

const begin = ({
  id,
  title,
  createdAt,
  capacity,
  epoch,
  track,
  pending,
  members,
  ...changing
}: Room): Stay => ({
  ...changing,
  facts: { id, title, createdAt, capacity, epoch, ...(track === undefined ? {} : { track }) },
  pending: [...pending],
  remembered: new Map(),
  names: new Map(),
  namesBefore: members,
  seats: new Map(),
  uses: new Map(),
  log: [],
});

// The room as it stands now.
function view({
  facts,
  expiresAt,
  state,
  seq,
  drained,
  pending,
  baton,
  membership,
  slow,
  filtered,
  kicked,
  told,
  names,
  namesBefore,
}: Stay): Room {
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
    drained,
    pending: pending.slice(),
    baton,
    membership,
    members,
    slow,
    filtered,
    kicked,
    told,
  };
  return track === undefined ? room : { ...room, track };
}

export function inProcessRoomStore(): RoomStore {
  const stays = new Map<RoomId, Stay>();
  let sweptAt = -Infinity;

  const live = (room: RoomId, now: number): Stay | undefined => {
    const stay = stays.get(room);
    return stay === undefined || stay.state === 'closed' || stay.expiresAt <= now
      ? undefined
      : stay;
  };
  const incarnation = (room: RoomId, epoch: string): Stay | undefined => {
    const stay = stays.get(room);
    return stay?.facts.epoch === epoch ? stay : undefined;
  };
  const sweep = (now: number): void => {
    if (now - sweptAt < sweepEveryMilliseconds) return;
    sweptAt = now;
    for (const [id, { expiresAt }] of stays) {
      if (expiresAt + tellOverMilliseconds <= now) stays.delete(id);
    }
  };

  return {
    create({ room, now }) {
      sweep(now);
      const old = stays.get(room.id);
      if (old !== undefined && old.expiresAt > now) return Promise.resolve('exists');
      stays.set(room.id, begin(room));
      return Promise.resolve('created');
    },

    read(room) {
      const stay = stays.get(room);
      return Promise.resolve(stay === undefined ? undefined : view(stay));
    },

    admit({ room, now, ...admission }) {
      const stay = live(room, now);
      return Promise.resolve<Admitted>(
        stay === undefined ? { ok: false, reason: 'expired' } : admitTo(stay, admission),
      );
    },

    takeBaton({ room, from, to, now }) {
      const stay = live(room, now);
      if (stay === undefined || stay.baton?.id !== from?.id || stay.baton?.until !== from?.until) {
        return Promise.resolve(undefined);
      }
      stay.baton = to;
      return Promise.resolve(view(stay));
    },

    release({ room, baton, renewed, count }) {
      const stay = stays.get(room);
      if (stay?.baton?.id !== baton.id || stay.pending.length < count) {
        return Promise.resolve({ state: 'lost' });
      }
      stay.pending = stay.pending.slice(count);
      stay.drained += count;
      stay.baton = stay.pending.length === 0 ? undefined : renewed;
      return Promise.resolve(
        stay.baton === undefined ? { state: 'laid down' } : { state: 'more', room: view(stay) },
      );
    },

    append({ room: { id, epoch, capacity }, messages }) {
      const stay = incarnation(id, epoch);
      if (stay === undefined || stay.state === 'closed' || capacity === 0) {
        return Promise.resolve('logged');
      }
      const last = stay.log.at(-1)?.seq ?? 0;
      for (const message of messages) if (message.seq > last) stay.log.push(message);
      // Nobody may ask for more than the room's capacity; trimmed by half, so that not every
      // message moves the rest.
      if (stay.log.length > 2 * capacity + 64) stay.log = stay.log.slice(-capacity);
      return Promise.resolve('logged');
    },

    log({ room, epoch, after, before, limit }) {
      const stay = incarnation(room, epoch);
      if (stay === undefined || limit <= 0) return Promise.resolve([]);
      const within = stay.log.filter(({ seq }) => seq > after && seq < before);
      return Promise.resolve(within.slice(-limit));
    },

    claimName({ room: { id, epoch }, key, member, most, instead }) {
      const stay = incarnation(id, epoch);
      const owner = stay?.names.get(key);
      // In an incarnation that has passed a name means nothing; taking the seat will tell that the
      // room is over.
      if (stay === undefined || owner === member) return Promise.resolve('claimed');
      if (owner !== undefined) {
        if (owner !== instead) return Promise.resolve({ takenBy: owner });
        stay.names.set(key, member);
        return Promise.resolve('claimed');
      }
      if (stay.namesBefore + stay.names.size >= most) return Promise.resolve('full');
      stay.names.set(key, member);
      return Promise.resolve('claimed');
    },

    freeName({ room, epoch, key, member }) {
      const names = incarnation(room, epoch)?.names;
      if (names?.get(key) === member) names.delete(key);
      return Promise.resolve();
    },

    nameHolder({ room, epoch, key }) {
      return Promise.resolve(incarnation(room, epoch)?.names.get(key));
    },

    sit({ seat: wanted, now }) {
      const stay = live(wanted.room, now);
      if (stay === undefined) return Promise.resolve(undefined);
      const before = stay.seats.get(wanted.connection);
      if (before !== undefined && isEarlier(wanted.joinRef, before.joinRef)) {
        return Promise.resolve('overtaken');
      }
      const again = wanted.joinRef !== null && before?.joinRef === wanted.joinRef;
      const seat: Seat = again ? before : { ...wanted, from: stay.seq };
      stay.seats.set(seat.connection, seat);
      stay.membership += 1;
      return Promise.resolve({ seat, room: view(stay) });
    },

    stand({ room, connection, phxRef }) {
      const stay = stays.get(room);
      const seat = stay?.seats.get(connection);
      if (
        stay === undefined ||
        seat === undefined ||
        (phxRef !== undefined && seat.phxRef !== phxRef)
      ) {
        return Promise.resolve(undefined);
      }
      stay.seats.delete(connection);
      stay.membership += 1;
      return Promise.resolve({ seat, room: view(stay) });
    },

    seat: ({ room, connection }) => Promise.resolve(stays.get(room)?.seats.get(connection)),
    seats: (room) => Promise.resolve([...(stays.get(room)?.seats.values() ?? [])]),

    changeSeat({ before, after, moves }) {
      const stay = stays.get(before.room);
      if (stay?.seats.get(before.connection)?.phxRef !== before.phxRef) {
        return Promise.resolve(false);
      }
      stay.seats.set(before.connection, after);
      if (moves) stay.membership += 1;
      return Promise.resolve(true);
    },

    change({ room, epoch, change: { state, expiresAt, slow, kick }, now }) {
      const stay = live(room, now);
      if (stay?.facts.epoch !== epoch) return Promise.resolve(undefined);
      stay.state = state ?? stay.state;
      stay.slow = slow ?? stay.slow;
      stay.expiresAt = Math.max(stay.expiresAt, expiresAt ?? 0);
      if (kick !== undefined && !stay.kicked.includes(kick)) stay.kicked = [...stay.kicked, kick];
      return Promise.resolve(view(stay));
    },

    noteTold({ room, epoch, told }) {
      const stay = incarnation(room, epoch);
      if (stay !== undefined && stay.told.membership < told.membership) stay.told = told;
      return Promise.resolve();
    },

    useLink({ room: { id, epoch }, tokenId, by, most }) {
      const uses = incarnation(id, epoch)?.uses;
      const users = uses?.get(tokenId) ?? new Set();
      if (most < 1 || (users.size >= most && !users.has(by))) return Promise.resolve(false);
      uses?.set(tokenId, users.add(by));
      return Promise.resolve(true);
    },

    close({ room, epoch }) {
      const stay = incarnation(room, epoch);
      if (stay === undefined || stay.state === 'closed') return Promise.resolve(undefined);
      stay.state = 'closed';
      stay.pending = [];
      stay.baton = undefined;
      stay.remembered.clear();
      return Promise.resolve(view(stay));
    },

    eraseContent(room) {
      const stay = stays.get(room);
      if (stay?.state !== 'closed') return Promise.resolve({ messages: 0, names: 0 });
      const erased = { messages: stay.log.length, names: stay.names.size };
      stay.log = [];
      stay.names.clear();
      stay.uses.clear();
      return Promise.resolve(erased);
    },

    eraseSeats(room) {
      const stay = stays.get(room);
      if (stay?.state === 'closed') stay.seats.clear();
      return Promise.resolve();
    },
  };
}

type Admission = Omit<Parameters<RoomStore['admit']>[0], 'room' | 'now'>;

function admitTo(
  stay: Stay,
  { message, changed, slow, membership, baton, pendingMost }: Admission,
): Admitted {
  if (
    membership !== undefined &&
    (stay.membership !== membership || stay.kicked.includes(message.member))
  ) {
    return { ok: false, reason: 'moved' };
  }
  const { at, content } = message;
  const key = `${message.member}.${message.cid}`;
  const first = content === undefined ? undefined : stay.remembered.get(key);
  if (first !== undefined) {
    if (first.content !== content) return { ok: false, reason: 'conflict' };
    return { ok: true, seq: first.seq, at: first.at, repeated: true, room: view(stay) };
  }
  if (slow !== undefined && slow !== stay.slow) {
    return { ok: false, reason: 'slow', slow: stay.slow };
  }
  if (stay.pending.length >= pendingMost) return { ok: false, reason: 'unavailable' };
  stay.seq += 1;
  const { seq } = stay;
  stay.pending.push({ ...message, seq });
  if (content !== undefined) stay.remembered.set(key, { content, seq, at });
  if (changed) stay.filtered += 1;
  stay.baton ??= baton;
  return { ok: true, seq, at, repeated: false, room: view(stay) };
}
