// What travels inside frames and HTTP bodies: a schema for all that clients send, a type for all
// that they receive.

import * as v from 'valibot';
import { limits } from './limits.ts';

const characters = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

export const Cid = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.maxCidCharacters));
export const Username = v.pipe(v.string(), v.maxLength(512));
const Token = v.pipe(v.string(), v.minLength(1), v.maxLength(4_096));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const Seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

interface NumberRange {
  readonly min: number;
  readonly max: number;
}

// @__NO_SIDE_EFFECTS__
export const wholeNumberIn = ({ min, max }: NumberRange, unit: string) => {
  const message = `Give a whole number from ${min} to ${max} (${unit}).`;
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};

/** The id or the name of a member. */
export const MemberReference = v.pipe(v.string(), v.minLength(1), v.maxLength(512));

const Position = v.object({ epoch: v.pipe(v.string(), v.maxLength(64)), seq: Count });

export const Join = v.object({
  username: v.optional(Username),
  /** Some clients written for the old protocol call it so. */
  name: v.optional(Username),
  token: v.optional(Token),
  session: v.optional(Token),
  /**
   * A secret of the client's choice, the same each time it tries this join: who was not told that
   * it has the name comes back to it by this, as later by its session.
   */
  claim: v.optional(
    v.pipe(
      v.string(),
      v.minLength(16, 'A claim has 16 to 128 characters.'),
      v.maxLength(128, 'A claim has 16 to 128 characters.'),
    ),
  ),
  last: v.optional(Position),
  batch: v.optional(v.boolean(), false),
});

/**
 * `channel` and `name` are what older clients add; a name that is not the member's own is refused
 * by the room.
 */
export const Shout = v.object({
  body: v.string(),
  cid: v.optional(Cid),
  channel: v.optional(v.string()),
  name: v.optional(v.string()),
  /** The one member, besides its sender, who gets the message. */
  to: v.optional(MemberReference),
});

export const Typing = v.object({ typing: v.boolean() });

export const History = v.object({
  before: v.optional(Count),
  limit: v.optional(
    v.pipe(Count, v.minValue(1), v.maxValue(limits.historyPageMessages.max)),
    limits.historyPageMessages.default,
  ),
});

export const Sync = Position;

export const Rename = v.object({ username: Username });

/** What an owner may do, by event. */
export const Kick = v.object({ member: MemberReference });
export const Lock = v.object({ locked: v.boolean() });
export const Extend = v.object({
  seconds: wholeNumberIn({ min: 1, max: limits.roomSeconds.max }, 'seconds'),
});
export const Slow = v.object({
  seconds: wholeNumberIn({ min: 0, max: limits.maxSlowSeconds }, 'seconds'),
});
export const Close = v.unknown();

const ListName = v.pipe(v.string(), v.maxLength(40));

/**
 * What a room's maker asks of the filter. Which lists: those and no others; the rest only ever
 * makes stricter what the deployment asks.
 */
const FilterChoice = v.strictObject({
  lists: v.optional(
    v.pipe(
      v.array(ListName),
      v.minLength(1, 'Name at least one list, or leave it out for all.'),
      v.maxLength(limits.maxListsPerRoom),
    ),
  ),
  links: v.optional(v.picklist(['off', 'plain', 'allow'])),
  redact: v.optional(v.pipe(v.array(v.picklist(['email', 'phone'])), v.maxLength(2))),
});

export interface TrackChoice {
  readonly lists?: readonly string[] | undefined;
  readonly links?: 'off' | 'plain' | 'allow' | undefined;
  readonly redact?: readonly ('email' | 'phone')[] | undefined;
}

export const CreateRoom = v.strictObject({
  title: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.check(
        (title) => characters(title) <= limits.maxTitleCharacters,
        `A title has at most ${limits.maxTitleCharacters} characters.`,
      ),
    ),
    '',
  ),
  capacity: v.optional(wholeNumberIn({ min: 0, max: limits.capacity.max }, 'messages')),
  seconds: v.optional(wholeNumberIn(limits.roomSeconds, 'seconds')),
  slow: v.optional(wholeNumberIn({ min: 0, max: limits.maxSlowSeconds }, 'seconds')),
  filter: v.optional(FilterChoice),
});

/** A message of the receive channel, as delivered, kept and paged. Times are ISO 8601 in UTC. */
export interface Message {
  readonly seq: number;
  readonly epoch: string;
  readonly cid: string;
  readonly body: string;
  readonly name: string;
  /** The sending member's id. */
  readonly member: string;
  /** Always `receive` : the channel it came out of. */
  readonly channel: 'receive';
  readonly at: string;
  /** Only in a private message: the member it is for, besides its sender. */
  readonly to?: string;
  readonly toName?: string;
}

/**
 * Where in the text as it was sent (UTF-16 indexes, as `slice` takes them) something was changed,
 * or stands that is blocked.
 */
export interface FilterChange {
  readonly start: number;
  readonly end: number;
  /** Only of a list that tells why. */
  readonly list?: string;
  readonly version?: number;
  /** It was no list but one of the other transforms. */
  readonly by?: 'links' | 'email' | 'phone';
}

/**
 * What the filter did with a message, told to its sender alone: part of the answer. Without a
 * verdict there is nothing to tell: only lists changed it that tell nothing, or it was accepted
 * earlier and the lists are others now.
 */
export interface FilterReceipt {
  readonly verdict?: 'passed' | 'changed' | 'blocked';
  readonly changes?: readonly FilterChange[];
  /** How many changes there are beyond those told. */
  readonly more?: number;
}

/** The ok answer to a message. */
export interface Sent extends FilterReceipt {
  readonly seq: number;
  readonly epoch: string;
  readonly at: string;
}

/** Seqs of messages between others: nothing is missing where they stand. */
export interface Hidden {
  readonly epoch: string;
  readonly seqs: readonly number[];
}

/** The room as every member may see it. */
export interface RoomView {
  readonly id: string;
  readonly title: string;
  readonly state: 'open' | 'locked' | 'closed';
  readonly createdAt: string;
  readonly expiresAt: string;
  /**
   * The server's clock when this was written: clients count down by the difference, not by their
   * own clock.
   */
  readonly serverTime: string;
  readonly capacity: number;
  /** Seconds that lie between two messages of one member; 0: none. */
  readonly slow: number;
  /** Who is here now: names, and connections that only read. */
  readonly members: number;
  readonly watchers: number;
}

export interface MemberView {
  readonly id: string;
  readonly name: string;
}

export interface JoinResponse {
  readonly room: RoomView;
  /** Null for a watcher. */
  readonly member: MemberView | null;
  /** Null for a watcher. */
  readonly session: string | null;
  /**
   * Where the room was extended since the joiner's token was made: one that holds until the new
   * end.
   */
  readonly token?: string;
  readonly epoch: string;
  /** The seq of the last message accepted; 0 before the first. */
  readonly head: number;
  readonly messages: readonly Message[];
  readonly resumed: boolean;
  readonly hidden: readonly number[];
}

/**
 * The room has changed. `token` and `session`: after an extension, in the place of the connection's
 * own.
 */
export interface RoomEvent {
  readonly room: RoomView;
  readonly token?: string;
  readonly session?: string;
}

export interface Meta {
  readonly phx_ref: string;
  readonly phx_ref_prev?: string;
  readonly username: string;
  /** The member's id. */
  readonly member: string;
  readonly typing: boolean;
  readonly online_at: string;
}

/** Keyed by name. */
export type PresenceState = Record<string, { metas: Meta[] }>;
export interface PresenceDiff {
  readonly joins: PresenceState;
  readonly leaves: PresenceState;
}

export type CloseReason = 'expired' | 'closed' | 'kicked' | 'left' | 'replaced';

/** What was, and what is no more, told at a room's end. */
export interface Receipt {
  readonly accepted: number;
  readonly delivered: number;
  /** Accepted messages that the filter changed. */
  readonly filtered: number;
  readonly deleted: {
    readonly messages: number;
    readonly names: number;
    readonly connections: number;
  };
}

/**
 * The counted length of a body or name: code points, as people see them more nearly than UTF-16
 * units.
 */
export const lengthOf = characters;

/** First problem of a schema's issues, as `path: message`. */
export const problemOf = (
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): string => {
  const path = v.getDotPath(issues[0]);
  return path === null ? issues[0].message : `${path}: ${issues[0].message}`;
};
