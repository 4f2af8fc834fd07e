// Creates rooms and their links.

import type * as v from 'valibot';
import type { CreateRoom, RoomView, TrackChoice } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { buildRoomLinks, issueRoomToken, type RoomLinks } from '../access/room-tokens.ts';
import { prefetch, type Context } from '../context.ts';
import type { Room, RoomId, WordLists } from '../ports.ts';
import { viewRoom } from '../room-views.ts';
import { resolveTrackOptions } from '../track/track-options.ts';
import { prepareTitle } from './room-title.ts';

type RoomOptions = v.InferOutput<typeof CreateRoom>;

export interface Created extends RoomLinks {
  readonly room: RoomView;
  /** The owner's token: send, receive, moderate. */
  readonly token: string;
}

interface CreateRoomInput {
  readonly options: RoomOptions;
  /** Undefined: the caller is on this machine, where creating rooms is not limited. */
  readonly addressKey: string | undefined;
  /** The origin of the links. */
  readonly origin: string;
}

interface RoomCreated {
  readonly ok: true;
  readonly created: Created;
}

/** Creates a room and its links. */
export async function createRoom(
  context: Context,
  { options, addressKey, origin }: CreateRoomInput,
): Promise<RoomCreated | Refusal> {
  prefetch(context, 'keys');
  const unknownList = await findUnknownList(options.filter?.lists ?? [], context.lists);
  if (unknownList !== undefined) {
    return refuse(
      'invalid_payload',
      `filter.lists: There is no list named ${JSON.stringify(unknownList)}.`,
    );
  }
  const overQuota = addressKey === undefined ? undefined : await countRoom(context, addressKey);
  if (overQuota !== undefined) return overQuota;

  const id = context.random.id(16) as RoomId;
  const prepared = await prepareTitle(context, {
    room: id,
    title: options.title,
    track: options.filter,
  });
  if (!prepared.ok) return prepared;
  const room = await writeRoom(context, id, { ...options, title: prepared.title });
  if (room === undefined) return refuse('unavailable');

  return {
    ok: true,
    created: {
      room: viewRoom(room, { subscriptions: [], now: context.clock.now() }),
      token: await issueRoomToken(context, room, { scopes: ['send', 'receive', 'moderate'] }),
      ...buildRoomLinks(context, room, origin),
    },
  };
}

async function findUnknownList(
  names: readonly string[],
  lists: Pick<WordLists, 'read'>,
): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const known = new Set((await lists.read()).lists.map(({ name }) => name));
  return names.find((name) => !known.has(name));
}

async function countRoom(
  { clock, quotas }: Context,
  addressKey: string,
): Promise<Refusal | undefined> {
  const quota = await quotas.take({
    key: `rooms.${addressKey}`,
    max: limits.maxRoomsPerAddress,
    seconds: limits.roomsPerAddressWindowSeconds,
    now: clock.now(),
  });
  if (quota.ok) return undefined;
  return {
    ...refuse('rate_limited', 'Too many rooms were created from your address. Try again later.'),
    retryAfter: quota.retryAfter,
  };
}

/**
 * Returns the room's part of its track. Clients learn from it whether links are plain, so it has
 * the deployment's choice where that decides.
 */
function chooseTrack({ settings }: Context, filter: TrackChoice | undefined): Pick<Room, 'track'> {
  const { links } = resolveTrackOptions(settings, filter).options;
  if (links === 'plain' || filter?.links !== undefined) return { track: { ...filter, links } };
  return filter === undefined ? {} : { track: filter };
}

/** Writes a new room. Returns undefined if a live room has this id. */
export async function writeRoom(
  context: Context,
  id: RoomId,
  options: RoomOptions,
): Promise<Room | undefined> {
  const { timers, clock, random, rooms, settings } = context;
  const now = clock.now();
  // On a whole second, as every token's `exp` is, so no token ends before its room.
  const expiresAt =
    Math.ceil(now / 1_000) * 1_000 + (options.seconds ?? settings.roomSeconds) * 1_000;
  const room: Room = {
    id,
    title: options.title,
    state: 'open',
    createdAt: now,
    expiresAt,
    capacity: options.capacity ?? limits.capacity.default,
    epoch: random.id(8),
    seq: 0,
    deliveredSeq: 0,
    undelivered: [],
    lease: undefined,
    // Not from 0: when an open room opens again, no list that was cached before may seem current.
    membership: now,
    members: 0,
    slow: options.slow ?? limits.slowSeconds.default,
    filtered: 0,
    kicked: [],
    lastPresenceSync: { membership: now, at: 0 },
    linkSecret: random.id(22),
    linkGeneration: 0,
    unpublished: [],
    ...chooseTrack(context, options.filter),
  };
  // The timer first: a room without one would not end by itself, and a timer without a room does
  // nothing.
  await timers.set({ kind: 'end', room: id, epoch: room.epoch, at: expiresAt });
  return (await rooms.create({ room, now })) === 'created' ? room : undefined;
}
