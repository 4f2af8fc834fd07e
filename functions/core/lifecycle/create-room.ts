// A new room and its three links. Also the open rooms of a deployment, which come into being when
// first joined.

import type { CreateRoom, RoomView } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type * as v from 'valibot';
import { issueToken } from '../access/tokens.ts';
import { prefetch, type Context } from '../context.ts';
import type { WordLists, Room, RoomId, Scope } from '../ports.ts';
import { limits } from '../../protocol/limits.ts';
import { roomView } from '../room-views.ts';

export interface Created {
  readonly room: RoomView;
  /** The owner's token: send, receive, moderate. */
  readonly token: string;
  readonly joinUrl: string;
  readonly watchUrl: string;
  readonly ownerUrl: string;
}

/** Noted among the rooms of a connection that has joined the lobby; no topic can name it. */
export const lobbyId = '~lobby' as RoomId;

/**
 * Makes a room and its links. `addressKey` undefined: the caller is on this machine, where making
 * rooms is not limited.
 */
export async function createRoom(
  context: Context,
  {
    options,
    addressKey,
    origin,
  }: {
    readonly options: v.InferOutput<typeof CreateRoom>;
    readonly addressKey: string | undefined;
    readonly origin: string;
  },
): Promise<{ readonly ok: true; readonly created: Created } | Refusal> {
  const { clock, lists, quotas } = context;
  prefetch(context, 'keys');
  const wanted = options.filter?.lists ?? [];
  const unknown = wanted.length === 0 ? undefined : await unknownOf(wanted, lists);
  if (unknown !== undefined) {
    return refuse(
      'invalid_payload',
      `filter.lists: There is no list named ${JSON.stringify(unknown)}.`,
    );
  }
  if (addressKey !== undefined) {
    const quota = await quotas.take({
      key: `rooms.${addressKey}`,
      max: limits.roomsPerAddress,
      seconds: limits.roomsPerAddressSeconds,
      now: clock.now(),
    });
    if (!quota.ok) {
      return {
        ...refuse(
          'rate_limited',
          'Too many rooms were made from here. Wait a little, then create yours.',
        ),
        retryAfter: quota.retryAfter,
      };
    }
  }
  const room = await open(context, context.random.id(16) as RoomId, options);
  if (room === undefined) return refuse('unavailable');
  const [join, watch, owner] = await Promise.all([
    roomToken(context, room, ['send', 'receive']),
    roomToken(context, room, ['receive']),
    roomToken(context, room, ['send', 'receive', 'moderate']),
  ]);
  return {
    ok: true,
    created: {
      room: roomView(room, { subscriptions: [], now: clock.now() }),
      token: owner,
      joinUrl: linkOf(origin, room.id, join),
      watchUrl: linkOf(origin, room.id, watch),
      ownerUrl: linkOf(origin, room.id, owner),
    },
  };
}

async function unknownOf(
  wanted: readonly string[],
  lists: Pick<WordLists, 'read'>,
): Promise<string | undefined> {
  const known = new Set((await lists.read()).lists.map(({ name }) => name));
  return wanted.find((name) => !known.has(name));
}

/** A token that holds as long as the room. */
export const roomToken = (
  context: Context,
  { id: room, expiresAt }: Room,
  scopes: readonly Scope[],
): Promise<string> =>
  issueToken({
    ports: context,
    settings: context.settings,
    type: 'room+jwt',
    room,
    scopes,
    expiresAt,
    boundToRoom: true,
  });

/** The token stands in the fragment, which browsers never send. */
export const linkOf = (origin: string, room: RoomId, token: string): string =>
  `${origin}/r/${room}#${token}`;

/** The live incarnation of an open room: the one there is, or a new one. */
export async function openRoom(context: Context, id: RoomId): Promise<Room | undefined> {
  const known = await context.rooms.get(id);
  if (known !== undefined && isLive(known, context.clock.now())) return known;
  // Two who open it at once: the second finds the first one's.
  return (await open(context, id, { title: id })) ?? (await context.rooms.get(id));
}

export const isLive = (room: Room, now: number): boolean =>
  room.state !== 'closed' && room.expiresAt > now;

async function open(
  context: Context,
  id: RoomId,
  options: v.InferOutput<typeof CreateRoom>,
): Promise<Room | undefined> {
  const { timers, clock, random, rooms, settings } = context;
  const now = clock.now();
  // Ends on a whole second, as every token's `exp` does: so no token ends before its room.
  const expiresAt =
    Math.ceil(now / 1_000) * 1_000 + (options.seconds ?? settings.roomSeconds) * 1_000;
  const room: Room = {
    id,
    title: options.title,
    state: 'open',
    createdAt: now,
    expiresAt,
    capacity: options.capacity ?? settings.capacity,
    epoch: random.id(8),
    seq: 0,
    deliveredSeq: 0,
    undelivered: [],
    lease: undefined,
    membership: 0,
    members: 0,
    slow: options.slow ?? 0,
    filtered: 0,
    kicked: [],
    lastPresenceSync: { membership: 0, at: 0 },
    ...(options.filter === undefined ? {} : { track: options.filter }),
  };
  // The alarm first: a room without one would not end on its own; an alarm without a room does
  // nothing.
  await timers.set({ kind: 'end', room: id, epoch: room.epoch, at: expiresAt });
  return (await rooms.create({ room, now })) === 'created' ? room : undefined;
}
