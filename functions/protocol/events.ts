// The payloads of frames: a schema for each that clients send, a type for each that they receive.
// The bodies of the HTTP API are in http-schemas.ts.

import * as v from 'valibot';
import { limits } from './limits.ts';

/** Counts code points, which are closer to what people see than UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Everyone gets it unfiltered, so nothing in it controls a terminal or hides. */
export const Cid = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(limits.maxCidCharacters),
  v.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'A cid has no control characters: take letters and digits.'),
);
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
const MemberReference = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
/** A member by id alone. The name finds a member who is disconnected for a moment. */
export const MemberAddress = v.strictObject({
  id: MemberReference,
  name: v.optional(MemberReference),
});
export type MemberAddress = v.InferOutput<typeof MemberAddress>;
/**
 * One member: an id or a name, or `{id, name}`, which never finds a member with another id. It is
 * the same over the socket and over HTTP.
 */
export const AnyMember = v.union([MemberReference, MemberAddress]);
export type AnyMember = v.InferOutput<typeof AnyMember>;

const Position = v.object({ epoch: v.pipe(v.string(), v.maxLength(64)), seq: Count });

export const Join = v.object({
  username: v.optional(Username),
  /** The same as `username`, for clients of the old protocol. */
  name: v.optional(Username),
  token: v.optional(Token),
  session: v.optional(Token),
  /**
   * A secret of the client's choice, the same in each attempt of this join. It makes a retried join
   * the same member if the first reply was lost.
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

/** Older clients send `channel` and `name`. The room refuses a name that is not the member's. */
export const Shout = v.object({
  body: v.string(),
  cid: v.optional(Cid),
  channel: v.optional(v.string()),
  name: v.optional(v.string()),
  /** The one member, besides its sender, who gets the message. */
  to: v.optional(AnyMember),
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

// The events of owners.

/** `lock`: nobody new may join from then on, so the member cannot return under another name. */
export const Kick = v.object({
  member: AnyMember,
  lock: v.optional(v.boolean(), false),
});
export const Lock = v.object({ locked: v.boolean() });
export const Extend = v.object({
  seconds: wholeNumberIn({ min: 1, max: limits.roomSeconds.max }, 'seconds'),
});
export const Slow = v.object({
  seconds: wholeNumberIn({ min: 0, max: limits.slowSeconds.max }, 'seconds'),
});
export const Close = v.unknown();

const ListName = v.pipe(v.string(), v.maxLength(40));

/**
 * How a room is filtered. `lists` replaces the deployment's choice of lists. The others can only be
 * stricter than the deployment's settings.
 */
const FilterChoice = v.pipe(
  // To an object schema an array is an object without members.
  v.custom<unknown>((value) => !Array.isArray(value), 'must be an object, not an array'),
  v.strictObject({
    lists: v.optional(
      v.pipe(
        v.array(ListName),
        v.minLength(1, 'Name at least one list, or leave it out for all.'),
        v.maxLength(limits.maxListsPerRoom),
      ),
    ),
    links: v.optional(v.picklist(['off', 'plain', 'allow'])),
    redact: v.optional(v.pipe(v.array(v.picklist(['email', 'phone'])), v.maxLength(2))),
  }),
);

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
        (title) => countCharacters(title) <= limits.maxTitleCharacters,
        `A title has at most ${limits.maxTitleCharacters} characters.`,
      ),
    ),
    '',
  ),
  capacity: v.optional(wholeNumberIn({ min: 0, max: limits.capacity.max }, 'messages')),
  seconds: v.optional(wholeNumberIn(limits.roomSeconds, 'seconds')),
  slow: v.optional(wholeNumberIn({ min: 0, max: limits.slowSeconds.max }, 'seconds')),
  filter: v.optional(FilterChoice),
});

/** A message of the receive channel. Times are ISO 8601 in UTC. */
export interface Message {
  readonly seq: number;
  readonly epoch: string;
  readonly cid: string;
  readonly body: string;
  readonly name: string;
  /** The sending member's id. */
  readonly member: string;
  /** The channel that it came out of. */
  readonly channel: 'receive';
  readonly at: string;
  /** Only in a private message: the member, besides its sender, who gets it. */
  readonly to?: string;
  readonly toName?: string;
}

/** A span of a text: UTF-16 indexes, as for `slice`. */
interface TextPlace {
  readonly start: number;
  readonly end: number;
}

/** A place in the text as sent where the filter changed or blocked something. */
export interface FilterChange extends TextPlace {
  /** The replacement's place in the filtered text. Absent if the message was blocked. */
  readonly filtered?: TextPlace;
  /** Only for a list that discloses why. */
  readonly list?: string;
  readonly version?: number;
  /** The transform, if it was not a list. */
  readonly by?: 'links' | 'email' | 'phone';
}

/**
 * The filter's verdict and its changes. Only the sender gets them, in the reply. `verdict` is
 * absent if no list discloses changes, or if this cid was accepted under earlier lists.
 */
export interface FilterReceipt {
  readonly verdict?: 'passed' | 'changed' | 'blocked';
  readonly changes?: readonly FilterChange[];
  /** How many changes are not listed. */
  readonly more?: number;
}

/** The ok reply to a message. */
export interface Sent extends FilterReceipt {
  readonly seq: number;
  readonly epoch: string;
  readonly at: string;
}

/** Seqs of messages that the receiver may not see. Nothing is missing there. */
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
  /** The server's clock. Clients count down by it, not by their own. */
  readonly serverTime: string;
  readonly capacity: number;
  /** Seconds between two messages of a member. 0: slow mode is off. */
  readonly slow: number;
  /** Names in the room. `watchers` are connections that only read. */
  readonly members: number;
  readonly watchers: number;
  /** Links appear as plain text here, so clients do not make any. Otherwise absent. */
  readonly links?: 'plain';
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
   * A token that is valid until the room's end as it is now: in place of a link code, and of a
   * token that ends earlier because the room was extended.
   */
  readonly token?: string;
  /** The new link code, if the owner replaced the one that the member returned with. */
  readonly code?: string;
  readonly epoch: string;
  /** The seq of the last message accepted; 0 before the first. */
  readonly head: number;
  readonly messages: readonly Message[];
  readonly resumed: boolean;
  readonly hidden: readonly number[];
}

/**
 * The room has changed. After an extension, `token` and `session` replace the connection's; after
 * its links were replaced, `token` and `code` do.
 */
export interface RoomEvent {
  readonly room: RoomView;
  readonly token?: string;
  readonly code?: string;
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
  /** A sender over HTTP, in presence until it was silent for a minute. */
  readonly bot?: true;
}

/** Keyed by name. */
export type PresenceState = Record<string, { metas: Meta[] }>;
export interface PresenceDiff {
  readonly joins: PresenceState;
  readonly leaves: PresenceState;
}

export type CloseReason = 'expired' | 'closed' | 'kicked' | 'left' | 'replaced' | 'token_expired';

/** The counts of a room that ended, and of the data deleted with it. */
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

type Issues = readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]];

/** Describes the first issue of a schema, as `path: message`. */
export function describeProblem([issue]: Issues): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}
