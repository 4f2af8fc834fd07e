// Keeps one room's timeline whole: takes in what comes, notices what does not, and asks for it, by
// `sync` and by pages of history. Knows how to ask, not what a socket is.

import type { Message } from '../../../functions/protocol/events.ts';
import { networkError, type Problem, type Result } from '../rooms-api.ts';
import type { Clock, Random } from '../environment.ts';
import {
  catchUp,
  emptyTimeline,
  isIncomplete,
  findMissingBefore,
  addMessages,
  type SyncResponse,
  type Timeline,
} from './message-timeline.ts';

export type Reply =
  | { readonly kind: 'ok'; readonly response: unknown }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** `late`: the line stood, but nothing came over it. */
  | { readonly kind: 'unknown'; readonly isTimeout: boolean };

export interface HistoryPage {
  readonly messages: readonly Message[];
  readonly more: boolean;
  readonly hidden?: readonly number[];
}

export interface HistorySyncOptions {
  readonly request: (event: 'sync' | 'history', payload: object) => Promise<Reply>;
  readonly clock: Clock;
  readonly random: Random;
  readonly heartbeatIntervalMs: number;
  readonly onChange: () => void;
  /** The server does not answer, or knows nothing of our join: the line must be made anew. */
  readonly onDeadConnection: () => void;
}

export interface HistorySync {
  readonly getTimeline: () => Timeline;
  readonly onJoined: (answer: SyncResponse) => void;
  /** The channel is gone: what is asked for is no longer waited for. */
  readonly onDisconnected: () => void;
  readonly onMessages: (messages: readonly Message[], hidden?: readonly number[]) => void;
  /** The server has accepted something at this seq, so it must come. */
  readonly expectSeq: (seq: number) => void;
  readonly sync: () => void;
  /** The page of history before what is held, or before a seq; it becomes part of the timeline. */
  readonly loadPage: (wish: {
    readonly before?: number | undefined;
    readonly limit: number;
  }) => Promise<Result<HistoryPage>>;
  /** All pages before what is held; false where they could not be had. */
  readonly loadAllPages: () => Promise<boolean>;
  readonly clear: () => void;
}

/**
 * How long a hole in the order may last before the client asks for what is missing; doubled with
 * each try in vain.
 */
const patienceMs = 1_500;
const patienceMost = 20_000;
/**
 * A missed last message leaves no hole: so long after the last one the client asks, and then once a
 * heartbeat.
 */
const silences = [20_000, 40_000] as const;
const pageLimit = 200;
/** Refusals of history after which what could not be had is marked as missing. */
const pagingTries = 4;

export function createHistorySync({
  request: ask,
  clock,
  random,
  heartbeatIntervalMs: heartbeatMs,
  onChange: changed,
  onDeadConnection: onDeadConnection,
}: HistorySyncOptions): HistorySync {
  let timeline = emptyTimeline;
  let head = 0;
  let open = false;
  /** Whose token only sends is told nothing of the order, and need not ask. */
  let reads = true;
  /** Of the join: answers to what an earlier one asked are void. */
  let generation = 0;
  let asking = false;
  let tries = 0;
  let refusals = 0;
  let quiet = 0;
  /** Messages that overtook the answer to the first join. */
  let early: Message[] = [];
  let stopWatch: (() => void) | null = null;
  let stopSilence = (): void => undefined;

  function set(next: Timeline): void {
    const moved = next !== timeline;
    timeline = next;
    watchForGaps();
    if (moved) changed();
  }

  function watchForGaps(): void {
    if (!open || !reads || !isIncomplete(timeline, head)) {
      stopWatch?.();
      stopWatch = null;
      tries = 0;
      return;
    }
    // Not begun anew by each message: in a lively room it would never end.
    stopWatch ??= clock.schedule(Math.min(patienceMs * 2 ** tries, patienceMost), () => {
      stopWatch = null;
      // What is still asked for has not been asked in vain.
      if (!asking) tries += 1;
      void sync();
      watchForGaps();
    });
  }

  function watchForSilence(): void {
    stopSilence();
    const wait = silences[quiet] ?? heartbeatMs;
    // Spread out, for the last message came to all at once.
    stopSilence = clock.schedule(wait * (1 + 0.25 * random.fraction()), () => {
      quiet += 1;
      void sync();
      watchForSilence();
    });
  }

  async function sync(): Promise<void> {
    if (!open || !reads || asking || timeline.epoch === null) return;
    const { epoch, settled: seq } = timeline;
    const mine = generation;
    asking = true;
    const reply = await ask('sync', { epoch, seq });
    if (mine !== generation) return;
    asking = false;
    if (reply.kind === 'ok') {
      await applySync({ epoch, ...(reply.response as Omit<SyncResponse, 'epoch'>) });
    } else if (
      reply.kind === 'unknown' ? reply.isTimeout : reply.problem.reason === 'unmatched topic'
    ) {
      onDeadConnection();
    } else if (reply.kind === 'refused' && reply.problem.reason === 'forbidden') reads = false;
    else watchForGaps();
  }

  async function applySync(answer: SyncResponse): Promise<void> {
    head = timeline.epoch === answer.epoch ? Math.max(head, answer.head) : answer.head;
    // Nothing is awaited where nothing is missing, so that a join is complete at once.
    const whole =
      findMissingBefore(timeline, answer) === null ? answer : await fetchMissing(answer);
    if (whole === null) return;
    const overtaking = early;
    early = [];
    set(addMessages(catchUp(timeline, whole), overtaking));
  }

  /**
   * The answer with the pages of history before it, as far as they go; null where they must be
   * asked for again.
   */
  async function fetchMissing(answer: SyncResponse): Promise<SyncResponse | null> {
    const mine = generation;
    let whole = answer;
    asking = true;
    for (let before = findMissingBefore(timeline, whole); before !== null;) {
      const reply = await ask('history', { before, limit: pageLimit });
      if (mine !== generation) return null;
      if (reply.kind !== 'ok') {
        asking = false;
        refusals += 1;
        if (refusals >= pagingTries) break;
        watchForGaps();
        return null;
      }
      const { messages, more: more, hidden = [] } = reply.response as HistoryPage;
      whole = {
        ...whole,
        messages: [...messages, ...whole.messages],
        hidden: [...hidden, ...(whole.hidden ?? [])],
      };
      const next = findMissingBefore(timeline, whole);
      before = more && next !== null && next < before ? next : null;
    }
    asking = false;
    refusals = 0;
    return whole;
  }

  async function page({
    before,
    limit,
  }: {
    readonly before?: number | undefined;
    readonly limit: number;
  }): Promise<Result<HistoryPage>> {
    const { epoch, messages, settled } = timeline;
    const oldest = messages[0]?.seq ?? settled + 1;
    const reply = await ask('history', { before: before ?? oldest, limit });
    if (reply.kind === 'refused') return reply.problem;
    if (reply.kind === 'unknown' || epoch !== timeline.epoch) return networkError;
    const got = reply.response as HistoryPage;
    set(addMessages(timeline, got.messages, got.hidden));
    return { ok: true, value: got };
  }

  const close = (): void => {
    open = false;
    asking = false;
    generation += 1;
    stopWatch?.();
    stopWatch = null;
    stopSilence();
  };

  return {
    getTimeline: () => timeline,
    onJoined: (answer) => {
      close();
      open = true;
      reads = true;
      tries = 0;
      quiet = 0;
      watchForSilence();
      void applySync(answer);
    },
    onDisconnected: close,
    onMessages: (messages, hidden = []) => {
      if (timeline.epoch === null) {
        early.push(...messages);
        return;
      }
      quiet = 0;
      if (open) watchForSilence();
      set(addMessages(timeline, messages, hidden));
    },
    expectSeq: (seq) => {
      head = Math.max(head, seq);
      watchForGaps();
    },
    sync: () => void sync(),
    loadPage: page,
    loadAllPages: async () => {
      for (let more = true; more;) {
        const oldest = timeline.messages[0]?.seq;
        if (oldest === 1) return true;
        const result = await page({ limit: pageLimit });
        if (!result.ok) return false;
        more = result.value.more && timeline.messages[0]?.seq !== oldest;
      }
      return true;
    },
    clear: () => {
      close();
      timeline = emptyTimeline;
      early = [];
      head = 0;
    },
  };
}
