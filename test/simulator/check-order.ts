// Checks the order itself: G1, G2, G3 and G5. Each reply matches its place, no place changes or
// stays empty, one sender's messages keep their order, and no message appears twice.

import type { Violation } from './history.ts';
import type { Ledger, Operation } from './ledger.ts';

interface Sent {
  readonly operation: Operation;
  readonly cid: string;
  readonly body: string;
  readonly seq: number;
  readonly epoch: string;
}

export function checkOrder(ledger: Ledger): Violation[] {
  return [...checkPlaces(ledger), ...checkSends(ledger)];
}

/**
 * G2: a place never changes, and no place below a taken one is empty. G5: a member's cid appears
 * once.
 */
function checkPlaces({ rooms }: Ledger): Violation[] {
  const violations: Violation[] = [];
  for (const { id: room, orders, changed } of rooms.values()) {
    for (const { at, first, second, by } of changed) {
      violations.push({
        rule: 'G2',
        at,
        room,
        what:
          `${by} saw seq ${second.seq} as “${second.body}” (${second.cid}), before it was ` +
          `“${first.body}” (${first.cid})`,
      });
    }
    for (const order of orders.values()) {
      const places = new Map<string, number>();
      for (const { message, at } of order.values()) {
        if (message === undefined) continue;
        const { cid, member, seq } = message;
        const key = `${member} ${cid}`;
        const other = places.get(key);
        if (other === undefined) places.set(key, seq);
        else {
          violations.push({
            rule: 'G5',
            at,
            room,
            what: `message ${cid} stands in the order twice: at ${other} and ${seq}`,
          });
        }
      }
    }
  }
  return violations;
}

/** Compares the senders' replies with the order and with one another. */
function checkSends({ rooms, operations, history }: Ledger): Violation[] {
  const violations: Violation[] = [];
  const firstSent = new Map<string, ReadonlyMap<string, number>>();
  const accepted = new Map<string, Sent>();
  for (const { client, room, sends } of bySender(operations)) {
    // In order of time: the replies that a sender had when it first sent each message.
    const answers = sends
      .filter(isSent)
      .map(sentBy)
      .sort((a, b) => a.operation.endedAt - b.operation.endedAt);
    let next = 0;
    let floors: ReadonlyMap<string, number> = new Map<string, number>();
    // By epoch: an open room that opens again counts from 1.
    for (const { call, at } of sends) {
      for (
        let answer = answers[next];
        answer !== undefined && answer.operation.endedAt < at;
        answer = answers[(next += 1)]
      ) {
        const { epoch, seq } = answer;
        floors = new Map([...floors, [epoch, Math.max(floors.get(epoch) ?? 0, seq)]]);
      }
      const key = call.kind === 'send' ? `${client} ${room} ${call.cid}` : '';
      if (!firstSent.has(key)) firstSent.set(key, floors);
    }
    for (const sent of answers) {
      const { cid, body, seq, epoch, operation } = sent;
      const at = operation.endedAt;
      const key = `${client} ${room} ${cid}`;
      const before = accepted.get(`${key} ${epoch}`);
      if (before === undefined) {
        accepted.set(`${key} ${epoch}`, sent);
        const min = firstSent.get(key)?.get(epoch) ?? 0;
        if (seq <= min) {
          violations.push({
            rule: 'G3',
            at,
            room,
            what:
              `${client} was answered seq ${seq} for ${cid}, which it sent after the answer to ` +
              `${min}`,
          });
        }
      } else if (before.body !== body) {
        violations.push({
          rule: 'G5',
          at,
          room,
          what:
            `${client} sent ${cid} with two contents and both were accepted (${before.seq}, ` +
            `${seq})`,
        });
      } else if (before.seq !== seq) {
        violations.push({
          rule: 'G5',
          at,
          room,
          what: `${client} was answered seq ${before.seq} and then ${seq} for the same ${cid}`,
        });
      }
      const known = rooms.get(room)?.orders.get(epoch)?.get(seq)?.message;
      if (known === undefined) continue;
      if (known.cid !== cid) {
        violations.push({
          rule: 'G1',
          at,
          room,
          what: `${client} was answered seq ${seq} for ${cid}, but ${known.cid} stands there`,
        });
      } else if (known.body !== applyFilter(body, history.words)) {
        violations.push({
          rule: 'G1',
          at,
          room,
          what: `${cid} (seq ${seq}) was sent as “${body}” and stands as “${known.body}”`,
        });
      }
    }
  }
  return violations;
}

function bySender(
  operations: Ledger['operations'],
): Iterable<{ readonly client: string; readonly room: string; readonly sends: Operation[] }> {
  const senders = new Map<string, { client: string; room: string; sends: Operation[] }>();
  for (const operation of operations.values()) {
    const { client, room, call } = operation;
    if (call.kind !== 'send') continue;
    const key = `${client} ${room}`;
    const sender = senders.get(key);
    if (sender === undefined) senders.set(key, { client, room, sends: [operation] });
    else sender.sends.push(operation);
  }
  return senders.values();
}

const isSent = ({ answer, call }: Operation): boolean =>
  answer?.kind === 'sent' && call.kind === 'send';

function sentBy(operation: Operation): Sent {
  const { call, answer } = operation;
  if (call.kind !== 'send' || answer?.kind !== 'sent') {
    throw new Error('Only an answered send has a place.');
  }
  return { operation, cid: call.cid, body: call.body, seq: answer.seq, epoch: answer.epoch };
}

function applyFilter(body: string, words: Ledger['history']['words']): string {
  return words.reduce(
    (text, { forbidden, replacement }) =>
      replacement === undefined ? text : text.replaceAll(forbidden, replacement),
    body,
  );
}
