// Checks G2, G4, G5 and G6 from the receivers' side: each screen is a run of the one order, every
// connected member saw everything in time, and every member that missed something learned of it.
// Also checks presence (R13).

import { timing } from '../../functions/core/settings.ts';
import type { HistoryEvent, SeenMessage, Violation } from './history.ts';
import {
  mayBeBackUnawares,
  type Ledger,
  type Operation,
  type RoomFacts,
  type Visit,
} from './ledger.ts';

const deliveryMilliseconds = 5_000;

/**
 * G6: an answer marked as complete is complete. G4: a member that returns within capacity gets
 * everything.
 */
export function checkPages({ operations, rooms, history }: Ledger): Violation[] {
  const violations: Violation[] = [];
  for (const { call, answer, client, room, endedAt: at } of operations.values()) {
    if (answer?.kind !== 'page') continue;
    const facts = rooms.get(room);
    const capacity = facts?.capacity ?? 0;
    // At its very end a room keeps nothing.
    const endsAt = facts?.incarnations.get(answer.epoch) ?? facts?.endsAt ?? 0;
    if (at > endsAt - history.skew) continue;
    const { epoch, head, messages, hidden, resumed } = answer;
    const there = new Set([...messages.map(({ seq }) => seq), ...hidden]);
    const fault = (rule: Violation['rule'], what: string): void =>
      void violations.push({ rule, at, room, what: `${client}, ${call.kind}: ${what}` });
    if (new Set(messages.map(({ seq }) => seq)).size < messages.length) {
      fault('G5', 'the answer has one message twice');
    }
    const min = Math.min(...there);
    const max = Math.max(...there);
    for (let seq = min; seq < max; seq += 1) {
      if (!there.has(seq)) fault('G2', `the answer runs from ${min} to ${max} without ${seq}`);
    }
    if (call.kind !== 'join' && call.kind !== 'sync') continue;
    const { last } = call;
    if (last === undefined) {
      if (capacity > 0 && head > 0 && !there.has(head)) {
        fault('G4', `the answer ends before head ${head}`);
      }
      continue;
    }
    const returns = last.epoch === epoch && last.seq <= head;
    if (resumed && !returns) fault('G6', `resumed from ${last.seq}, which is not of this epoch`);
    if (resumed) {
      for (let seq = last.seq + 1; seq <= head; seq += 1) {
        if (!there.has(seq)) fault('G6', `resumed from ${last.seq} to ${head} without ${seq}`);
      }
    } else if (returns && head - last.seq <= capacity) {
      fault('G4', `not resumed from ${last.seq} to ${head}, though the room keeps ${capacity}`);
    }
  }
  return violations;
}

/** R16: only its sender and its recipient see a private message. */
export function checkPrivacy({ history, operations, visits }: Ledger): Violation[] {
  const violations: Violation[] = [];
  const members = new Map(visits.map((visit) => [`${visit.client} ${visit.room}`, visit.members]));
  for (const event of history.events) {
    const seen = event.type === 'pushed' ? event : readPage(event, operations);
    if (seen === undefined) continue;
    const { client, room, messages } = seen;
    // A client whose join got no reply is still a member, but does not know its id.
    if (
      [...operations.values()].some(
        (one) =>
          one.client === client &&
          one.room === room &&
          one.call.kind === 'join' &&
          one.outcome !== 'ok',
      )
    ) {
      continue;
    }
    const own = members.get(`${client} ${room}`);
    for (const { seq, to, member } of messages) {
      if (to === undefined || own?.has(to) === true || own?.has(member) === true) continue;
      violations.push({
        rule: 'R16',
        at: event.at,
        room,
        what: `${client} was shown seq ${seq}, which is private to others`,
      });
    }
  }
  return violations;
}

function readPage(
  event: HistoryEvent,
  operations: Ledger['operations'],
): { client: string; room: string; messages: readonly SeenMessage[] } | undefined {
  const operation =
    event.type === 'ok' && event.answer.kind === 'page' ? operations.get(event.op) : undefined;
  return operation?.answer?.kind === 'page'
    ? { client: operation.client, room: operation.room, messages: operation.answer.messages }
    : undefined;
}

/** Checks G5 and G2 on every screen, and that everything due is there (G4 and G6). */
export function checkScreens(ledger: Ledger): Violation[] {
  const violations: Violation[] = [];
  const firstHeads = findFirstHeads(ledger);
  for (const visit of ledger.visits) {
    const { client, room, screens } = visit;
    const shownAt = new Map<string, Map<number, number>>();
    let length = -1;
    for (const { at, epoch, messages } of screens) {
      // A screen that has not grown shows the same messages, except for those not judged here.
      let shown = shownAt.get(epoch);
      if (shown !== undefined && messages.length === length) continue;
      length = messages.length;
      if (shown === undefined) shownAt.set(epoch, (shown = new Map<number, number>()));
      let last = 0;
      for (const { seq } of messages) {
        if (seq === last) {
          violations.push({ rule: 'G5', at, room, what: `${client} shows seq ${seq} twice` });
        } else if (seq < last) {
          violations.push({
            rule: 'G2',
            at,
            room,
            what: `${client} shows seq ${seq} after ${last}`,
          });
        }
        last = seq;
        if (!shown.has(seq)) shown.set(seq, at);
      }
    }
    const facts = ledger.rooms.get(room);
    const head = firstHeads.get(`${client} ${room} ${screens.at(-1)?.epoch ?? ''}`);
    if (facts !== undefined && head !== undefined) {
      violations.push(
        ...missing({ ledger, visit, facts, shownAt, since: Math.max(0, head - facts.capacity) }),
      );
    }
  }
  return violations;
}

interface Showing {
  readonly ledger: Ledger;
  readonly visit: Visit;
  readonly facts: RoomFacts;
  readonly shownAt: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Earlier messages are not for this client. */
  readonly since: number;
}

function* missing({ ledger, visit, facts, shownAt, since }: Showing): Iterable<Violation> {
  const { client, room, records, screens, members } = visit;
  const screen = screens.at(-1);
  if (screen === undefined) return;
  const { history, faultsUntil } = ledger;
  const slack = facts.calm ? history.latency : history.skew + history.latency;
  const { epoch, missed, hidden } = screen;
  const shown = shownAt.get(epoch) ?? new Map<number, number>();
  const seqs = [...shown.keys()].sort((a, b) => a - b);
  const order = facts.orders.get(epoch);
  if (order === undefined) return;
  // A gap covers everything missing between it and the message shown before it.
  const marks = [...missed];
  const top = Math.max(0, ...[...order].map(([seq, { at }]) => (at === Infinity ? 0 : seq)));
  for (let seq = since + 1; seq <= top; seq += 1) {
    const known = order.get(seq);
    const to = known?.message?.to;
    if (to !== undefined && !members.has(to) && !members.has(known?.message?.member ?? '')) {
      continue;
    }
    // If nobody saw a place, it is empty, or it is private and no reader saw it. Clients that know
    // it as hidden are the witnesses.
    if (known?.message === undefined && hidden.has(seq)) continue;
    const knownAt = known?.at ?? Infinity;
    const promised = Math.max(knownAt === Infinity ? 0 : knownAt, facts.calm ? 0 : faultsUntil);
    const dues = records
      .filter(({ receives }) => receives)
      .map(({ from, to }) => ({
        to,
        due: Math.max(promised, from) + deliveryMilliseconds + slack,
      }));
    // The first time that the client was there long enough.
    const due = dues.find((one) => one.due <= Math.min(one.to, history.until, facts.endsAt))?.due;
    if (due === undefined) continue;
    const at = shown.get(seq);
    if (at !== undefined && at <= due) continue;
    const next = seqs.find((other) => other > seq);
    if (at === undefined && marks.some((mark) => mark > seq && mark <= (next ?? Infinity))) {
      continue;
    }
    const late = at === undefined ? 'never' : `only at ${at}`;
    yield known === undefined
      ? {
          rule: 'G2',
          at: due,
          room,
          what: `nobody has seen seq ${seq}, though ${top} was accepted`,
        }
      : {
          rule: at === undefined && next !== undefined ? 'G6' : 'G4',
          at: due,
          room,
          what: `${client} was ${late} shown seq ${seq} (known since ${knownAt}), due at ${due}`,
        };
  }
}

function findFirstHeads({ operations }: Ledger): ReadonlyMap<string, number> {
  const heads = new Map<string, { readonly at: number; readonly head: number }>();
  for (const { call, answer, client, room, endedAt: at } of operations.values()) {
    if (call.kind !== 'join' || answer?.kind !== 'page') continue;
    const key = `${client} ${room} ${answer.epoch}`;
    if ((heads.get(key)?.at ?? Infinity) > at) heads.set(key, { at, head: answer.head });
  }
  return new Map([...heads].map(([key, { head }]) => [key, head]));
}

/** R13: when all has been quiet for a while, presence shows exactly the members who are there. */
export function checkPresence(ledger: Ledger): Violation[] {
  const { rooms, visits, operations, faultsUntil, history } = ledger;
  const violations: Violation[] = [];
  if (history.judgesPresence !== true) return violations;
  for (const { id: room, calm, endsAt } of rooms.values()) {
    if (isPresenceUnsure(ledger, room)) continue;
    const here = visits.filter((visit) => visit.room === room).flatMap(({ records }) => records);
    // Others may see a join, leave or rename before its client gets the reply.
    const bumpsMembership = [...operations.values()].filter(
      ({ room: where, call }) =>
        where === room &&
        (call.kind === 'join' ||
          call.kind === 'leave' ||
          (call.kind === 'other' && call.what === 'rename')),
    );
    for (const { client, records, presences } of visits.filter((visit) => visit.room === room)) {
      // Presence recovers a while after a fault. Without a fault it is always right.
      for (const { at, names: believed } of calm ? presences : presences.slice(-1)) {
        if (!records.some(({ from, to, receives }) => receives && from <= at && to > at)) continue;
        const moved = Math.max(
          0,
          ...here.flatMap(({ from, to }) => [from, to]).filter((one) => one <= at),
        );
        const quiet =
          Math.max(calm ? 0 : faultsUntil, moved) +
          deliveryMilliseconds +
          history.skew +
          history.latency;
        if (
          at < quiet ||
          at > endsAt ||
          bumpsMembership.some((move) => move.at <= at && move.endedAt > at)
        ) {
          continue;
        }
        const names = new Map<string, number>();
        for (const { from, to, name } of here) {
          if (name !== undefined && from <= at && to > at) {
            names.set(name, (names.get(name) ?? 0) + 1);
          }
        }
        const since = at - deliveryMilliseconds - history.skew - history.latency;
        const expected = [...believed].filter(
          ([name]) => names.has(name) || !mayBePresentBot(operations, { room, name, at: since }),
        );
        if (describe(expected) === describe(names)) continue;
        violations.push({
          rule: 'R13',
          at,
          room,
          what: `${client} sees present ${describe(expected)}, there are ${describe(names)}`,
        });
      }
    }
  }
  return violations;
}

/**
 * R25: slow changes are published as diffs. Judged in calm rooms, where nothing else is a reason to
 * publish the whole presence.
 */
export function checkDiffs({ history, rooms, operations, visits }: Ledger): Violation[] {
  const changes = new Set(['rename', 'typing']);
  const clients = new Set(visits.map(({ client }) => client));
  return history.events.flatMap((event): Violation[] => {
    if (event.type !== 'whole presence' || rooms.get(event.room)?.calm !== true) return [];
    const { at, client, room } = event;
    const recent = [...operations.values()].filter(
      (one) =>
        one.room === room &&
        one.at < at &&
        one.endedAt > at - 3_000 &&
        (one.call.kind === 'join' ||
          one.call.kind === 'leave' ||
          // A sync in the middle of a change has the whole published, to be sure.
          one.call.kind === 'sync' ||
          // A bot's post shows it.
          !clients.has(one.client) ||
          (one.call.kind === 'other' && changes.has(one.call.what))),
    );
    if (recent.length > 1) return [];
    return [{ rule: 'R25', at, room, what: `${client} got the whole presence for one change` }];
  });
}

/** R38: whether a bot has posted, and its lease may not be over at this time. */
const mayBePresentBot = (
  operations: Ledger['operations'],
  { room, name, at }: { readonly room: string; readonly name: string; readonly at: number },
): boolean =>
  [...operations.values()].some(
    (one) =>
      one.client === name &&
      one.room === room &&
      one.call.kind === 'send' &&
      at <= one.endedAt + timing.botLeaseMilliseconds,
  );

/** Whether a member may be present, or have a name, without knowing it. */
function isPresenceUnsure({ rooms, visits, operations, history }: Ledger, room: string): boolean {
  const here = [...operations.values()].filter((one) => one.room === room);
  const hasJoinedTwice = ({ client }: Operation): boolean =>
    visits.some((one) => one.joinedTwice && one.client === client && one.room === room);
  const isRename = ({ call }: Operation): boolean =>
    call.kind === 'other' && call.what === 'rename';
  const isUnsure = (operation: Operation): boolean => {
    const { client, call, outcome, at, endedAt } = operation;
    // A join that got no reply may succeed later, when the client's next one was refused already.
    // Of two deliveries of one join, one may have been refused.
    if (call.kind === 'join') {
      const mayComeLate = here.some(
        (one) =>
          one.client === client &&
          one.call.kind === 'join' &&
          one.outcome === 'unknown' &&
          one.at < at,
      );
      return outcome === 'fail' && (mayComeLate || hasJoinedTwice(operation));
    }
    // A join delivered twice may bring back a client that left but kept its connection.
    if (call.kind === 'leave') return outcome !== 'ok' || hasJoinedTwice(operation);
    if (call.kind !== 'other' || (call.what !== 'kick' && call.what !== 'rename')) return false;
    // Without a reply, it may be done or not.
    if (outcome !== 'ok') return true;
    // A rename that is delivered again may undo a later one.
    const isRepeated = history.events.some(
      (one) =>
        one.type === 'fault' &&
        one.kind === 'duplicate' &&
        one.at >= at &&
        one.at <= endedAt + history.latency,
    );
    return (
      isRepeated &&
      isRename(operation) &&
      here.some((one) => isRename(one) && one.client === client && one.at > at)
    );
  };
  // A client that asks for two names at the same time cannot know which one it got last.
  const renames = here.filter(isRename);
  const isConcurrent = renames.some((one) =>
    renames.some(
      (other) =>
        other.op !== one.op &&
        other.client === one.client &&
        other.at >= one.at &&
        other.at < one.endedAt,
    ),
  );
  return (
    isConcurrent ||
    here.some(isUnsure) ||
    visits.some((one) => one.room === room && mayBeBackUnawares(rooms, one))
  );
}

const describe = (names: Iterable<readonly [string, number]>): string =>
  [...names]
    .map(([name, count]) => `${name}×${count}`)
    .sort()
    .join(' ') || 'nobody';
