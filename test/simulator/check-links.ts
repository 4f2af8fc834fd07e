// Checks links and tokens: how many members a limited link admits (A18), that links and members
// outlive an extension (A20, A22, R22), and that a replaced link admits nobody new (A21).

import type { JoinCredential, Violation } from './history.ts';
import type { Ledger, Operation, RoomFacts } from './ledger.ts';

const deliveryMilliseconds = 5_000;
/** The reasons for which a join is refused if its link or token is not valid. */
const refusals = new Set(['expired', 'unauthorized', 'forbidden', 'not_found']);

export function checkLinks(ledger: Ledger): Violation[] {
  const joins = [...ledger.operations.values()].flatMap((operation) => {
    const by = operation.call.kind === 'join' ? operation.call.by : undefined;
    const facts = ledger.rooms.get(operation.room);
    return by === undefined || by.kind === 'none' || facts === undefined
      ? []
      : [{ operation, by, facts }];
  });
  return [
    ...checkUses(ledger, joins),
    ...joins.flatMap((join) => checkReplaced(ledger, join)),
    ...joins.flatMap((join) => checkRefused(ledger, join)),
    ...checkRenewed(ledger),
  ];
}

interface JoinBy {
  readonly operation: Operation;
  readonly by: JoinCredential;
  readonly facts: RoomFacts;
}

/** A18: a limited link, with all tokens issued in its place, admits as many members as it says. */
function checkUses({ visits, history }: Ledger, joins: readonly JoinBy[]): Violation[] {
  const admitted = new Map<RoomFacts, Set<string>>();
  for (const { operation, by, facts } of joins) {
    if (!by.isLimited || operation.outcome !== 'ok') continue;
    const members = admitted.get(facts) ?? new Set();
    const visit = visits.find(
      ({ client, room }) => client === operation.client && room === operation.room,
    );
    for (const member of visit?.members ?? []) members.add(member);
    admitted.set(facts, members);
  }
  return [...admitted].flatMap(([{ id: room, uses = Infinity }, members]) =>
    members.size <= uses
      ? []
      : [
          {
            rule: 'A18' as const,
            at: history.until,
            room,
            what: `a link for ${uses} members admitted ${members.size}`,
          },
        ],
  );
}

const findDeeds = (
  { operations }: Ledger,
  room: string,
  what: 'extend' | 'replace links',
): readonly Operation[] =>
  [...operations.values()].filter(
    (one) => one.room === room && one.call.kind === 'other' && one.call.what === what,
  );

/** A21: once its owner has replaced a room's links, the former ones admit nobody new. */
function checkReplaced(ledger: Ledger, { operation, by }: JoinBy): Violation[] {
  const { client, room, at, outcome } = operation;
  if (outcome !== 'ok' || by.isReturning) return [];
  const isReplaced = findDeeds(ledger, room, 'replace links').some(
    (one) => one.outcome === 'ok' && by.gotAt < one.at && at >= one.endedAt,
  );
  return isReplaced
    ? [{ rule: 'A21', at, room, what: `${client} joined with a link that was replaced` }]
    : [];
}

/** A20, A22: while a room lives, its links admit newcomers, and its members can come back. */
function checkRefused(ledger: Ledger, { operation, by, facts }: JoinBy): Violation[] {
  const { client, room, at, endedAt, outcome, reason } = operation;
  if (outcome !== 'fail' || !refusals.has(reason)) return [];
  const { skew } = ledger.history;
  const endsAt = facts.ends.findLast((one) => one.at <= at)?.endsAt ?? 0;
  if (facts.endsAt < endsAt || endedAt >= endsAt - skew) return [];

  // A function whose clock is behind may take a fresh token for one from the future.
  const visit = ledger.visits.find((one) => one.client === client && one.room === room);
  const cameAt = visit?.records.findLast(({ from }) => from <= at)?.from ?? 0;
  if (skew > 0 && at <= Math.max(by.gotAt, cameAt) + skew) return [];

  const what = `${client} was refused (${reason}) although the room lives until ${endsAt}`;
  if (by.isReturning) return [{ rule: 'A22', at, room, what: `${what}, and has a session` }];
  const mayBeReplaced = findDeeds(ledger, room, 'replace links').some(
    (one) => one.at <= endedAt && one.endedAt > by.gotAt,
  );
  if (mayBeReplaced || by.isLimited || by.endsAt - skew <= endedAt) return [];
  return [{ rule: 'A20', at, room, what: `${what}, and has a valid ${by.kind}` }];
}

/**
 * R22: after an extension, everyone in the room has a token until the new end. If a fault struck
 * its publication, they get it when they join again. A kick without a reply may be half done: its
 * member gets nothing.
 */
function checkRenewed(ledger: Ledger): Violation[] {
  const { history, rooms, visits, faultsUntil } = ledger;
  const violations: Violation[] = [];
  for (const event of history.events) {
    if (event.type !== 'token') continue;
    const { client, room, at } = event;
    const facts = rooms.get(room);
    const current = facts?.ends.findLast((one) => one.at <= at);
    const since = facts?.ends.find((one) => one.endsAt === current?.endsAt)?.at ?? 0;
    const askedAt = findDeeds(ledger, room, 'extend').findLast((one) => one.at <= since)?.at ?? 0;
    const record = visits
      .find((one) => one.client === client && one.room === room)
      ?.records.find(({ from, to }) => from <= at && at < to);
    if (current === undefined || record === undefined) continue;

    const due =
      Math.max(since, record.from, faultsUntil) +
      deliveryMilliseconds +
      history.skew +
      history.latency;
    const mayBeKicked = [...ledger.operations.values()].some(
      ({ call, outcome, ...one }) =>
        call.kind === 'other' &&
        call.what === 'kick' &&
        outcome !== 'ok' &&
        one.room === room &&
        one.at < at,
    );
    const isStruck = history.events.some(
      (one) =>
        one.type === 'fault' &&
        one.at > askedAt - history.latency &&
        one.at < since + history.latency,
    );
    const isRenewed = event.endsAt > current.endsAt - 1_000;
    if (mayBeKicked || isStruck || isRenewed || at < due || at >= current.endsAt) continue;
    violations.push({
      rule: 'R22',
      at,
      room,
      what: `${client} has a token until ${event.endsAt}, but the room ends at ${current.endsAt}`,
    });
  }
  return violations;
}
