// Posts a message over HTTP: the sender is a bot, because it has no connection.

import type * as v from 'valibot';
import type { Sent } from '../../protocol/events.ts';
import type { PostMessage } from '../../protocol/http-schemas.ts';
import { limits } from '../../protocol/limits.ts';
import type { Refusal } from '../../protocol/reasons.ts';
import { createBotId } from '../access/bot-ids.ts';
import { consumeToken, refuseRate } from '../access/rate-limit.ts';
import type { RoomAccess } from '../access/room-access.ts';
import type { Context } from '../context.ts';
import { releaseBotName, reserveBotPlace, showBot } from '../membership/bots.ts';
import { checkAdmission } from '../membership/join-access.ts';
import { claimName, findMemberById } from '../membership/member-names.ts';
import { prepareName } from '../membership/name-rules.ts';
import { admit } from '../messaging/admit.ts';
import { deliverAdmitted } from '../messaging/deliver.ts';
import { findRecipient } from '../messaging/shout.ts';
import type { Member } from '../ports.ts';
import { toIsoTime } from '../room-views.ts';

type PostedMessage = v.InferOutput<typeof PostMessage>;

type Posted = { readonly ok: true; readonly sent: Sent } | Refusal;

/** Posts a message as the bot of this token and name. */
export async function postMessage(
  context: Context,
  access: RoomAccess,
  message: PostedMessage,
): Promise<Posted> {
  const { room, grant } = access;
  const { name = 'bot' } = message;
  const { tokenId } = grant;
  const prepared = prepareName(name);
  if (!prepared.ok) return prepared;
  const bot = { id: createBotId(context, tokenId, prepared.key), name };

  // Only a locked room needs to know, so most posts cost no read.
  const isReturning =
    room.state === 'locked' &&
    !grant.isCode &&
    (await findMemberById(context, room, bot)) !== undefined;
  const refusal = checkAdmission(room, {
    grant,
    refusalForNew: undefined,
    member: bot,
    isReturning,
  });
  if (refusal !== undefined) return refusal;
  const taken = consumeToken(context, `bot.${tokenId}`, limits.messageRates.connection);
  if (!taken.ok) return refuseRate(taken);

  const reserved = await reserveBotPlace(context, room, { tokenId, member: bot.id });
  if (!reserved.ok) return reserved;
  try {
    return await postAs(context, access, { ...message, bot });
  } finally {
    reserved.release();
  }
}

async function postAs(
  context: Context,
  { room, grant }: RoomAccess,
  { bot, body, cid, to: recipient }: PostedMessage & { readonly bot: Member },
): Promise<Posted> {
  const found = recipient === undefined ? undefined : await findRecipient(context, room, recipient);
  if (found?.ok === false) return found;
  const claimed = await claimName(context, { room, member: bot.id, name: bot.name });
  if (!claimed.ok) return claimed;

  const sender = { id: bot.id, name: claimed.name };
  const admission = await admit(context, {
    room: room.id,
    track: room.track,
    sender,
    to: found?.member,
    source: `token ${grant.tokenId}`,
    isRateCounted: false,
    bypassSlowMode: grant.scopes.includes('moderate'),
    body,
    cid,
  });
  if (!admission.ok) {
    await releaseBotName(context, room, sender);
    return admission;
  }
  try {
    await showBot(context, admission.room, sender);
  } finally {
    // The message must not wait because presence has failed.
    await deliverAdmitted(context, admission);
  }
  const { seq, at, receipt } = admission;
  return { ok: true, sent: { seq, epoch: room.epoch, at: toIsoTime(at), ...receipt } };
}
