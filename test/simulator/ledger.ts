// Sorts a history into what the checks need: rooms with their one order, operations with their
// answers, clients with their stays and screens. Judges nothing itself.

import type { Answer, Call, History, HistoryEvent, SeenMessage } from './history.ts';

interface Known {
  /** Undefined while only the sender's reply is known. */
  message: SeenMessage | undefined;
  /**
   * The time when a client first saw the message, or its sender got the reply. Infinity while only
   * the store has it: a sender without a reply resends, and nothing is promised until then.
   */
  at: number;
}

export interface RoomFacts {
  readonly id: string;
  readonly capacity: number;
  readonly calm: boolean;
  endsAt: number;
  overAt: number;
  /** Its owner may have closed it before its time was up. */
  isClosedByOwner: boolean;
  readonly uses: number | undefined;
  /** The end of each incarnation of an open room, by epoch. */
  readonly incarnations: Map<string, number>;
  /** The known end over time. */
  readonly ends: { readonly at: number; readonly endsAt: number }[];
  /** By epoch and seq. */
  readonly orders: Map<string, Map<number, Known>>;
  /** Places that were seen with two different contents. */
  readonly changed: {
    readonly at: number;
    readonly first: SeenMessage;
    readonly second: SeenMessage;
    readonly by: string;
  }[];
}

export interface Operation {
  readonly op: number;
  readonly client: string;
  readonly room: string;
  readonly call: Call;
  readonly at: number;
  outcome: 'open' | 'ok' | 'fail' | 'unknown';
  endedAt: number;
  answer: Answer | undefined;
  reason: string;
}

interface RoomRecord {
  readonly from: number;
  to: number;
  readonly receives: boolean;
  readonly name: string | undefined;
  readonly member: string | undefined;
  readonly epoch: string | undefined;
}

/** One client's stays in one room. */
export interface Visit {
  readonly client: string;
  readonly room: string;
  /** The periods when it was there, in order. The last one's `to` is Infinity while it still is. */
  readonly records: RoomRecord[];
  readonly members: Set<string>;
  readonly screens: Extract<HistoryEvent, { type: 'screen' }>[];
  readonly presences: Extract<HistoryEvent, { type: 'presence' }>[];
  /** One of its joins was handled twice. */
  joinedTwice: boolean;
}

/**
 * Whether a client may be in a room's new incarnation without knowing it: the second delivery of
 * its join may have come after the room opened again, and is a valid join.
 */
export const mayBeBackUnawares = (
  rooms: ReadonlyMap<string, RoomFacts>,
  { room, joinedTwice }: Visit,
): boolean => joinedTwice && (rooms.get(room)?.incarnations.size ?? 0) > 1;

export interface Ledger {
  readonly history: History;
  readonly rooms: ReadonlyMap<string, RoomFacts>;
  readonly operations: ReadonlyMap<number, Operation>;
  readonly visits: readonly Visit[];
  /** The time until which faults lasted; a calm room has none. */
  readonly faultsUntil: number;
  /** The times when sockets opened and closed, by client. */
  readonly sockets: ReadonlyMap<string, readonly { readonly from: number; readonly to: number }[]>;
}

export function readHistory(history: History): Ledger {
  const rooms = new Map<string, RoomFacts>();
  const operations = new Map<number, Operation>();
  const visits = new Map<string, Visit>();
  const sockets = new Map<string, { readonly from: number; to: number }[]>();
  const compared = new Set<SeenMessage>();
  let faultsUntil = 0;

  const findVisit = (client: string, room: string): Visit => {
    const key = `${client} ${room}`;
    let visit = visits.get(key);
    if (visit === undefined) {
      visits.set(
        key,
        (visit = {
          client,
          room,
          records: [],
          members: new Set(),
          screens: [],
          presences: [],
          joinedTwice: false,
        }),
      );
    }
    return visit;
  };

  const findPlace = (
    room: string,
    { epoch, seq }: { readonly epoch: string; readonly seq: number },
  ): Known => {
    const orders = rooms.get(room)?.orders ?? new Map<string, Map<number, Known>>();
    let order = orders.get(epoch);
    if (order === undefined) orders.set(epoch, (order = new Map<number, Known>()));
    let known = order.get(seq);
    if (known === undefined) order.set(seq, (known = { message: undefined, at: Infinity }));
    return known;
  };

  const saw = (
    room: string,
    message: SeenMessage,
    { at, by }: { readonly at: number; readonly by: string },
  ): void => {
    // Screens contain the same objects again and again.
    if (compared.has(message)) return;
    compared.add(message);
    const known = findPlace(room, message);
    known.at = Math.min(known.at, at);
    if (known.message === undefined) known.message = message;
    else if (!isSame(known.message, message)) {
      rooms.get(room)?.changed.push({ at, first: known.message, second: message, by });
    }
  };

  for (const event of history.events) {
    const { at } = event;
    switch (event.type) {
      case 'room':
        rooms.set(event.room, {
          id: event.room,
          capacity: event.capacity,
          calm: event.calm,
          endsAt: event.endsAt,
          overAt: event.endsAt,
          isClosedByOwner: false,
          uses: event.uses,
          incarnations: new Map(),
          ends: [{ at, endsAt: event.endsAt }],
          orders: new Map(),
          changed: [],
        });
        break;
      case 'ends': {
        const room = rooms.get(event.room);
        if (room !== undefined) {
          const { endsAt, overAt } = event;
          const isClosedByOwner = room.isClosedByOwner || endsAt < room.endsAt;
          Object.assign(room, { endsAt, overAt, isClosedByOwner });
        }
        room?.ends.push({ at, endsAt: event.endsAt });
        break;
      }
      case 'opens': {
        const { room, endsAt, epoch } = event;
        const facts = rooms.get(room);
        if (facts !== undefined) Object.assign(facts, { endsAt, overAt: endsAt });
        facts?.incarnations.set(epoch, endsAt);
        break;
      }
      case 'invoke': {
        const { op, client, room, call } = event;
        operations.set(op, {
          op,
          client,
          room,
          call,
          at,
          outcome: 'open',
          endedAt: Infinity,
          answer: undefined,
          reason: '',
        });
        break;
      }
      case 'ok':
      case 'fail':
      case 'unknown': {
        const operation = operations.get(event.op);
        if (operation === undefined) break;
        operation.outcome = event.type;
        operation.endedAt = at;
        if (event.type === 'fail') operation.reason = event.reason;
        if (event.type !== 'ok') break;
        operation.answer = event.answer;
        if (event.answer.kind === 'sent') {
          const known = findPlace(operation.room, event.answer);
          known.at = Math.min(known.at, at);
        }
        if (event.answer.kind === 'page') {
          for (const message of event.answer.messages) {
            saw(operation.room, message, { at, by: operation.client });
          }
        }
        break;
      }
      case 'here': {
        const visit = findVisit(event.client, event.room);
        leave(visit, at);
        visit.records.push({
          from: at,
          to: Infinity,
          receives: event.receives,
          name: event.name,
          member: event.member,
          epoch: event.epoch,
        });
        if (event.member !== undefined) visit.members.add(event.member);
        break;
      }
      case 'away':
        leave(findVisit(event.client, event.room), at);
        break;
      case 'pushed':
        for (const message of event.messages) saw(event.room, message, { at, by: event.client });
        break;
      case 'screen':
        findVisit(event.client, event.room).screens.push(event);
        for (const message of event.messages) saw(event.room, message, { at, by: event.client });
        break;
      case 'joined twice':
        findVisit(event.client, event.room).joinedTwice = true;
        break;
      case 'presence':
        findVisit(event.client, event.room).presences.push(event);
        break;
      case 'opened':
        sockets.set(event.client, [
          ...(sockets.get(event.client) ?? []),
          { from: at, to: Infinity },
        ]);
        break;
      case 'closed': {
        const last = sockets.get(event.client)?.at(-1);
        if (last !== undefined) last.to = Math.min(last.to, at);
        break;
      }
      case 'accepted':
        saw(event.room, event.message, { at: Infinity, by: 'the store' });
        break;
      case 'fault':
        faultsUntil = Math.max(faultsUntil, event.until);
        break;
      case 'text':
      case 'reached':
      case 'whole presence':
      case 'token':
        break;
    }
  }
  return { history, rooms, operations, visits: [...visits.values()], faultsUntil, sockets };
}

function leave({ records }: Visit, at: number): void {
  const last = records.at(-1);
  if (last !== undefined) last.to = Math.min(last.to, at);
}

const isSame = (a: SeenMessage, b: SeenMessage): boolean =>
  a.cid === b.cid &&
  a.body === b.body &&
  a.name === b.name &&
  a.member === b.member &&
  a.to === b.to;
