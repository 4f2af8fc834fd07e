// The bodies and queries of the HTTP API. Which route has which: http.ts.

import * as v from 'valibot';
import {
  Cid,
  AnyMember,
  Seconds,
  Username,
  wholeNumberIn,
  type FilterReceipt,
  type Message,
  type RoomView,
  type Sent,
} from './events.ts';
import { limits } from './limits.ts';
import type { Reason } from './reasons.ts';

// Values that several routes share.

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Text = v.string();

const numberInQuery = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, 'must be a whole number'),
  v.transform(Number),
);

const RoomViewSchema: v.GenericSchema<RoomView> = v.object({
  id: Text,
  title: Text,
  state: v.picklist(['open', 'locked', 'closed']),
  createdAt: Text,
  expiresAt: Text,
  serverTime: Text,
  capacity: Count,
  slow: Count,
  members: Count,
  watchers: Count,
  links: v.exactOptional(v.literal('plain')),
});

const MessageSchema: v.GenericSchema<Message> = v.object({
  seq: Count,
  epoch: Text,
  cid: Text,
  body: Text,
  name: Text,
  member: Text,
  channel: v.literal('receive'),
  at: Text,
  to: v.exactOptional(Text),
  toName: v.exactOptional(Text),
});

const receiptEntries = {
  verdict: v.exactOptional(v.picklist(['passed', 'changed', 'blocked'])),
  changes: v.exactOptional(
    v.array(
      v.object({
        start: Count,
        end: Count,
        filtered: v.exactOptional(v.object({ start: Count, end: Count })),
        list: v.exactOptional(Text),
        version: v.exactOptional(Count),
        by: v.exactOptional(v.picklist(['links', 'email', 'phone'])),
      }),
    ),
  ),
  more: v.exactOptional(Count),
};

// Rooms.

export const CreatedRoom = v.object({
  room: RoomViewSchema,
  /** The owner's token: send, receive, moderate. */
  token: Text,
  joinUrl: Text,
  watchUrl: Text,
  ownerUrl: Text,
});

export const RoomWithMembers = v.object({
  room: RoomViewSchema,
  /** Absent without the scope `receive`. */
  members: v.exactOptional(
    v.array(
      v.object({
        name: Text,
        connections: Count,
        /** A member who posts over HTTP, and has no connection. */
        bot: v.exactOptional(v.literal(true)),
      }),
    ),
  ),
});

export const PostMessage = v.strictObject({
  body: v.string(),
  cid: v.optional(Cid),
  to: v.optional(AnyMember),
  name: v.optional(Username),
});

export const SentSchema: v.GenericSchema<Sent> = v.object({
  seq: Count,
  epoch: Text,
  at: Text,
  ...receiptEntries,
});

export const MessagesQuery = v.object({
  /** Returns messages after this seq, oldest first. Absent: returns the newest. */
  after: v.optional(numberInQuery),
  limit: v.optional(
    v.pipe(numberInQuery, v.minValue(1), v.maxValue(limits.historyPageMessages.max)),
    String(limits.historyPageMessages.default),
  ),
  /** Seconds to wait for a message after `after`. */
  wait: v.optional(v.pipe(numberInQuery, v.maxValue(limits.maxWaitSeconds)), '0'),
});

export const MessagesPage = v.object({
  messages: v.array(MessageSchema),
  /** Seqs that this token's holder may not see. */
  hidden: v.array(Count),
  epoch: Text,
  /** The seq of the last message accepted; 0 before the first. */
  head: Count,
  /** False if messages after `after` are no longer kept. */
  complete: v.boolean(),
});

export const CreateToken = v.strictObject({
  scope: v.pipe(
    v.string(),
    v.regex(
      /^(send|receive|moderate)( (send|receive|moderate))*$/,
      'A scope is some of: send receive moderate, with a space between.',
    ),
  ),
  seconds: v.optional(Seconds),
  uses: v.optional(wholeNumberIn({ min: 1, max: limits.maxLinkUses }, 'joins')),
});

export const CreatedToken = v.object({
  token: Text,
  url: Text,
  scope: Text,
  expiresAt: Text,
  uses: v.exactOptional(Count),
});

export const RoomLinks = v.object({ joinUrl: Text, watchUrl: Text, ownerUrl: Text });

// The server.

export const Health = v.object({ status: v.literal('ok') });

export const RoomDefaults = v.object({
  /** Seconds a room lasts unless its creator chooses otherwise. */
  seconds: Count,
  capacity: Count,
  /** Seconds between two messages of one member. 0: slow mode is off. */
  slow: Count,
  /** The word lists to choose from. */
  lists: v.array(v.object({ name: Text, language: Text })),
});

export const PublishedKeys = v.object({
  keys: v.array(
    v.object({
      kty: Text,
      crv: Text,
      x: Text,
      y: v.exactOptional(Text),
      kid: Text,
      alg: v.picklist(['EdDSA', 'ES256']),
      use: v.literal('sig'),
    }),
  ),
});

// Word lists.

const HitsByDay = v.record(Text, Count);

const listSettings = {
  name: Text,
  version: Count,
  language: Text,
  action: v.exactOptional(v.picklist(['replace', 'mask', 'block', 'flag'])),
  tell: v.exactOptional(v.picklist(['why', 'that', 'nothing'])),
  anywhere: v.exactOptional(v.boolean()),
  credits: v.exactOptional(v.record(Text, Text)),
};

export const ListSummaries = v.object({
  lists: v.array(
    v.object({
      ...listSettings,
      forbidden: Count,
      allowed: Count,
      replacements: Count,
      /** By day, such as `2030-12-31` in UTC. Only with `hits=true`. */
      hits: v.exactOptional(HitsByDay),
    }),
  ),
});

/** `hits=true` adds the number of hits by day. */
export const ListsQuery = v.object({ hits: v.optional(v.picklist(['true', 'false'])) });

export const ListContent = v.object({
  ...listSettings,
  forbidden: v.array(Text),
  allowed: v.exactOptional(v.array(Text)),
  replacements: v.array(Text),
  /** By entry and day. Absent for an old version. */
  hits: v.exactOptional(v.record(Text, HitsByDay)),
});

const ListFormat = v.optional(v.picklist(['json', 'csv', 'text']), 'json');
export const ReadListQuery = v.object({
  format: ListFormat,
  version: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'must be a whole number'), v.transform(Number)),
  ),
});

export const PutListQuery = v.object({ format: ListFormat });

const Entries = v.optional(v.array(v.string()));
/**
 * `add` and `remove` change forbidden entries, `allow` and `disallow` allowed ones.
 * The other fields replace the current value; null removes it.
 */
export const EditList = v.strictObject({
  add: Entries,
  remove: Entries,
  allow: Entries,
  disallow: Entries,
  replacements: Entries,
  language: v.optional(v.string()),
  action: v.optional(v.nullable(v.string())),
  tell: v.optional(v.nullable(v.string())),
  anywhere: v.optional(v.nullable(v.boolean())),
});

/** A whole list, or a draft of one. The word filter checks its fields. */
export const WholeList = v.record(v.string(), v.unknown());

const Warnings = v.array(v.object({ entry: Text, words: v.array(Text) }));
const listChange = { name: Text, version: Count, entries: Count, added: Count, removed: Count };
export const ListChanged = v.object(listChange);
export const ListPut = v.object({ ...listChange, warnings: Warnings });
/** `missing`: entries to remove that the list does not have. */
export const ListEdited = v.object({ ...listChange, missing: v.array(Text), warnings: Warnings });

export const ListHistory = v.object({
  history: v.array(
    v.object({
      version: Count,
      /** Null for a list that comes with the program, like `by`. */
      at: v.nullable(Text),
      by: v.nullable(Text),
      gone: v.boolean(),
      entries: Count,
      added: Count,
      removed: Count,
    }),
  ),
});

export const RollBack = v.strictObject({
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});

export const TryText = v.strictObject({
  body: v.string(),
  lists: v.optional(v.array(v.string())),
  draft: v.optional(WholeList),
});

export const TriedText = v.object({
  /** Null if the lists block the text. */
  body: v.nullable(Text),
  changed: v.boolean(),
  blocked: v.boolean(),
  matches: v.array(v.object({ list: Text, version: Count, entry: Text, start: Count, end: Count })),
});

export const TrySample = v.strictObject({
  draft: WholeList,
  sample: v.pipe(v.array(v.string()), v.maxLength(limits.maxSampleLines)),
  lists: v.optional(v.array(v.string())),
});

const SampleLines = v.array(
  v.object({
    line: Count,
    text: Text,
    body: v.nullable(Text),
    hits: v.array(v.object({ list: Text, entry: Text })),
  }),
);
export const TriedSample = v.object({
  lines: Count,
  caughtByBoth: Count,
  newlyCaught: Count,
  noLongerCaught: Count,
  caught: SampleLines,
  released: SampleLines,
  warnings: Warnings,
});

// Failures.

/** The body of every failure: RFC 9457, with the socket's reason and message. */
export interface ProblemDocument extends FilterReceipt {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly reason: Reason;
  readonly message: string;
  /** In seconds. */
  readonly retry_after?: number;
  /** The list's current version. Only with `version_conflict`, and only if the list exists. */
  readonly version?: number;
}
