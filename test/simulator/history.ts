// The history of a run in the style of Jepsen: requests, replies and their times, the messages each
// client showed, and the faults. Types only. check.ts judges it, whether the simulator or a test
// over real sockets wrote it.

import type { Message } from '../../functions/protocol/events.ts';

/** The facts about one message of the receive channel. */
export type SeenMessage = Pick<
  Message,
  'seq' | 'epoch' | 'cid' | 'body' | 'name' | 'member' | 'to'
>;

export type Call =
  | { readonly kind: 'join'; readonly last?: { readonly epoch: string; readonly seq: number } }
  | { readonly kind: 'send'; readonly cid: string; readonly body: string; readonly to?: string }
  | { readonly kind: 'sync'; readonly last: { readonly epoch: string; readonly seq: number } }
  /**
   * `after`: reads what follows this seq; without it, or with `before`, the newest that are kept.
   */
  | { readonly kind: 'read'; readonly after?: number; readonly before?: number }
  | { readonly kind: 'leave' }
  /** Anything else (typing, heartbeat, …): only whether it was answered counts. */
  | { readonly kind: 'other'; readonly what: string };

export type Answer =
  | { readonly kind: 'sent'; readonly epoch: string; readonly seq: number }
  /**
   * The answer to a join, sync or read. `resumed`: it claims that nothing after `last` is missing
   * up to `head`.
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
   * A room came into being. `calm`: no fault is done to it or to those in it, so everything in it
   * must work.
   */
  | (At & {
      readonly type: 'room';
      readonly room: string;
      readonly capacity: number;
      readonly endsAt: number;
      readonly calm: boolean;
    })
  /**
   * A room's end was moved by its owner, or came at once. Its promises last until `endsAt`; from
   * `overAt` on nothing may happen in it. They differ while it is not known whether the change was
   * made: write both as they are in the worse case.
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
  /** `name` undefined: a watcher. `member` too. */
  | (OfClient & {
      readonly type: 'here';
      readonly name: string | undefined;
      readonly member: string | undefined;
      readonly receives: boolean;
    })
  | (OfClient & { readonly type: 'away' })
  /** Messages were pushed to a client, whatever it made of them. */
  | (OfClient & { readonly type: 'pushed'; readonly messages: readonly SeenMessage[] })
  /**
   * `missed`: the seqs before which the screen says that something is missing. `hidden`: seqs the
   * client knows to be for others.
   */
  | (OfClient & {
      readonly type: 'screen';
      readonly epoch: string;
      readonly messages: readonly SeenMessage[];
      readonly missed: ReadonlySet<number>;
      readonly hidden: ReadonlySet<number>;
    })
  /** The frame of a client's join was handled a second time, whenever that ends. */
  | (OfClient & { readonly type: 'joined twice' })
  /** How many connections each present name has. */
  | (OfClient & { readonly type: 'presence'; readonly names: ReadonlyMap<string, number> })
  /** A client's socket opened, and ended (by whomever). */
  | (At & { readonly type: 'opened'; readonly client: string })
  | (At & { readonly type: 'closed'; readonly client: string })
  /** Known from inside, if at all: the store took this message, whether or not anybody was told. */
  | (At & { readonly type: 'accepted'; readonly room: string; readonly message: SeenMessage })
  /** Anything that left the core: searched for unfiltered words. */
  | (At & {
      readonly type: 'text';
      readonly where: 'delivered' | 'stored' | 'logged';
      readonly text: string;
    })
  | (At & { readonly type: 'fault'; readonly kind: string; readonly until: number });

export interface History {
  /** Whether presence is judged too (R13). */
  readonly judgesPresence?: boolean;
  readonly events: readonly HistoryEvent[];
  /** Milliseconds at the end of the run. Anything due later is not judged. */
  readonly until: number;
  /** Milliseconds by which any two clocks of the servers may differ. 0 on one machine. */
  readonly skew: number;
  /** Milliseconds that one step (a call, a frame) may take without being a fault. */
  readonly latency: number;
  /**
   * Words that messages carried and that must arrive nowhere; each with what stands in for it, if
   * that is fixed.
   */
  readonly words: readonly { readonly forbidden: string; readonly replacement?: string }[];
}

/** A broken promise. `rule` is the number of SPEC.md. */
export interface Violation {
  readonly rule: 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9' | 'R13' | 'R16';
  readonly at: number;
  readonly room: string;
  readonly what: string;
}
