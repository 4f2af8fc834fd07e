// Keeps one room's timeline complete. It takes in messages, notices which are missing, and requests
// them with `sync` and with pages of history. It knows nothing of sockets.

import type { Hidden, Message } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import type { Clock, Random } from '../environment.ts';
import { networkError, type Problem, type Result } from '../rooms-api.ts';
import {
  addMessages,
  catchUp,
  emptyTimeline,
  findMissingBefore,
  isIncomplete,
  type SyncResponse,
  type Timeline,
} from './message-timeline.ts';

export type Reply =
  | { readonly kind: 'ok'; readonly response: unknown }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** `isTimeout`: the connection was open, but no reply came over it. */
  | { readonly kind: 'unknown'; readonly isTimeout: boolean };

/** A page of a room's history. */
export interface HistoryPage {
  /** Ordered by seq. */
  readonly messages: readonly Message[];
  /** There are older messages. */
  readonly more: boolean;
  /** Seqs of private messages between other members. */
  readonly hidden?: readonly number[];
}

export interface HistoryQuery {
  /**
   * Loads messages before this seq.
   * @defaultValue the first message that is loaded
   */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface HistorySyncOptions {
  readonly request: (event: 'sync' | 'history', payload: object) => Promise<Reply>;
  readonly clock: Clock;
  readonly random: Random;
  readonly heartbeatIntervalMs: number;
  readonly onChange: () => void;
  /** The server does not reply, or has forgotten this join: the connection must be replaced. */
  readonly onDeadConnection: () => void;
}

export interface HistorySync {
  readonly getTimeline: () => Timeline;
  readonly onJoined: (response: SyncResponse) => void;
  /** Stops waiting for replies. */
  readonly onDisconnected: () => void;
  readonly onMessages: (messages: readonly Message[], hidden?: readonly number[]) => void;
  /** Settles seqs whose messages are for other members. */
  readonly onHidden: (hidden: Hidden) => void;
  /** The server accepted a message at this seq, so it must arrive. */
  readonly expectSeq: (seq: number) => void;
  /** Requests what this client has missed. */
  readonly sync: () => void;
  /** Loads a page of history into the timeline. */
  readonly loadPage: (query: HistoryQuery) => Promise<Result<HistoryPage>>;
  /** Loads all older pages, and returns whether it succeeded. */
  readonly loadAllPages: () => Promise<boolean>;
  readonly clear: () => void;
}

/** How long a hole may last before a sync. Each sync without success doubles it. */
const minGapWaitMs = 1_500;
const maxGapWaitMs = 20_000;
/** A lost last message leaves no hole, so a sync follows silence, and later each heartbeat. */
const silenceWaitsMs = [20_000, 40_000] as const;
const pageLimit = limits.historyPageMessages.max;
/** After so many refused pages, missing messages are marked as a gap. */
const maxPageRefusals = 4;

export function createHistorySync(options: HistorySyncOptions): HistorySync {
  const { request, clock, random, heartbeatIntervalMs, onChange, onDeadConnection } = options;
  let timeline = emptyTimeline;
  let head = 0;
  let isJoined = false;
  /** A token that may only send receives nothing, and need not sync. */
  let mayReceive = true;
  /** Counts joins. Replies to requests of an earlier join are ignored. */
  let generation = 0;
  let isRequesting = false;
  let gapTries = 0;
  let pageRefusals = 0;
  let silenceTries = 0;
  /** Messages that arrived before the reply to the join of their incarnation. */
  let earlyMessages: readonly Message[] = [];
  let cancelGapTimer: (() => void) | null = null;
  let cancelSilenceTimer = (): void => undefined;

  function setTimeline(next: Timeline): void {
    const hasChanged = next !== timeline;
    timeline = next;
    watchForGaps();
    if (hasChanged) onChange();
  }

  function watchForGaps(): void {
    if (!isJoined || !mayReceive || !isIncomplete(timeline, head)) {
      cancelGapTimer?.();
      cancelGapTimer = null;
      gapTries = 0;
      return;
    }
    // New messages do not restart the timer: in a busy room it would never end.
    const waitMs = Math.min(minGapWaitMs * 2 ** gapTries, maxGapWaitMs);
    cancelGapTimer ??= clock.schedule(waitMs, () => {
      cancelGapTimer = null;
      // A request that still waits for its reply has not failed.
      if (!isRequesting) gapTries += 1;
      void sync();
      watchForGaps();
    });
  }

  function watchForSilence(): void {
    cancelSilenceTimer();
    const waitMs = silenceWaitsMs[silenceTries] ?? heartbeatIntervalMs;
    // The last message reached all clients at the same time, so their syncs are spread out.
    cancelSilenceTimer = clock.schedule(waitMs * (1 + 0.25 * random.fraction()), () => {
      silenceTries += 1;
      void sync();
      watchForSilence();
    });
  }

  async function sync(): Promise<void> {
    if (!isJoined || !mayReceive || isRequesting || timeline.epoch === null) return;
    const { epoch, settled: seq } = timeline;
    const ownGeneration = generation;
    isRequesting = true;
    const reply = await request('sync', { epoch, seq });
    if (ownGeneration !== generation) return;
    isRequesting = false;

    if (reply.kind === 'ok') {
      await applySync({ epoch, ...(reply.response as Omit<SyncResponse, 'epoch'>) });
    } else if (isDeadConnection(reply)) onDeadConnection();
    else if (reply.kind === 'refused' && reply.problem.reason === 'forbidden') mayReceive = false;
    else watchForGaps();
  }

  async function applySync(response: SyncResponse): Promise<void> {
    const isSameEpoch = timeline.epoch === response.epoch;
    head = isSameEpoch ? Math.max(head, response.head) : response.head;
    // Without an `await`, a join that misses nothing is complete immediately.
    const isComplete = findMissingBefore(timeline, response) === null;
    const completed = isComplete ? response : await loadMissing(response);
    if (completed === null) return;
    const early = earlyMessages;
    earlyMessages = [];
    setTimeline(addMessages(catchUp(timeline, completed), early));
  }

  /** Adds pages of history to a response. Returns null if they must be requested again. */
  async function loadMissing(response: SyncResponse): Promise<SyncResponse | null> {
    const ownGeneration = generation;
    let completed = response;
    let before = findMissingBefore(timeline, completed);
    isRequesting = true;

    while (before !== null) {
      const reply = await request('history', { before, limit: pageLimit });
      if (ownGeneration !== generation) return null;
      if (reply.kind !== 'ok') {
        isRequesting = false;
        pageRefusals += 1;
        if (pageRefusals >= maxPageRefusals) break;
        watchForGaps();
        return null;
      }
      const { messages, more, hidden = [] } = reply.response as HistoryPage;
      completed = {
        ...completed,
        messages: [...messages, ...completed.messages],
        hidden: [...hidden, ...(completed.hidden ?? [])],
      };
      const next = findMissingBefore(timeline, completed);
      before = more && next !== null && next < before ? next : null;
    }

    isRequesting = false;
    pageRefusals = 0;
    return completed;
  }

  async function loadPage({ before, limit }: HistoryQuery): Promise<Result<HistoryPage>> {
    const { epoch, messages, settled } = timeline;
    const oldest = messages[0]?.seq ?? settled + 1;
    const reply = await request('history', { before: before ?? oldest, limit });
    if (reply.kind === 'refused') return reply.problem;
    if (reply.kind === 'unknown' || epoch !== timeline.epoch) return networkError;
    const page = reply.response as HistoryPage;
    setTimeline(addMessages(timeline, page.messages, page.hidden));
    return { ok: true, value: page };
  }

  async function loadAllPages(): Promise<boolean> {
    for (let hasMore = true; hasMore;) {
      const oldest = timeline.messages[0]?.seq;
      if (oldest === 1) return true;
      const result = await loadPage({ limit: pageLimit });
      if (!result.ok) return false;
      hasMore = result.value.more && timeline.messages[0]?.seq !== oldest;
    }
    return true;
  }

  function onMessages(messages: readonly Message[], hidden: readonly number[] = []): void {
    if (!isJoined) {
      const early = messages.filter(({ epoch }) => epoch !== timeline.epoch);
      earlyMessages = [...earlyMessages, ...early];
    }
    if (timeline.epoch === null) return;
    silenceTries = 0;
    if (isJoined) watchForSilence();
    setTimeline(addMessages(timeline, messages, hidden));
  }

  function stop(): void {
    isJoined = false;
    isRequesting = false;
    generation += 1;
    cancelGapTimer?.();
    cancelGapTimer = null;
    cancelSilenceTimer();
  }

  return {
    getTimeline: () => timeline,
    onJoined: (response) => {
      stop();
      isJoined = true;
      mayReceive = true;
      gapTries = 0;
      silenceTries = 0;
      watchForSilence();
      void applySync(response);
    },
    onDisconnected: stop,
    onMessages,
    onHidden: ({ epoch, seqs }) => onMessages([], epoch === timeline.epoch ? seqs : []),
    expectSeq: (seq) => {
      head = Math.max(head, seq);
      watchForGaps();
    },
    sync: () => void sync(),
    loadPage,
    loadAllPages,
    clear: () => {
      stop();
      timeline = emptyTimeline;
      earlyMessages = [];
      head = 0;
    },
  };
}

function isDeadConnection(reply: Reply): boolean {
  if (reply.kind === 'unknown') return reply.isTimeout;
  return reply.kind === 'refused' && reply.problem.reason === 'unmatched topic';
}
