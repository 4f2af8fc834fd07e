// RoomStore in this process's memory: `npm start` and the simulator. A chat server's hot path, so an admitted message copies nothing;
// rooms long over are dropped when a new one is made. Nothing outlives the process.

import type { Accepted, Admitted, Baton, ConnectionId, MemberId, Room, RoomId, RoomStore, Seat } from '../../core/ports.ts';

// A link to a room that is over is told so for an hour.
const tellOverMilliseconds = 3_600_000;
const sweepEveryMilliseconds = 60_000;

/** One incarnation of a room. */
interface Stay {
  readonly facts: Pick<Room, 'id' | 'title' | 'createdAt' | 'expiresAt' | 'capacity' | 'epoch'>;
  state: Room['state'];
  seq: number;
  drained: number;
  /** Only ever appended to, and replaced when something is removed: so a Room told earlier keeps what it saw. */
  pending: Accepted[];
  baton: Baton | undefined;
  membership: number;
  /** In the order of their seq. */
  readonly remembered: Map<string, { readonly content: string; readonly seq: number; readonly at: number }>;
  readonly names: Map<string, MemberId>;
  /** Names claimed before this store knew the room: a room may be given with some. */
  readonly namesBefore: number;
  readonly seats: Map<ConnectionId, Seat>;
  log: Accepted[];
  logEndsAt: number;
}

const begin = ({ id, title, createdAt, expiresAt, capacity, epoch, state, seq, drained, pending, baton, membership, members }: Room): Stay => ({
  facts: { id, title, createdAt, expiresAt, capacity, epoch },
  state, seq, drained, pending: [...pending], baton, membership,
  remembered: new Map(), names: new Map(), namesBefore: members, seats: new Map(), log: [], logEndsAt: expiresAt,
});

// The room as it stands now. Most callers never look at `pending`, so its copy is made when first asked for.
function view({ facts, state, seq, drained, pending, baton, membership, names, namesBefore }: Stay): Room {
  const waiting = pending.length;
  const members = namesBefore + names.size;
  let copy: readonly Accepted[] | undefined;
  return {
    ...facts, state, seq, drained, baton, membership, members,
    get pending() {
      return copy ??= pending.slice(0, waiting);
    },
  };
}

export function inProcessRoomStore(): RoomStore {
  const stays = new Map<RoomId, Stay>();
  let sweptAt = -Infinity;

  const live = (room: RoomId, now: number): Stay | undefined => {
    const stay = stays.get(room);
    return stay === undefined || stay.state === 'closed' || stay.facts.expiresAt <= now ? undefined : stay;
  };
  const incarnation = (room: RoomId, epoch: string): Stay | undefined => {
    const stay = stays.get(room);
    return stay?.facts.epoch === epoch ? stay : undefined;
  };
  const sweep = (now: number): void => {
    if (now - sweptAt < sweepEveryMilliseconds) return;
    sweptAt = now;
    for (const [id, { facts }] of stays) if (facts.expiresAt + tellOverMilliseconds <= now) stays.delete(id);
  };

  return {
    create({ room, now }) {
      sweep(now);
      const old = stays.get(room.id);
      if (old !== undefined && old.facts.expiresAt > now) return Promise.resolve('exists');
      stays.set(room.id, begin(room));
      return Promise.resolve('created');
    },

    read(room) {
      const stay = stays.get(room);
      return Promise.resolve(stay === undefined ? undefined : view(stay));
    },

    admit({ room, message, remember, baton, pendingMost, now }) {
      const stay = live(room, now);
      return Promise.resolve<Admitted>(stay === undefined ? { ok: false, reason: 'expired' } : admitTo(stay, { message, remember, baton, pendingMost }));
    },

    takeBaton({ room, from, to, now }) {
      const stay = live(room, now);
      if (stay === undefined || stay.baton?.id !== from?.id || stay.baton?.until !== from?.until) return Promise.resolve(undefined);
      stay.baton = to;
      return Promise.resolve(view(stay));
    },

    release({ room, baton, renewed, count, forgetUpTo }) {
      const stay = stays.get(room);
      if (stay?.baton?.id !== baton.id || stay.pending.length < count) return Promise.resolve({ state: 'lost' });
      for (const [key, { seq }] of stay.remembered) {
        if (seq > forgetUpTo) break;
        stay.remembered.delete(key);
      }
      stay.pending = stay.pending.slice(count);
      stay.drained += count;
      stay.baton = stay.pending.length === 0 ? undefined : renewed;
      return Promise.resolve(stay.baton === undefined ? { state: 'laid down' } : { state: 'more', room: view(stay) });
    },

    append({ room, epoch, messages, expiresAt }) {
      const stay = incarnation(room, epoch);
      if (stay === undefined || stay.state === 'closed') return Promise.resolve();
      const last = stay.log.at(-1)?.seq ?? 0;
      for (const message of messages) if (message.seq > last) stay.log.push(message);
      stay.logEndsAt = expiresAt;
      // Nobody may ask for more than the room's capacity; trimmed by halves, so that not every message moves the rest.
      if (stay.log.length > 2 * stay.facts.capacity + 1_000) stay.log = stay.log.slice(-stay.facts.capacity - 500);
      return Promise.resolve();
    },

    log({ room, epoch, after, before, limit, now }) {
      const stay = incarnation(room, epoch);
      if (stay === undefined || stay.logEndsAt <= now || limit <= 0) return Promise.resolve([]);
      const within = stay.log.filter(({ seq }) => seq > after && seq < before);
      return Promise.resolve(within.slice(-limit));
    },

    claimName({ room, epoch, key, member, most, instead }) {
      const stay = incarnation(room, epoch);
      const owner = stay?.names.get(key);
      // In an incarnation that has passed a name means nothing; taking the seat will tell that the room is over.
      if (stay === undefined || owner === member) return Promise.resolve('claimed');
      if (owner !== undefined) {
        if (owner !== instead) return Promise.resolve('taken');
        stay.names.set(key, member);
        return Promise.resolve('claimed');
      }
      if (stay.namesBefore + stay.names.size >= most) return Promise.resolve('full');
      stay.names.set(key, member);
      return Promise.resolve('claimed');
    },

    nameHolder({ room, epoch, key }) {
      return Promise.resolve(incarnation(room, epoch)?.names.get(key));
    },

    sit({ seat, now }) {
      const stay = live(seat.room, now);
      if (stay === undefined) return Promise.resolve(undefined);
      stay.seats.set(seat.connection, seat);
      stay.membership += 1;
      return Promise.resolve(view(stay));
    },

    stand({ room, connection, phxRef }) {
      const stay = stays.get(room);
      const seat = stay?.seats.get(connection);
      if (stay === undefined || seat === undefined || (phxRef !== undefined && seat.phxRef !== phxRef)) return Promise.resolve(undefined);
      stay.seats.delete(connection);
      stay.membership += 1;
      return Promise.resolve(seat);
    },

    seat: ({ room, connection }) => Promise.resolve(stays.get(room)?.seats.get(connection)),
    seats: (room) => Promise.resolve([...stays.get(room)?.seats.values() ?? []]),

    setTyping({ room, connection, typing, from, to }) {
      const seats = stays.get(room)?.seats;
      const seat = seats?.get(connection);
      if (seats === undefined || seat?.phxRef !== from) return Promise.resolve(undefined);
      const changed = { ...seat, typing, phxRef: to };
      seats.set(connection, changed);
      return Promise.resolve(changed);
    },

    close({ room, epoch }) {
      const stay = incarnation(room, epoch);
      if (stay === undefined || stay.state === 'closed') return Promise.resolve(undefined);
      stay.state = 'closed';
      stay.pending = [];
      stay.drained = stay.seq;
      stay.baton = undefined;
      stay.remembered.clear();
      return Promise.resolve(view(stay));
    },

    erase(room) {
      const stay = stays.get(room);
      if (stay?.state === 'closed') stays.set(room, begin({ ...view(stay), members: stay.namesBefore + stay.names.size }));
      return Promise.resolve();
    },
  };
}

type Admission = Pick<Parameters<RoomStore['admit']>[0], 'message' | 'remember' | 'baton' | 'pendingMost'>;

function admitTo(stay: Stay, { message, remember, baton, pendingMost }: Admission): Admitted {
  const first = remember === undefined ? undefined : stay.remembered.get(remember.key);
  if (first !== undefined) {
    if (first.content !== remember?.content) return { ok: false, reason: 'conflict' };
    return { ok: true, seq: first.seq, at: first.at, repeated: true, room: view(stay) };
  }
  if (stay.pending.length >= pendingMost) return { ok: false, reason: 'unavailable' };
  stay.seq += 1;
  const { seq } = stay;
  const { at } = message;
  stay.pending.push({ ...message, seq });
  if (remember !== undefined) stay.remembered.set(remember.key, { content: remember.content, seq, at });
  stay.baton ??= baton;
  return { ok: true, seq, at, repeated: false, room: view(stay) };
}
