// The history of a run in the style of Jepsen: requests, replies and their times, the messages each
// client showed, and the faults. Types only. check.ts judges it, no matter whether the simulator or
// a test over real sockets recorded it.

import type { Message } from '../../functions/protocol/events.ts';

/** One message of the receive channel. */
export type SeenMessage = Pick<
  Message,
  'seq' | 'epoch' | 'cid' | 'body' | 'name' | 'member' | 'to'
>;

/** The link or token that a client joins with. */
export interface JoinCredential {
  /** `code`: a link's code, valid as long as the room. `none`: an open room needs no token. */
  readonly kind: 'code' | 'token' | 'none';
  readonly isLimited: boolean;
  readonly gotAt: number;
  /** When a token ends by itself. */
  readonly endsAt: number;
  /** Whether a session shows that the client was in the room before. */
  readonly isReturning: boolean;
}

export type Call =
  | {
      readonly kind: 'join';
      readonly last?: { readonly epoch: string; readonly seq: number };
      readonly by?: JoinCredential;
    }
  | { readonly kind: 'send'; readonly cid: string; readonly body: string; readonly to?: string }
  | { readonly kind: 'sync'; readonly last: { readonly epoch: string; readonly seq: number } }
  /**
   * `after`: reads the messages after this seq. Without it, or with `before`, reads the newest kept
   * ones.
   */
  | { readonly kind: 'read'; readonly after?: number; readonly before?: number }
  | { readonly kind: 'leave' }
  /** Any other push (typing, heartbeat, …): only whether it got a reply counts. */
  | { readonly kind: 'other'; readonly what: string };

export type Answer =
  | { readonly kind: 'sent'; readonly epoch: string; readonly seq: number }
  /**
   * The answer to a join, sync or read. `resumed`: it claims that nothing between `last` and `head`
   * is missing.
   */
  | {
      readonly kind: 'page';
      readonly epoch: string;
      readonly head: number;
      readonly messages: readonly SeenMessage[];
      readonly hidden: readonly number[];
      readonly resumed: boolean;
    }
  | { readonly kind: 'done' };

interface At {
  readonly at: number;
}
interface OfClient extends At {
  readonly client: string;
  readonly room: string;
}

export type HistoryEvent =
  /**
   * A room was created. `calm`: no fault strikes it or its members, so everything in it must work.
   */
  | (At & {
      readonly type: 'room';
      readonly room: string;
      readonly capacity: number;
      readonly endsAt: number;
      readonly calm: boolean;
      /** The members that its limited link admits. */
      readonly uses?: number;
    })
  /** An open room opened, again or for the first time. */
  | (At & {
      readonly type: 'opens';
      readonly room: string;
      readonly epoch: string;
      readonly endsAt: number;
    })
  /**
   * An owner extended or closed a room. Its promises hold until `endsAt`, and nothing may happen in
   * it from `overAt` on. The two differ while it is unknown whether the change happened; each then
   * has its worst case.
   */
  | (At & {
      readonly type: 'ends';
      readonly room: string;
      readonly endsAt: number;
      readonly overAt: number;
    })
  | (OfClient & { readonly type: 'invoke'; readonly op: number; readonly call: Call })
  | (At & { readonly type: 'ok'; readonly op: number; readonly answer: Answer })
  | (At & { readonly type: 'fail'; readonly op: number; readonly reason: string })
  | (At & { readonly type: 'unknown'; readonly op: number })
  /** A watcher has neither `name` nor `member`. */
  | (OfClient & {
      readonly type: 'here';
      readonly name: string | undefined;
      readonly member: string | undefined;
      readonly receives: boolean;
      readonly epoch?: string;
    })
  | (OfClient & { readonly type: 'away' })
  /** A client received messages, whether or not it showed them. */
  | (OfClient & { readonly type: 'pushed'; readonly messages: readonly SeenMessage[] })
  /**
   * `missed`: the seqs in front of which the screen shows a gap. `hidden`: seqs that the client
   * knows to be for others.
   */
  | (OfClient & {
      readonly type: 'screen';
      readonly epoch: string;
      readonly messages: readonly SeenMessage[];
      readonly missed: ReadonlySet<number>;
      readonly hidden: ReadonlySet<number>;
    })
  /** The frame of a client's join was handled a second time, possibly later. */
  | (OfClient & { readonly type: 'joined twice' })
  /** The number of connections for each present name. */
  | (OfClient & { readonly type: 'presence'; readonly names: ReadonlyMap<string, number> })
  /** The whole presence arrived, although the client neither joined nor synced. */
  | (OfClient & { readonly type: 'whole presence' })
  /** A client in a room has this token now, which ends at `endsAt`. */
  | (OfClient & { readonly type: 'token'; readonly endsAt: number })
  /** A client's socket opened, or was closed by either side. */
  | (At & { readonly type: 'opened'; readonly client: string })
  | (At & { readonly type: 'closed'; readonly client: string })
  /**
   * Known from the inside only: the store accepted this message, whether or not anyone learned of
   * it.
   */
  | (At & { readonly type: 'accepted'; readonly room: string; readonly message: SeenMessage })
  /** Anything that left the core, to be searched for unfiltered words. */
  | (At & {
      readonly type: 'text';
      readonly where: 'delivered' | 'stored' | 'logged';
      readonly text: string;
    })
  /** Known from the inside only: the run reached a state that matters (see sometimes.ts). */
  | (At & { readonly type: 'reached'; readonly what: string })
  | (At & { readonly type: 'fault'; readonly kind: string; readonly until: number });

export interface History {
  /** Whether presence is judged too (R13). */
  readonly judgesPresence?: boolean;
  readonly events: readonly HistoryEvent[];
  /** The end of the run, in milliseconds. Anything due later is not judged. */
  readonly until: number;
  /** The maximum difference between any two server clocks, in milliseconds. 0 on one machine. */
  readonly skew: number;
  /** The maximum duration of one step (a call, a frame) without a fault, in milliseconds. */
  readonly latency: number;
  /**
   * Words in sent messages that must not appear anywhere, each with its replacement if that is
   * fixed.
   */
  readonly words: readonly { readonly forbidden: string; readonly replacement?: string }[];
}

/** A broken promise. `rule` is its number in SPEC.md. */
export interface Violation {
  readonly rule:
    `G${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | `R${13 | 16 | 22 | 25}` | `A${18 | 20 | 21 | 22}`;
  readonly at: number;
  readonly room: string;
  readonly what: string;
}
