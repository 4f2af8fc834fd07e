// Admitting a message: the one conditional write that gives it its place in the room's order. What
// happens to it then is in baton.ts.

import type { AdmitMessageResult, AdmitMessageInput } from '../../../../core/ports.ts';
import {
  cidsBehind,
  rememberable,
  unpackRemembered,
  type Known,
  type KnownCids,
  type Remembered,
  type Remembering,
} from './cid-memory.ts';
import type { Memory } from './warm-memory.ts';
import { getItem, N, number, S, updateIf, type Item, type Table, type Written } from '../items.ts';
import { cidIn, cidsInLog } from './message-log-items.ts';
import {
  leaseAttribute,
  bytesOf,
  closed,
  isOver,
  keptIn,
  packMessage,
  roomKey,
  roomOf,
  waitingBytesMost,
  waitingIn,
} from './room-item.ts';

// Each failed try leaves this function knowing the room as it stands; another follows only if more
// than `cidsBehind` messages passed meanwhile.
const triesMost = 5;

export async function admit(
  at: Table,
  { held, cids }: Memory,
  input: AdmitMessageInput,
): Promise<AdmitMessageResult> {
  const cid = rememberable(input.message);
  for (let tries = 0; tries < triesMost; tries += 1) {
    const known = cids.of(input.room);
    const repeated = cid !== undefined && known?.cids.has(cid.key) === true;
    const written = repeated
      ? ({ ok: false, stands: await getItem(at, roomKey(input.room)) } as const)
      : await write(at, { input, cid, known });
    if (written === 'too large') break;
    if (written.ok) {
      held.setBounded(input.lease.id, written.item);
      cids.learn(written.item);
      return {
        ok: true,
        seq: number(written.item, 'n'),
        at: input.message.at,
        repeated: false,
        room: roomOf(written.item),
      };
    }
    const { stands } = written;
    if (stands === undefined || isOver(stands, input.now)) return { ok: false, reason: 'expired' };
    // Before the sender is told anything of the message.
    if (hasMoved(stands, input)) return { ok: false, reason: 'stale-membership' };
    const earlier =
      cid === undefined
        ? waitsAlready(stands, input)
        : await repeatOf(at, { stands, cid, known: await caughtUp(at, cids, stands) });
    if (earlier !== undefined) return earlier;
    if (input.slow !== undefined && input.slow !== number(stands, 'i')) {
      return { ok: false, reason: 'slow', slow: number(stands, 'i') };
    }
    if (
      waitingIn(stands).length >= input.maxUndelivered ||
      number(stands, 'w') >= waitingBytesMost
    ) {
      break;
    }
  }
  return { ok: false, reason: 'unavailable' };
}

async function write(
  at: Table,
  {
    input,
    cid,
    known,
  }: {
    readonly input: AdmitMessageInput;
    readonly cid: Remembering | undefined;
    readonly known: Known | undefined;
  },
): Promise<Written | 'too large'> {
  const { room, message, changed, slow, membership, lease, maxUndelivered, now } = input;
  const packed = packMessage(message);
  try {
    return await updateIf(at, roomKey(room), {
      UpdateExpression: `SET n = n + :one, p = list_append(p, :messages), w = w + :bytes, b = if_not_exists(b, :baton)${
        changed ? ', c = c + :one' : ''
      }${cid === undefined ? '' : ', q.#cid = n + :one'}`,
      // Every condition names the clock: an update would bring an expired item back. A cid that the
      // server made comes again only where the SDK repeats a write whose answer was lost, moments
      // later: then the message itself still waits. Any other is new if the room item does not
      // remember it, nor this function what the room item has forgotten.
      ConditionExpression: `attribute_exists(#room) AND s <> :closed AND x > :now AND size(p) < :most AND w < :bytesMost${slow === undefined ? '' : ' AND i = :slow'}${
        membership === undefined ? '' : ' AND m = :membership AND NOT contains(r, :member)'
      } AND ${
        cid === undefined
          ? 'NOT contains(p, :message)'
          : `attribute_not_exists(q.#cid) AND d <= :known${known === undefined ? '' : ' AND e = :epoch'}`
      }`,
      ExpressionAttributeNames: {
        '#room': 'room',
        ...(cid === undefined ? {} : { '#cid': cid.key }),
      },
      ExpressionAttributeValues: {
        ':one': N(1),
        ':messages': { L: [S(packed)] },
        ':bytes': N(bytesOf([packed])),
        ':baton': leaseAttribute(lease),
        ':closed': closed,
        ':now': N(now),
        ':most': N(maxUndelivered),
        ':bytesMost': N(waitingBytesMost),
        ...(slow === undefined ? {} : { ':slow': N(slow) }),
        ...(membership === undefined
          ? {}
          : { ':membership': N(membership), ':member': S(message.member) }),
        ...(cid === undefined
          ? { ':message': S(packed) }
          : {
              ':known': N((known?.upTo ?? 0) + cidsBehind),
              ...(known === undefined ? {} : { ':epoch': S(known.epoch) }),
            }),
      },
    });
  } catch (error) {
    if (
      error instanceof Error &&
      error.name === 'ValidationException' &&
      /item size/i.test(error.message)
    ) {
      return 'too large';
    }
    throw error;
  }
}

const hasMoved = (stands: Item, { membership, message }: AdmitMessageInput): boolean =>
  membership !== undefined &&
  (number(stands, 'm') !== membership || stands['r']?.SS?.includes(message.member) === true);

/**
 * What is known once the room item was seen, and the log read as far as the item had forgotten what
 * this function never saw.
 */
async function caughtUp(at: Table, cids: KnownCids, stands: Item): Promise<Known> {
  const known = cids.learn(stands);
  const deliveredSeq = number(stands, 'd');
  if (known.upTo >= deliveredSeq - cidsBehind) return known;
  const { id: room, epoch } = roomOf(stands);
  // The item remembers all that it keeps.
  const logged = deliveredSeq - keptIn(stands).length;
  cids.add(room, {
    epoch,
    cids: await cidsInLog(at, { room, epoch, after: known.upTo, upTo: logged }),
    upTo: logged,
  });
  return cids.learn(stands);
}

interface Repeat {
  readonly stands: Item;
  readonly cid: Remembering;
  readonly known: Known;
}

async function repeatOf(
  at: Table,
  { stands, cid, known }: Repeat,
): Promise<AdmitMessageResult | undefined> {
  const seq = Number(stands['q']?.M?.[cid.key]?.N ?? known.cids.get(cid.key) ?? 0);
  if (seq === 0) return undefined;
  const first = await remembered(at, { stands, cid, seq });
  // Nobody released what he had not logged or kept; it is not for the sender to pay for it if
  // somebody did.
  if (first === undefined) return { ok: false, reason: 'unavailable' };
  if (first.content !== cid.content) return { ok: false, reason: 'conflict' };
  return { ok: true, seq: first.seq, at: first.at, repeated: true, room: roomOf(stands) };
}

/** What the message was that has this seq: it waits, is kept, or is in the log. */
async function remembered(
  at: Table,
  { stands, cid: { key }, seq }: Omit<Repeat, 'known'> & { readonly seq: number },
): Promise<Remembered | undefined> {
  const room = roomOf(stands);
  const waiting = room.undelivered.find((message) => message.seq === seq);
  const kept = keptIn(stands);
  const line = kept[seq - room.deliveredSeq + kept.length - 1];
  const packed =
    waiting !== undefined
      ? rememberable(waiting)?.packed(seq)
      : line !== undefined
        ? cidIn(line, { ...room, seq })
        : (
            await cidsInLog(at, { room: room.id, epoch: room.epoch, after: seq - 1, upTo: seq })
          ).get(key);
  return packed === undefined ? undefined : unpackRemembered(packed);
}

function waitsAlready(
  stands: Item,
  { message }: AdmitMessageInput,
): AdmitMessageResult | undefined {
  const index = waitingIn(stands).indexOf(packMessage(message));
  return index < 0
    ? undefined
    : {
        ok: true,
        seq: number(stands, 'd') + index + 1,
        at: message.at,
        repeated: true,
        room: roomOf(stands),
      };
}
