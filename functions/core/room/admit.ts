// A message on its way in: shaped, paced, filtered, then admitted by one conditional write. Before the write nothing of
// it is kept anywhere; after it, only its filtered form exists.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { note, trackOf, type Context } from '../context.ts';
import { digest } from '../digest.ts';
import type { Baton, MemberId, Room, RoomId } from '../ports.ts';
import { bounds } from '../settings.ts';
import { newBaton } from './drain.ts';
import { pace } from './rate.ts';

export interface Outgoing {
  readonly room: RoomId;
  readonly sender: { readonly id: MemberId; readonly name: string };
  /** Whose pace it counts against: the connection, or the token of a REST client. */
  readonly pacedBy: string;
  readonly body: string;
  readonly cid: string | undefined;
}

export type Admission =
  | { readonly ok: true; readonly seq: number; readonly at: number; readonly room: Room; readonly baton: Baton; readonly changed: boolean }
  | (Refusal & { readonly flood?: number });

export async function admit(context: Context, { room, sender, pacedBy, body, cid }: Outgoing): Promise<Admission> {
  const { memory, clock, random, rooms } = context;
  const paced = pace(memory.buckets.get(pacedBy), clock.now());
  note(memory.buckets, pacedBy, paced.bucket);
  if (!paced.ok) return { ...refuse('rate_limited'), retryAfter: paced.retryAfter, flood: paced.bucket.refusals };

  const messageCid = cid ?? random.id(16);
  const track = await trackOf(context);
  const filtered = track.run({ body, room, cid: messageCid });
  if (!filtered.ok) return filtered;

  const baton = newBaton(context);
  const now = clock.now();
  const admitted = await rooms.admit({
    room,
    message: { cid: messageCid, body: filtered.body, name: sender.name, member: sender.id, at: now },
    remember: cid === undefined ? undefined : { key: `${sender.id}.${cid}`, content: digest(body) },
    baton,
    pendingMost: bounds.pending,
    now,
  });
  if (!admitted.ok) return refuse(admitted.reason);
  return { ok: true, seq: admitted.seq, at: admitted.at, room: admitted.room, baton, changed: filtered.changed };
}
