// Admits a message: checks the rate limits, runs the track, then admits it by one conditional
// write. Before that write none of it is stored, and afterwards only its filtered form.

import type { FilterReceipt, TrackChoice } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Reason, type Refusal } from '../../protocol/reasons.ts';
import { consumeToken, type RateRefusal } from '../access/rate-limit.ts';
import { setBounded } from '../bounded-map.ts';
import { getTrack, type Context } from '../context.ts';
import { digest } from '../digest.ts';
import { prepareName } from '../membership/name-rules.ts';
import type {
  AcceptedMessage,
  AdmittedMessage,
  DeliveryLease,
  EntryMatch,
  FindAcceptedInput,
  Member,
  Room,
  RoomId,
} from '../ports.ts';
import { serverLimits } from '../settings.ts';
import { ensureDeliveryTimer } from './deliver.ts';
import { checkFilterWork, spendFilterWork } from './filter-work.ts';
import { createLease } from './lease.ts';
import { checkRepeat, rememberMessage } from './repeat-guard.ts';

/** Reasons to refuse a text that may have been accepted under other lists. */
const reasonsOfText: ReadonlySet<Reason> = new Set(['blocked', 'too_large', 'too_complex']);

interface OutgoingMessage {
  readonly room: RoomId;
  /** The filter options of the room's creator. */
  readonly track: TrackChoice | undefined;
  readonly sender: Member;
  /** The recipient of a private message. Undefined: everyone. */
  readonly to: AcceptedMessage['to'];
  /** The connection that it came by, or the token over HTTP. Their rates are counted before. */
  readonly source: string;
  /** Whether an earlier try counted it against its member's and its room's rate. */
  readonly isRateCounted: boolean;
  /** Owners are exempt from slow mode. */
  readonly bypassSlowMode: boolean;
  readonly body: string;
  readonly cid: string | undefined;
}

interface Admitted {
  readonly ok: true;
  readonly seq: number;
  readonly at: number;
  readonly room: Room;
  /** The lease that the write offered: held by us only if it is the room's. */
  readonly lease: DeliveryLease;
  readonly receipt: FilterReceipt;
}

type Admission = Admitted | RateRefusal;

/**
 * Admits a message. Only the filtered `body` reaches the store.
 *
 * `membership`: the version at which the sender's subscription was cached. If the room's version
 * differs, does nothing and returns `stale-membership`.
 */
export function admit(context: Context, outgoing: OutgoingMessage): Promise<Admission>;
export function admit(
  context: Context,
  outgoing: OutgoingMessage,
  membership: number | undefined,
): Promise<Admission | 'stale-membership'>;
export async function admit(
  context: Context,
  outgoing: OutgoingMessage,
  membership?: number,
): Promise<Admission | 'stale-membership'> {
  const { room, sender, to, body, cid } = outgoing;
  const overLimit = checkRateLimits(context, outgoing) ?? checkFilterWork(context, outgoing);
  if (overLimit !== undefined) return overLimit;

  const messageCid = cid ?? context.random.id(16);
  const track = await getTrack(context, outgoing.track);
  const filtered = track.run({ body, room, cid: messageCid });
  spendFilterWork(context, outgoing, body.length + (filtered.steps ?? 0));
  const message = {
    cid: messageCid,
    body: filtered.ok ? filtered.body : '',
    name: sender.name,
    member: sender.id,
    ...(to === undefined ? {} : { to }),
    // Also under a cid of ours: the store may repeat a write whose response was lost, after another
    // function has delivered the message.
    content: digest(to === undefined ? body : `${to.id} ${body}`),
  };

  if (!filtered.ok) {
    const { hits = [], steps: _, ...refusal } = filtered;
    countHits(context, hits);
    const mayBeAccepted = cid !== undefined && reasonsOfText.has(refusal.reason);
    const earlier = mayBeAccepted ? await findEarlierAdmission(context, room, message) : undefined;
    return earlier ?? refusal;
  }

  const repeat = checkRepeat(context, room, message);
  if (repeat !== undefined) return repeat;

  const admitted = await admitWithSlowMode(context, {
    room,
    message,
    changed: filtered.changed,
    mayBeRepeat: cid !== undefined,
    bypassSlowMode: outgoing.bypassSlowMode,
    source: outgoing.source,
    membership,
  });
  if (admitted === 'stale-membership' || !admitted.ok) return admitted;
  if (!admitted.repeated) {
    countHits(context, filtered.hits);
    rememberMessage(context, room, message);
  }

  // Before anyone learns of the message: if this function dies, the timer delivers it.
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

function checkRateLimits(
  context: Context,
  { isRateCounted, room, sender }: OutgoingMessage,
): RateRefusal | undefined {
  if (isRateCounted) return undefined;
  // A connection is not closed for the rate of its member's other connections or of the room.
  const byMember = consumeToken(context, `member.${room}.${sender.id}`, limits.messageRates.member);
  const taken = byMember.ok
    ? consumeToken(context, `room.${room}`, limits.messageRates.room)
    : byMember;
  return taken.ok ? undefined : { ...refuse('rate_limited'), retryAfter: taken.retryAfter };
}

/**
 * Returns the earlier admission of a message that the filter refuses today but accepted under other
 * lists. Its sender, whose first try got no reply, gets its seq. The store is asked without the
 * text.
 */
async function findEarlierAdmission(
  context: Context,
  room: RoomId,
  { member, cid, content }: Pick<FindAcceptedInput, 'member' | 'cid' | 'content'>,
): Promise<Admission | undefined> {
  const now = context.clock.now();
  const earlier = await context.rooms.findAccepted({ room, member, cid, content, now });
  if (earlier === undefined) return undefined;
  if (!earlier.ok) return refuse(earlier.reason);

  await ensureDeliveryTimer(context, earlier.room);
  return {
    ok: true,
    seq: earlier.seq,
    at: earlier.at,
    room: earlier.room,
    lease: createLease(context),
    receipt: {},
  };
}

/** Counts the word list entries that matched. Not awaited: a failure only makes a count too low. */
function countHits({ lists }: Pick<Context, 'lists'>, hits: readonly EntryMatch[]): void {
  if (hits.length === 0) return;
  try {
    lists.count(hits.map(({ list, entry }) => ({ list, entry })));
  } catch {
    // The message's admission must not depend on its count.
  }
}

interface SlowModeAdmission {
  readonly room: RoomId;
  readonly message: Omit<AcceptedMessage, 'seq' | 'at'>;
  readonly changed: boolean;
  /** Whether its sender may have sent it before: it has a cid of its own. */
  readonly mayBeRepeat: boolean;
  readonly bypassSlowMode: boolean;
  readonly source: string;
  readonly membership: number | undefined;
}

type AdmittedWithLease = AdmittedMessage & { readonly lease: DeliveryLease };

/**
 * Writes the message under the slow mode that this process knows of. If the write reports another
 * slow mode, tries again under that one.
 */
async function admitWithSlowMode(
  context: Context,
  { room, message, changed, mayBeRepeat, bypassSlowMode, source, membership }: SlowModeAdmission,
): Promise<AdmittedWithLease | Refusal | 'stale-membership'> {
  const { clock, memory, rooms } = context;
  let pausedFor = 0;
  for (let tries = 0; tries < 3; tries += 1) {
    // A possible retry is first tried without a pause. A sender who got no reply must not have to
    // wait for its seq.
    const knownSlow = mayBeRepeat && tries === 0 ? 0 : (memory.slowModes.get(room) ?? 0);
    const slow = bypassSlowMode ? undefined : knownSlow;

    if (slow !== undefined && slow > 0 && slow !== pausedFor) {
      const refusal = await checkSlowMode(context, { room, message, source, slow });
      if (refusal !== undefined) return refusal;
      pausedFor = slow;
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
      maxUndelivered: serverLimits.maxUndelivered,
      now,
    });
    if (admitted.ok) return { ...admitted, lease };
    if (admitted.reason === 'stale-membership') return 'stale-membership';
    if (admitted.reason === 'busy') return busy;
    if (admitted.reason !== 'slow') return refuse(admitted.reason);
    setBounded(memory.slowModes, room, admitted.slow);
  }
  return refuse('unavailable');
}

/** A room delivers up to 200 messages in a second, so there is place again soon. */
const busy = {
  ...refuse('rate_limited', 'Many messages wait in this room. Send yours again in a second.'),
  retryAfter: 1,
};

interface SlowModeCheck extends Pick<SlowModeAdmission, 'room' | 'source'> {
  readonly message: Pick<AcceptedMessage, 'member' | 'name'>;
  /** In seconds. */
  readonly slow: number;
}

/**
 * Starts a sender's pause. Returns the refusal if an earlier pause has not ended, unless the room's
 * slow mode has changed since. A person who leaves and joins again is another member, and a token
 * has several names over HTTP, so the name and the source pause, too.
 */
async function checkSlowMode(
  { clock, quotas, rooms }: Context,
  { room, message: { member, name }, source, slow }: SlowModeCheck,
): Promise<Refusal | undefined> {
  const prepared = prepareName(name);
  const senders = [member, ...(prepared.ok ? [`name ${prepared.key}`] : []), source];
  for (const [index, sender] of senders.entries()) {
    const key = `slow.${room}.${sender}`;
    const pause = await quotas.pause({ key, seconds: slow, now: clock.now() });
    if (pause.ok) continue;
    if ((await rooms.get(room))?.slow !== slow) return undefined;

    // The pauses before this one have just begun.
    return refuseSlow(index === 0 ? pause.retryAfter : slow);
  }
  return undefined;
}

const refuseSlow = (retryAfter: number): Refusal => ({
  ...refuse('rate_limited', `Slow mode: wait ${retryAfter} seconds before your next message.`),
  retryAfter,
});
