// A message on its way in: paced, filtered, then admitted by one conditional write. Before the
// write nothing of it is kept anywhere; after it, only its filtered form exists.

import type { FilterReceipt, TrackChoice } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { trackOf, type Context } from '../context.ts';
import { digest } from '../digest.ts';
import { setBounded } from '../bounded-map.ts';
import type {
  AcceptedMessage,
  AdmittedMessage,
  DeliveryLease,
  EntryMatch,
  MemberId,
  Room,
  RoomId,
} from '../ports.ts';
import { bounds } from '../settings.ts';
import { createLease } from './lease.ts';
import { consumeToken } from '../access/rate-limit.ts';
import { rememberMessage, checkRepeat } from './repeat-guard.ts';
import { ensureDeliveryTimer } from './delivery-timer.ts';

export interface Outgoing {
  readonly room: RoomId;
  /** What the room's maker asked of the filter. */
  readonly track: TrackChoice | undefined;
  readonly sender: { readonly id: MemberId; readonly name: string };
  /** Who it is for, if not for everyone. */
  readonly to: AcceptedMessage['to'];
  /**
   * Whose pace it counts against, besides the member's and the room's: the connection, or the
   * sender over HTTP. Undefined: it has been counted.
   */
  readonly rateLimitKey: string | undefined;
  /** Owners need not keep to the slow mode. */
  readonly bypassSlowMode: boolean;
  readonly body: string;
  readonly cid: string | undefined;
}

export type Admission =
  | {
      readonly ok: true;
      readonly seq: number;
      readonly at: number;
      readonly room: Room;
      readonly lease: DeliveryLease;
      readonly receipt: FilterReceipt;
    }
  | (Refusal & { readonly flood?: number });

/**
 * Paces, filters and admits. `body` reaches the store only as the track lets it out. `membership`:
 * the sender's seat is known from then, and if it has moved since, nothing is done.
 */
export function admit(context: Context, outgoing: Outgoing): Promise<Admission>;
export function admit(
  context: Context,
  outgoing: Outgoing,
  membership: number | undefined,
): Promise<Admission | 'stale-membership'>;
export async function admit(
  context: Context,
  outgoing: Outgoing,
  membership?: number,
): Promise<Admission | 'stale-membership'> {
  const { room, track: choice, sender, to, rateLimitKey, bypassSlowMode, body, cid } = outgoing;
  const paced =
    rateLimitKey === undefined
      ? undefined
      : checkRateLimits(context, { room, member: sender.id, rateLimitKey });
  if (paced !== undefined) return paced;

  const messageCid = cid ?? context.random.id(16);
  const track = await trackOf(context, choice);
  const filtered = track.run({ body, room, cid: messageCid });
  const message = {
    cid: messageCid,
    body: filtered.ok ? filtered.body : '',
    name: sender.name,
    member: sender.id,
    ...(to === undefined ? {} : { to }),
    ...(cid === undefined ? {} : { content: digest(to === undefined ? body : `${to.id} ${body}`) }),
  };
  if (!filtered.ok) {
    const { hits = [], ...refusal } = filtered;
    countHits(context, hits);
    const depends = refusal.reason === 'blocked' || refusal.reason === 'too_large';
    return (
      (depends && cid !== undefined ? await acceptedBefore(context, room, message) : undefined) ??
      refusal
    );
  }
  const again = checkRepeat(context, room, message);
  if (again !== undefined) return again;
  const admitted = await admitWithSlowMode(context, {
    room,
    message,
    changed: filtered.changed,
    bypassSlowMode,
    membership,
  });
  if (admitted === 'stale-membership' || !admitted.ok) return admitted;
  if (!admitted.repeated) {
    countHits(context, filtered.hits);
    rememberMessage(context, room, message);
  }
  // Nothing of it is told to anybody before there is an alarm that will find it if this deliverer
  // dies.
  await ensureDeliveryTimer(context, admitted.room);
  return {
    ok: true,
    seq: admitted.seq,
    at: admitted.at,
    room: admitted.room,
    lease: admitted.lease,
    receipt: filtered.receipt,
  };
}

/**
 * What the filter refuses today it may have let through before the lists were changed: then its
 * sender, who was not answered, is told the seq it has. The room is asked with nothing of the text,
 * and in a way that writes nothing: no message more may wait.
 */
async function acceptedBefore(
  context: Context,
  room: RoomId,
  message: Omit<AcceptedMessage, 'seq' | 'at'>,
): Promise<Admission | undefined> {
  const { clock, rooms } = context;
  const now = clock.now();
  const lease = createLease(context);
  const known = await rooms.admit({
    room,
    message: { ...message, at: now },
    changed: false,
    slow: undefined,
    lease,
    maxUndelivered: 0,
    now,
  });
  if (!known.ok) {
    return known.reason === 'conflict' || known.reason === 'expired'
      ? refuse(known.reason)
      : undefined;
  }
  await ensureDeliveryTimer(context, known.room);
  return { ok: true, seq: known.seq, at: known.at, room: known.room, lease, receipt: {} };
}

/** Not waited for, and no matter to the message: a counter that fails is a number too low. */
function countHits({ lists }: Pick<Context, 'lists'>, hits: readonly EntryMatch[]): void {
  if (hits.length === 0) return;
  try {
    lists.count(hits.map(({ list, entry }) => ({ list, entry })));
  } catch {
    // The filter has decided; a message is not refused because it could not be counted.
  }
}

interface Pace {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly rateLimitKey: string;
}

function checkRateLimits(
  context: Context,
  { room, member, rateLimitKey }: Pace,
): Admission | undefined {
  const ofConnection = consumeToken(context, rateLimitKey, limits.messages.connection);
  if (!ofConnection.ok) {
    return {
      ...refuse('rate_limited'),
      retryAfter: ofConnection.retryAfter,
      flood: ofConnection.bucket.refusals,
    };
  }
  // The member's other connections and the room's other members are no fault of this connection's:
  // it is told, not closed.
  const ofMember = consumeToken(context, `member.${room}.${member}`, limits.messages.member);
  const paced = ofMember.ok
    ? consumeToken(context, `room.${room}`, limits.messages.room)
    : ofMember;
  return paced.ok ? undefined : { ...refuse('rate_limited'), retryAfter: paced.retryAfter };
}

type Stored = AdmittedMessage & { readonly lease: DeliveryLease };
interface Admissible {
  readonly room: RoomId;
  readonly message: Omit<AcceptedMessage, 'seq' | 'at'>;
  readonly changed: boolean;
  readonly bypassSlowMode: boolean;
  readonly membership: number | undefined;
}

/**
 * The write, under the slow mode this process knows of; the write itself tells when the room is in
 * another.
 */
async function admitWithSlowMode(
  context: Context,
  { room, message, changed, bypassSlowMode, membership }: Admissible,
): Promise<Stored | Refusal | 'stale-membership'> {
  const { clock, memory, quotas, rooms } = context;
  let paused = 0;
  for (let tries = 0; tries < 3; tries += 1) {
    // A message that may be a repeat asks unpaced first: who was not answered must not have to wait
    // to learn its seq.
    const known = tries === 0 && message.content !== undefined ? 0 : (memory.slow.get(room) ?? 0);
    const slow = bypassSlowMode ? undefined : known;
    if (slow !== undefined && slow > 0 && slow !== paused) {
      const turn = await quotas.pause({
        key: `slow.${room}.${message.member}`,
        seconds: slow,
        now: clock.now(),
      });
      if (!turn.ok && (await rooms.get(room))?.slow === slow) {
        return {
          ...refuse(
            'rate_limited',
            `The owner has slowed this room down: one message in ${slow} seconds.`,
          ),
          retryAfter: turn.retryAfter,
        };
      }
      paused = slow;
    }
    const lease = createLease(context);
    const now = clock.now();
    const admitted = await rooms.admit({
      room,
      message: { ...message, at: now },
      changed,
      slow,
      membership,
      lease,
      maxUndelivered: bounds.undelivered,
      now,
    });
    if (admitted.ok) return { ...admitted, lease };
    if (admitted.reason === 'stale-membership') return 'stale-membership';
    if (admitted.reason !== 'slow') return refuse(admitted.reason);
    setBounded(memory.slow, room, admitted.slow);
  }
  return refuse('unavailable');
}
