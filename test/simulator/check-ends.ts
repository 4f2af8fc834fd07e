// Checks G7, G8 and G9: nothing happens after the end, nothing is unfiltered anywhere, and calm
// rooms work without a problem.

import type { Violation } from './history.ts';
import { mayBeBackUnawares, type Ledger, type Operation, type Visit } from './ledger.ts';

const closingMilliseconds = 5_000;
const promptMilliseconds = 2_000;

/**
 * G7: after its end (allowing for clocks and frames in flight), a room answers and delivers
 * nothing, and closes its sockets.
 */
export function checkEnds({
  history,
  rooms,
  operations,
  visits,
  faultsUntil,
  sockets,
}: Ledger): Violation[] {
  const violations: Violation[] = [];
  const slack = history.skew + history.latency;
  const isOver = (room: string, at: number, epoch = ''): boolean => {
    const facts = rooms.get(room);
    return at > (facts?.incarnations.get(epoch) ?? facts?.overAt ?? Infinity) + slack;
  };

  for (const operation of operations.values()) {
    const { client, room, call, answer, endedAt: at } = operation;
    // A late reply is fine if the send and the write came before the end. Leaving a closed room is
    // allowed.
    const asked = answer?.kind === 'sent' ? operation.at : at;
    if (answer !== undefined && answer.kind !== 'done' && isOver(room, asked, answer.epoch)) {
      violations.push({
        rule: 'G7',
        at,
        room,
        what: `${client} was answered ok (${call.kind}) after the end`,
      });
    }
  }
  for (const event of history.events) {
    const { at } = event;
    if (event.type === 'accepted' && isOver(event.room, at, event.message.epoch)) {
      violations.push({
        rule: 'G7',
        at,
        room: event.room,
        what: `seq ${event.message.seq} was accepted after the end`,
      });
    }
    // Messages that were accepted before their room's owner closed it are delivered before the
    // connections are closed, however often the function dies.
    const isOwners = rooms.get(event.type === 'pushed' ? event.room : '')?.isClosedByOwner ?? false;
    const isLast = isOwners && at <= faultsUntil + closingMilliseconds + slack;
    if (event.type === 'pushed' && isOver(event.room, at, event.messages[0]?.epoch) && !isLast) {
      violations.push({
        rule: 'G7',
        at,
        room: event.room,
        what: `${event.client} was sent messages after the end`,
      });
    }
  }
  // A client that left, or lost its subscription and rejoined, gets its own answer.
  const lastAsked = new Map<string, number>();
  // A client that leaves keeps its socket. A kick without a reply may be half done.
  const unsure = new Set<string>();
  const hasJoinedTwice = (client: string): boolean =>
    visits.some((visit) => visit.client === client && visit.joinedTwice);
  for (const { call, client, room, at, outcome } of operations.values()) {
    if (call.kind === 'leave') unsure.add(client);
    // Of two deliveries of one join, one may have been refused.
    if (call.kind === 'join' && outcome === 'fail' && hasJoinedTwice(client)) unsure.add(client);
    if (call.kind === 'other' && call.what === 'kick' && outcome !== 'ok') {
      for (const visit of visits) if (visit.room === room) unsure.add(visit.client);
    }
    if (call.kind === 'leave' || call.kind === 'join') {
      lastAsked.set(`${client} ${room}`, Math.max(lastAsked.get(`${client} ${room}`) ?? 0, at));
    }
  }
  for (const visit of visits) if (mayBeBackUnawares(rooms, visit)) unsure.add(visit.client);
  /** The end of the incarnation that a visit was in last, if the room opened again after it. */
  const findIncarnationEnd = ({ room, records }: Visit): number | undefined =>
    rooms.get(room)?.incarnations.get(records.at(-1)?.epoch ?? '');
  for (const [client, lines] of sockets) {
    // The rooms that it was in at their end.
    const own = visits.filter((visit) => {
      const { client: whose, room, records } = visit;
      const to = records.at(-1)?.to ?? 0;
      const endsAt = findIncarnationEnd(visit) ?? rooms.get(room)?.endsAt ?? Infinity;
      return (
        whose === client && to > endsAt - slack && (lastAsked.get(`${client} ${room}`) ?? 0) < to
      );
    });
    if (own.length === 0 || unsure.has(client)) continue;
    const ends = own.map(
      (visit) => findIncarnationEnd(visit) ?? rooms.get(visit.room)?.overAt ?? Infinity,
    );
    const due =
      Math.max(...ends, own.every(({ room }) => rooms.get(room)?.calm) ? 0 : faultsUntil) +
      closingMilliseconds +
      slack;
    // A client that later tries to join any room without success starts over.
    const over = Math.max(...own.map(({ records }) => records.at(-1)?.to ?? 0));
    if (
      [...operations.values()].some(
        (one) => one.client === client && one.call.kind === 'join' && one.at >= over,
      )
    ) {
      continue;
    }
    // Another room that it is in keeps its socket open.
    const isElsewhere = visits.some(
      (visit) =>
        visit.client === client &&
        !own.includes(visit) &&
        visit.records.some(({ from, to }) => from <= due && to > due),
    );
    if (isElsewhere) continue;
    // The socket that it used there. No room closes a socket that opened later.
    const subscribed = Math.max(...own.map(({ records }) => records.at(-1)?.from ?? 0));
    const still = lines.find(({ from, to }) => from <= subscribed && to > due);
    if (due <= history.until && still !== undefined) {
      violations.push({
        rule: 'G7',
        at: due,
        room: own[0]?.room ?? '',
        what: `${client} is still connected`,
      });
    }
  }
  return violations;
}

/** G7, R12: nobody stays in an incarnation of an open room that has ended. */
export function checkIncarnations({ history, rooms, visits, faultsUntil }: Ledger): Violation[] {
  return visits.flatMap(({ client, room, records }) =>
    records.flatMap(({ epoch = '', to }): Violation[] => {
      const end = rooms.get(room)?.incarnations.get(epoch);
      if (end === undefined) return [];
      const due = Math.max(end, faultsUntil) + closingMilliseconds + history.skew + history.latency;
      if (to <= due || due > history.until) return [];
      return [
        { rule: 'G7', at: due, room, what: `${client} is still in the room before this one` },
      ];
    }),
  );
}

/** G8: the unfiltered words are in no frame, no item and no log. */
export function checkTexts({ history }: Ledger): Violation[] {
  const violations: Violation[] = [];
  for (const event of history.events) {
    if (event.type !== 'text') continue;
    const word = history.words.find(({ forbidden }) => event.text.includes(forbidden));
    if (word !== undefined) {
      violations.push({
        rule: 'G8',
        at: event.at,
        room: '',
        what: `${event.where} with “${word.forbidden}”: ${event.text.slice(0, 200)}`,
      });
    }
  }
  return violations;
}

/** G9: a calm room accepts everything without delay, whatever happens in other rooms. */
export function checkCalm(ledger: Ledger): Violation[] {
  const { rooms, operations, history } = ledger;
  const violations: Violation[] = [];
  const isConflict = findConflicts(operations);
  for (const operation of operations.values()) {
    const { client, room, call, at, outcome, endedAt, reason } = operation;
    const facts = rooms.get(room);
    if (
      facts?.calm !== true ||
      at + promptMilliseconds > Math.min(facts.endsAt - history.skew, history.until)
    ) {
      continue;
    }
    if (outcome === 'fail' && reason === 'conflict' && isConflict(operation)) continue;
    // A client that leaves waits for nothing.
    if (outcome === 'unknown' && leavesDuring(operations, operation)) continue;
    // Both may want the same name.
    if (outcome === 'fail' && reason === 'name_taken') continue;
    if (outcome === 'fail' && reason === 'not_found' && isForLeftMember(ledger, operation)) {
      continue;
    }
    if (outcome !== 'ok') {
      violations.push({
        rule: 'G9',
        at,
        room,
        what: `${client}, ${call.kind} in a calm room: ${outcome} ${reason}`,
      });
    } else if (endedAt - at > promptMilliseconds) {
      violations.push({
        rule: 'G9',
        at,
        room,
        what: `${client}, ${call.kind} in a calm room took ${endedAt - at} ms`,
      });
    }
  }
  return violations;
}

const leavesDuring = (
  operations: Ledger['operations'],
  { client, room, at, endedAt }: Operation,
): boolean =>
  [...operations.values()].some(
    (one) =>
      one.call.kind === 'leave' &&
      one.client === client &&
      one.room === room &&
      one.at >= at &&
      one.at <= endedAt,
  );

/**
 * Whether a private message was for a member that had asked to leave. Its name may be free already.
 */
function isForLeftMember(
  { operations, visits }: Ledger,
  { call, room, endedAt }: Operation,
): boolean {
  if (call.kind !== 'send' || call.to === undefined) return false;
  const { to } = call;
  const clients = visits
    .filter((visit) => visit.room === room && visit.members.has(to))
    .map(({ client }) => client);
  return [...operations.values()].some(
    (one) =>
      one.call.kind === 'leave' &&
      one.room === room &&
      one.at < endedAt &&
      clients.includes(one.client),
  );
}

/** Sends that must be refused, because their cid was also sent with other content. */
function findConflicts(operations: Ledger['operations']): (operation: Operation) => boolean {
  const bodies = new Map<string, Set<string>>();
  const key = (client: string, room: string, cid: string): string => `${client} ${room} ${cid}`;
  for (const { client, room, call } of operations.values()) {
    if (call.kind !== 'send') continue;
    const of = key(client, room, call.cid);
    bodies.set(of, (bodies.get(of) ?? new Set()).add(call.body));
  }
  return ({ client, room, call }) =>
    call.kind === 'send' && (bodies.get(key(client, room, call.cid))?.size ?? 0) > 1;
}
