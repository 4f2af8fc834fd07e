// Bots: members who post over HTTP and have no connection. They are in presence from their first
// message until they have been silent for about a minute.

import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { createBotPrefix } from '../access/bot-ids.ts';
import { setBounded } from '../bounded-map.ts';
import type { Context } from '../context.ts';
import { publishPresenceChange, removeSubscription } from '../messaging/publish.ts';
import type {
  ConnectionId,
  FiredTimer,
  Grant,
  Member,
  MemberId,
  Room,
  Subscription,
} from '../ports.ts';
import { isLive } from '../room-views.ts';
import { timing } from '../settings.ts';
import { releaseName } from './member-names.ts';

/**
 * Whether this token has a bot in the room. A link's code proves nothing, because many people have
 * it.
 */
export async function isTokenInRoom(
  context: Context,
  room: Room,
  { tokenId, isCode }: Grant,
): Promise<boolean> {
  return !isCode && (await listBots(context, room, tokenId)).length > 0;
}

async function listBots(
  { clock, hash, subscriptions }: Context,
  { id }: Room,
  tokenId: string,
): Promise<readonly Subscription[]> {
  const prefix = createBotPrefix({ hash }, tokenId);
  const now = clock.now();
  return (await subscriptions.list(id)).filter(
    ({ bot, member, leaseExpiresAt }) =>
      bot === true && leaseExpiresAt > now && member?.id.startsWith(prefix) === true,
  );
}

interface BotName {
  readonly tokenId: string;
  readonly member: MemberId;
}

interface ReservedPlace {
  readonly ok: true;
  /** To be called when the bot's message was accepted or refused. */
  readonly release: () => void;
}

const alreadyPresent: ReservedPlace = { ok: true, release: () => undefined };

/**
 * Reserves a place for a bot. Refuses a new one if its token, or the room, has its full number.
 * Counts what other requests of this process have reserved, because they may run at the same time.
 */
export async function reserveBotPlace(
  context: Context,
  room: Room,
  { tokenId, member }: BotName,
): Promise<ReservedPlace | Refusal> {
  const { clock, hash, memory, subscriptions } = context;
  if ((memory.bots.get(toRenewalKey(room, member)) ?? 0) > clock.now()) return alreadyPresent;

  const key = `${room.id} ${room.epoch}`;
  const earlier = memory.reservedBots.get(key) ?? [];
  memory.reservedBots.set(key, [...earlier, member]);
  const release = (): void => {
    const reserved = [...(memory.reservedBots.get(key) ?? [])];
    reserved.splice(reserved.indexOf(member), 1);
    if (reserved.length > 0) memory.reservedBots.set(key, reserved);
    else memory.reservedBots.delete(key);
  };
  try {
    const now = clock.now();
    const present = (await subscriptions.list(room.id)).filter(
      ({ bot, leaseExpiresAt }) => bot === true && leaseExpiresAt > now,
    );
    const prefix = createBotPrefix({ hash }, tokenId);
    const others = new Set([...present.flatMap((bot) => bot.member?.id ?? []), ...earlier]);
    others.delete(member);
    const ownOthers = [...others].filter((id) => id.startsWith(prefix));
    if (ownOthers.length < limits.maxNamesPerToken && others.size < limits.maxBotsPerRoom) {
      return { ok: true, release };
    }
    release();
    if (others.size >= limits.maxBotsPerRoom) return refuseBot(tooManyBots, present, now);
    const own = present.filter((bot) => bot.member?.id.startsWith(prefix) === true);
    return refuseBot(tooManyNames, own, now);
  } catch (error) {
    release();
    throw error;
  }
}

const tooManyNames = refuse(
  'rate_limited',
  `A token has at most ${limits.maxNamesPerToken} names at a time. A name is free again after ` +
    'its bot is silent for a minute.',
);
const tooManyBots = refuse(
  'rate_limited',
  `A room has at most ${limits.maxBotsPerRoom} bots. A place is free again after a bot is silent ` +
    'for a minute.',
);

/** A place that is only reserved is free again, or taken, after a moment. */
function refuseBot(refusal: Refusal, bots: readonly Subscription[], now: number): Refusal {
  const end = bots.reduce((first, bot) => Math.min(first, bot.leaseExpiresAt), Infinity);
  return { ...refusal, retryAfter: end === Infinity ? 1 : Math.ceil((end - now) / 1_000) };
}

const toRenewalKey = ({ id, epoch }: Room, member: MemberId): string => `${id} ${epoch} ${member}`;

/**
 * Shows a bot in presence, or keeps it there. Most calls for a bot that is there already read and
 * write nothing.
 */
export async function showBot(context: Context, room: Room, member: Member): Promise<void> {
  const { clock, memory } = context;
  const now = clock.now();
  const key = toRenewalKey(room, member.id);
  if ((memory.bots.get(key) ?? 0) > now) return;
  // Set first, because a bot may send several messages at the same time.
  setBounded(memory.bots, key, now + timing.botRenewalMilliseconds);
  try {
    await renewBot(context, room, member);
  } catch (error) {
    memory.bots.delete(key);
    throw error;
  }
}

async function renewBot(context: Context, room: Room, member: Member): Promise<void> {
  const now = context.clock.now();
  const leaseExpiresAt = now + timing.botLeaseMilliseconds;
  // Set first: if this function dies after it subscribed the bot, the timer removes the bot.
  await scheduleBotCheck(context, room, leaseExpiresAt);

  const connection = getBotConnection(member);
  const before = await context.subscriptions.find({ room: room.id, connection });
  if (before !== undefined && before.leaseExpiresAt > now && before.member?.name === member.name) {
    const after = { ...before, leaseExpiresAt };
    if (await context.subscriptions.update({ before, after, bumpsMembership: false })) return;
  }
  await subscribeBot(context, { room, member, leaseExpiresAt, before });
}

/** A bot is one subscription, whatever posts its messages. */
const getBotConnection = ({ id }: Member): ConnectionId => id as string as ConnectionId;

interface ArrivingBot {
  readonly room: Room;
  readonly member: Member;
  readonly leaseExpiresAt: number;
  /** The subscription that it replaces. */
  readonly before: Subscription | undefined;
}

async function subscribeBot(
  context: Context,
  { room: { id, track }, member, leaseExpiresAt, before }: ArrivingBot,
): Promise<void> {
  const { clock, random, subscriptions } = context;
  const now = clock.now();
  const connection = getBotConnection(member);
  const phxRef = random.id(10);
  const subscribed = await subscriptions.subscribe({
    subscription: {
      room: id,
      connection,
      member,
      scopes: ['send'],
      version: 2,
      joinRef: null,
      batch: false,
      tokenExpiresAt: undefined,
      leaseExpiresAt,
      phxRef,
      typing: false,
      onlineAt: now,
      bot: true,
      ...(track === undefined ? {} : { track }),
    },
    now,
  });
  if (subscribed === undefined || subscribed === 'overtaken') return;

  const { room, subscription } = subscribed;
  if (room.kicked.includes(member.id)) {
    await subscriptions.unsubscribe({ room: id, connection, phxRef });
    return;
  }
  await publishPresenceChange(context, room, {
    joins: subscription,
    ...(before === undefined ? {} : { leaves: before }),
  });
}

/** Handles the bots timer: removes bots whose lease has expired. */
export async function removeSilentBots(
  context: Context,
  { room: id, epoch }: FiredTimer,
): Promise<void> {
  const { clock, rooms, subscriptions } = context;
  const room = await rooms.get(id);
  const now = clock.now();
  if (room?.epoch !== epoch || !isLive(room, now)) return;

  const bots = (await subscriptions.list(id)).filter(({ bot }) => bot === true);
  const present = bots.filter(({ leaseExpiresAt }) => leaseExpiresAt > now);
  if (present.length > 0) {
    const next = Math.min(...present.map(({ leaseExpiresAt }) => leaseExpiresAt));
    await scheduleBotCheck(context, room, next);
  }
  for (const { connection, phxRef, leaseExpiresAt, member } of bots) {
    if (leaseExpiresAt > now) continue;
    await removeSubscription(context, { room: id, connection, phxRef });
    if (member !== undefined) await releaseBotName(context, room, member);
  }
}

/** Releases the name of a bot that is gone. Nobody could take it in a locked room, but the bot. */
export async function releaseBotName(context: Context, room: Room, member: Member): Promise<void> {
  if (room.state !== 'locked') await releaseName(context, room, member);
}

/** Sets the bots timer, unless one is set: that one sets the next. */
async function scheduleBotCheck(
  { clock, memory, timers }: Context,
  { id, epoch }: Pick<Room, 'id' | 'epoch'>,
  at: number,
): Promise<void> {
  const key = `bots ${id} ${epoch}`;
  if ((memory.timers.get(key) ?? 0) > clock.now()) return;
  await timers.set({ kind: 'bots', room: id, epoch, at });
  setBounded(memory.timers, key, at);
}
