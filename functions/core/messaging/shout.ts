// The `shout` event: admits a message, replies, then delivers it.

import type * as v from 'valibot';
import type { AnyMember, Sent, Shout } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { isBotId } from '../access/bot-ids.ts';
import { readSubscriptions } from '../membership/cached-subscriptions.ts';
import { findMember, findMemberById } from '../membership/member-names.ts';
import type { Member, Room } from '../ports.ts';
import type { Answer, Push } from '../reply.ts';
import { toIsoTime } from '../room-views.ts';
import { admit } from './admit.ts';
import { deliverAdmitted } from './deliver.ts';

/** The refusal of a private message to a member who is not in the room. */
const unknownRecipient = refuse(
  'not_found',
  'There is no member with that name or id in this room. Check `to`; nothing was sent.',
);

/** Over HTTP, nobody reads as a member, so nobody would ever see the message. */
const unreadableRecipient = refuse(
  'forbidden',
  'That member posts over HTTP and cannot read private messages. Leave out `to`; nothing was sent.',
);
const sendOnlyRecipient = refuse(
  'forbidden',
  "That member's link cannot read, so nobody would see the message. Nothing was sent.",
);

/** Returns `stale-membership`, having done nothing, if the cached subscription is out of date. */
export async function shout(
  context: Context,
  { subscription, payload, membership, isRateCounted }: Push<v.InferOutput<typeof Shout>>,
): Promise<Answer | 'stale-membership'> {
  const { connection, room, track, member: sender, scopes } = subscription;
  const { body, cid, name, to } = payload;
  if (sender === undefined) return refuse('forbidden');
  if (name !== undefined && name !== sender.name) {
    return membership === undefined
      ? refuse('forbidden', 'You can only send messages under your own name. Leave out `name`.')
      : 'stale-membership';
  }

  const recipient =
    to === undefined ? undefined : await findRecipient(context, await context.rooms.get(room), to);
  if (recipient?.ok === false) return recipient;

  const admission = await admit(
    context,
    {
      room,
      track,
      sender,
      to: recipient?.member,
      source: connection,
      isRateCounted: isRateCounted === true,
      bypassSlowMode: scopes.includes('moderate'),
      body,
      cid,
    },
    membership,
  );
  if (admission === 'stale-membership' || !admission.ok) return admission;

  const { seq, at, receipt } = admission;
  const sent: Sent = { seq, epoch: admission.room.epoch, at: toIsoTime(at), ...receipt };
  return { ok: true, response: sent, after: () => deliverAdmitted(context, admission) };
}

interface FoundRecipient {
  readonly ok: true;
  readonly member: Member;
}

/**
 * Finds the recipient of a private message. Refuses a member that could not read it: a bot, or one
 * whose connections may only send.
 *
 * @param room As it was read just now.
 */
export async function findRecipient(
  context: Context,
  room: Room | undefined,
  to: AnyMember,
): Promise<FoundRecipient | Refusal> {
  if (room === undefined) return unknownRecipient;
  const member =
    typeof to === 'string'
      ? await findMember(context, room, to)
      : await findMemberById(context, room, to);
  if (member === undefined) return unknownRecipient;
  if (isBotId(member.id)) return unreadableRecipient;
  const subscriptions = await readSubscriptions(context, room.id, room.membership);
  const own = subscriptions.filter((subscription) => subscription.member?.id === member.id);
  const canRead = own.length === 0 || own.some(({ scopes }) => scopes.includes('receive'));
  return canRead ? { ok: true, member } : sendOnlyRecipient;
}
