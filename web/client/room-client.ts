// One room over one Phoenix socket: joins, stays joined, receives in order, sends in order, and says what changed.
// Knows nothing of the document; the page draws its snapshots.

import { Socket, type Channel } from 'phoenix';
import type { CloseReason, JoinResponse, MemberView, Message, PresenceDiff, PresenceState, RoomView } from '../../functions/protocol/events.ts';
import { problemFrom, type Problem } from './api.ts';
import { backoff } from './backoff.ts';
import { offsetOf } from './countdown.ts';
import { createOutbox, type Answer } from './outbox.ts';
import { applyDiff, nobody, present, presenceFrom, type Presence } from './presence.ts';
import { catchUp, emptyTimeline, incomplete, receive, type CaughtUp } from './timeline.ts';
import { itemsOf, type Snapshot, type Status } from './view.ts';

export interface RoomClientOptions {
  readonly id: string;
  readonly token: string;
  /** Absent for a watcher. */
  readonly username?: string;
  /** From an earlier join: the way back to the same name. */
  readonly session?: string | null;
  readonly endpoint?: string;
  /** Asked when a connection never opened: the upgrade's own answer is hidden from pages. */
  readonly lookAgain?: () => Promise<Problem | null>;
}

export interface RoomClient {
  readonly snapshot: () => Snapshot;
  readonly subscribe: (changed: () => void) => () => void;
  readonly send: (body: string) => void;
  readonly retry: (cid: string) => void;
  readonly setTyping: (typing: boolean) => void;
  /** Leaves and stays away. */
  readonly stop: () => void;
}

/** How long a hole in the order may last before the client asks for what is missing. */
const patienceMs = 1_500;
const final = new Set(['unauthorized', 'expired', 'forbidden', 'name_taken', 'name_invalid', 'invalid_payload', 'room_full', 'locked', 'kicked', 'not_found', 'unmatched topic']);
const endings: ReadonlySet<string> = new Set<CloseReason>(['expired', 'closed', 'kicked', 'left', 'replaced']);

/** Opens the connection at once. `createRoomClient({ id, token, username: 'Ada' }).subscribe(draw)` */
export function createRoomClient(options: RoomClientOptions): RoomClient {
  const { id, token, username, endpoint = '/socket', lookAgain } = options;
  const listeners = new Set<() => void>();
  let status: Status = { kind: 'connecting' };
  let room: RoomView | null = null;
  let offset = 0;
  let me: MemberView | null = null;
  let session = options.session ?? null;
  let timeline = emptyTimeline;
  let presence: Presence = nobody;
  let earlyDiffs: PresenceDiff[] | null = [];
  let head = 0;
  let current: Snapshot = { status, room, offset, me, session, items: [], present: [] };
  let announced = false;
  let typing = false;
  let failedOpenings = 0;
  let notBefore = 0;
  let syncTimer: ReturnType<typeof setTimeout> | undefined;
  let answerLost: (() => void) | undefined;

  const over = (): boolean => status.kind === 'ended' || status.kind === 'refused';

  function changed(): void {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      current = { status, room, offset, me, session, items: itemsOf({ timeline, outgoing: outbox.list(), me }), present: present(presence) };
      for (const listener of listeners) listener();
    });
  }

  const outbox = createOutbox({
    deliver,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    changed,
  });

  const socket = new Socket(endpoint, {
    authToken: token,
    reconnectAfterMs: (tries) => backoff(tries, Math.random()),
    rejoinAfterMs: (tries) => Math.max(backoff(tries, Math.random()), notBefore - Date.now()),
  });
  const channel: Channel = socket.channel(`room:${id}`, () => ({
    ...(username === undefined ? {} : { username }),
    ...(session === null ? {} : { session }),
    ...(timeline.epoch === null ? {} : { last: { epoch: timeline.epoch, seq: timeline.settled } }),
    batch: true,
  }));

  socket.onOpen(() => {
    failedOpenings = 0;
  });
  socket.onError(() => {
    failedOpenings += 1;
    if (failedOpenings < 2 || over()) return;
    void lookAgain?.().then((problem) => {
      if (problem !== null && final.has(problem.reason) && !over()) refuse(problem);
    });
  });
  channel.onError(() => {
    outbox.setOpen(false);
    answerLost?.();
    clearTimeout(syncTimer);
    if (over()) return;
    status = status.kind === 'connecting' ? status : { kind: 'reconnecting' };
    changed();
  });
  channel.onClose((payload: unknown) => {
    if (over()) return;
    const reason = typeof payload === 'object' && payload !== null && 'reason' in payload ? payload.reason : 'closed';
    end(isEnding(reason) ? reason : 'closed');
  });
  channel.on('shout', (message: Message) => {
    take([message]);
  });
  channel.on('shouts', ({ messages }: { messages: readonly Message[] }) => {
    take(messages);
  });
  channel.on('room', (payload: { room: RoomView }) => {
    setRoom(payload.room);
    changed();
  });
  channel.on('presence_state', (state: PresenceState) => {
    presence = (earlyDiffs ?? []).reduce(applyDiff, presenceFrom(state));
    earlyDiffs = null;
    changed();
  });
  channel.on('presence_diff', (diff: PresenceDiff) => {
    // The state is sent after the join's answer; a diff that overtakes it waits for it.
    if (earlyDiffs === null) presence = applyDiff(presence, diff);
    else earlyDiffs.push(diff);
    changed();
  });

  // Seen here, before the channel itself sees the refusal and chooses when to join again.
  channel.onMessage = (_event: string, payload: unknown): unknown => {
    if (status.kind !== 'joined' && hasRefusal(payload)) notBefore = Date.now() + (problemFrom(payload.response).retryAfter ?? 0) * 1_000;
    return payload;
  };

  socket.connect();
  channel.join().receive('ok', joined).receive('error', (response: unknown) => {
    const problem = problemFrom(response);
    if (problem.reason === 'expired') end('expired');
    else if (final.has(problem.reason)) refuse(problem);
  });

  function joined(response: JoinResponse): void {
    setRoom(response.room);
    ({ member: me } = response);
    session = response.session ?? session;
    status = { kind: 'joined' };
    // Presence begins anew with every join.
    earlyDiffs = [];
    typing = false;
    caughtUp(response);
    outbox.setOpen(true);
  }

  function caughtUp(answer: CaughtUp): void {
    head = answer.head;
    timeline = catchUp(timeline, answer);
    outbox.forget(ownCids(answer.messages));
    watchForHoles();
    changed();
  }

  function take(messages: readonly Message[]): void {
    timeline = receive(timeline, messages);
    outbox.forget(ownCids(messages));
    watchForHoles();
    changed();
  }

  const ownCids = (messages: readonly Message[]): ReadonlySet<string> => new Set(messages.filter(({ member }) => member === me?.id).map(({ cid }) => cid));

  function watchForHoles(): void {
    clearTimeout(syncTimer);
    if (!incomplete(timeline, head)) return;
    syncTimer = setTimeout(() => {
      if (status.kind !== 'joined' || timeline.epoch === null) return;
      channel
        .push('sync', { epoch: timeline.epoch, seq: timeline.settled })
        .receive('ok', (answer: Omit<CaughtUp, 'epoch'>) => {
          if (timeline.epoch !== null) caughtUp({ epoch: timeline.epoch, ...answer });
        });
    }, patienceMs);
  }

  function deliver({ cid, body }: { cid: string; body: string }): Promise<Answer> {
    return new Promise((resolve) => {
      const unknown = (): void => {
        resolve({ kind: 'unknown' });
      };
      answerLost = unknown;
      channel
        .push('shout', { body, cid })
        .receive('ok', ({ seq, at }: { seq: number; at: string }) => {
          head = Math.max(head, seq);
          watchForHoles();
          resolve({ kind: 'ok', seq, at });
        })
        .receive('error', (response: unknown) => {
          resolve({ kind: 'refused', ...problemFrom(response) });
        })
        .receive('timeout', unknown);
    });
  }

  function setRoom(view: RoomView): void {
    room = view;
    offset = offsetOf(view, Date.now());
  }

  function refuse(problem: Problem): void {
    status = { kind: 'refused', problem };
    goQuiet();
  }

  function end(reason: CloseReason): void {
    status = { kind: 'ended', reason };
    timeline = emptyTimeline;
    goQuiet();
  }

  function goQuiet(): void {
    clearTimeout(syncTimer);
    outbox.setOpen(false);
    answerLost?.();
    changed();
    channel.leave();
    socket.disconnect();
  }

  return {
    snapshot: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: (body) => {
      if (over()) return;
      outbox.add({ cid: newCid(), body, at: new Date(Date.now() + offset).toISOString() });
    },
    retry: outbox.retry,
    setTyping: (now) => {
      if (now === typing || status.kind !== 'joined') return;
      typing = now;
      channel.push('typing', { typing });
    },
    stop: () => {
      if (!over()) end('left');
    },
  };
}

const isEnding = (value: unknown): value is CloseReason => typeof value === 'string' && endings.has(value);

const hasRefusal = (payload: unknown): payload is { response: unknown } =>
  typeof payload === 'object' && payload !== null && 'status' in payload && payload.status === 'error' && 'response' in payload;

// Not crypto.randomUUID: pages served by plain HTTP on a local network do not have it.
const newCid = (): string => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
