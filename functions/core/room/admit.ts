// A message on its way in: paced, filtered, then admitted by one conditional write. Before the write nothing of it is kept
// anywhere; after it, only its filtered form exists.

import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { trackOf, type Context } from '../context.ts';
import { digest } from '../digest.ts';
import { note } from '../notes.ts';
import type { Accepted, Admitted, Baton, MemberId, Room, RoomId } from '../ports.ts';
import { bounds } from '../settings.ts';
import { newBaton } from './lease.ts';
import { takeTurn } from './rate.ts';
import { watchTail } from './tail.ts';

export interface Outgoing {
  readonly room: RoomId;
  readonly sender: { readonly id: MemberId; readonly name: string };
  /** Who it is for, if not for everyone. */
  readonly to: Accepted['to'];
  /** Whose pace it counts against, besides the member's and the room's: the connection, or the sender over HTTP. */
  readonly pacedBy: string;
  /** Owners need not keep to the slow mode. */
  readonly unhurried: boolean;
  readonly body: string;
  readonly cid: string | undefined;
}

export type Admission =
  | { readonly ok: true; readonly seq: number; readonly at: number; readonly room: Room; readonly baton: Baton; readonly changed: boolean }
  | (Refusal & { readonly flood?: number });

export async function admit(context: Context, { room, sender, to, pacedBy, unhurried, body, cid }: Outgoing): Promise<Admission> {
  const paced = paceOf(context, { room, member: sender.id, pacedBy });
  if (paced !== undefined) return paced;

  const messageCid = cid ?? context.random.id(16);
  const track = await trackOf(context);
  const filtered = track.run({ body, room, cid: messageCid });
  if (!filtered.ok) return filtered;

  const message = {
    cid: messageCid, body: filtered.body, name: sender.name, member: sender.id,
    ...(to === undefined ? {} : { to }),
    ...(cid === undefined ? {} : { content: digest(to === undefined ? body : `${to.id} ${body}`) }),
  };
  const admitted = await admitSlowly(context, { room, message, changed: filtered.changed, unhurried });
  if (!admitted.ok) return admitted;
  // Nothing of it is told to anybody before there is an alarm that will find it if this deliverer dies.
  await watchTail(context, admitted.room);
  return { ok: true, seq: admitted.seq, at: admitted.at, room: admitted.room, baton: admitted.baton, changed: filtered.changed };
}

interface Pace {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly pacedBy: string;
}

function paceOf(context: Context, { room, member, pacedBy }: Pace): Admission | undefined {
  const ofConnection = takeTurn(context, pacedBy, limits.messages.connection);
  if (!ofConnection.ok) return { ...refuse('rate_limited'), retryAfter: ofConnection.retryAfter, flood: ofConnection.bucket.refusals };
  // The member's other connections and the room's other members are no fault of this connection's: it is told, not closed.
  const ofMember = takeTurn(context, `member.${room}.${member}`, limits.messages.member);
  const paced = ofMember.ok ? takeTurn(context, `room.${room}`, limits.messages.room) : ofMember;
  return paced.ok ? undefined : { ...refuse('rate_limited'), retryAfter: paced.retryAfter };
}

type Stored = Extract<Admitted, { readonly ok: true }> & { readonly baton: Baton };
interface Admissible {
  readonly room: RoomId;
  readonly message: Omit<Accepted, 'seq' | 'at'>;
  readonly changed: boolean;
  readonly unhurried: boolean;
}

/** The write, under the slow mode this process knows of; the write itself tells when the room is in another. */
async function admitSlowly(context: Context, { room, message, changed, unhurried }: Admissible): Promise<Stored | Refusal> {
  const { clock, memory, quotas, rooms } = context;
  let paused = 0;
  for (let tries = 0; tries < 3; tries += 1) {
    // A message that may be a repeat asks unpaced first: who was not answered must not have to wait to learn its seq.
    const known = tries === 0 && message.content !== undefined ? 0 : (memory.slow.get(room) ?? 0);
    const slow = unhurried ? undefined : known;
    if (slow !== undefined && slow > 0 && slow !== paused) {
      const turn = await quotas.pause({ key: `slow.${room}.${message.member}`, seconds: slow, now: clock.now() });
      if (!turn.ok && (await rooms.read(room))?.slow === slow) {
        return { ...refuse('rate_limited', `The owner has slowed this room down: one message in ${slow} seconds.`), retryAfter: turn.retryAfter };
      }
      paused = slow;
    }
    const baton = newBaton(context);
    const now = clock.now();
    const admitted = await rooms.admit({ room, message: { ...message, at: now }, changed, slow, baton, pendingMost: bounds.pending, now });
    if (admitted.ok) return { ...admitted, baton };
    if (admitted.reason !== 'slow') return refuse(admitted.reason);
    note(memory.slow, room, admitted.slow);
  }
  return refuse('unavailable');
}
