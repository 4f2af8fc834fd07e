// One room's channel on a shared connection: joins its topic, joins again after a loss, sends
// requests and dispatches the server's events, without knowing what they mean.

import type {
  CloseReason,
  Hidden,
  JoinResponse,
  Message,
  PresenceDiff,
  PresenceState,
  Receipt,
  RoomEvent,
} from '../../../functions/protocol/events.ts';
import type { PresenceTracker } from '../room/presence-tracker.ts';
import type { RoomSettings } from '../room/room-options.ts';
import { getRoom, parseProblem, type Problem } from '../rooms-api.ts';
import type { Reply } from '../sync/history-sync.ts';
import { computeBackoffMs } from './backoff.ts';
import { acquireConnection, answerTimeoutMs } from './shared-connection.ts';
import type { Frame } from './phoenix-socket.ts';

export interface RoomChannelOptions {
  readonly settings: RoomSettings;
  /** Returns the token that is valid now. */
  readonly getToken: () => string;
  readonly createJoinPayload: () => object;
  readonly onJoined: (response: JoinResponse) => void;
  /** The channel is lost. It joins again by itself. */
  readonly onDisconnected: () => void;
  /** The server refused the join, and would refuse it again. */
  readonly onRefused: (problem: Problem) => void;
  readonly onClosed: (reason: CloseReason, receipt: Receipt | null) => void;
  readonly onWake: () => void;
  readonly onMessages: (messages: readonly Message[], hidden?: readonly number[]) => void;
  readonly onHidden: (hidden: Hidden) => void;
  readonly onRoom: (event: RoomEvent) => void;
  readonly presence: PresenceTracker;
}

export interface RoomChannel {
  /** Sends an event, and resolves with its reply. The timeout is in milliseconds. */
  readonly request: (event: string, payload: object, timeoutMs?: number) => Promise<Reply>;
  readonly isJoined: () => boolean;
  /** Replaces the connection: it is dead, or the server has forgotten this join. */
  readonly reconnect: () => void;
  /** Leaves the room, and resolves once the server knows. */
  readonly leave: () => Promise<void>;
  /** Unsubscribes without a frame. Without other rooms, the connection closes. */
  readonly release: () => void;
}

interface Messages {
  readonly messages: readonly Message[];
  readonly hidden?: readonly number[];
}

const joinTimeoutMs = 2 * answerTimeoutMs;

const finalReasons = new Set([
  'unauthorized',
  'expired',
  'forbidden',
  'name_taken',
  'name_invalid',
  'invalid_payload',
  'room_full',
  'locked',
  'kicked',
  'not_found',
  'unmatched topic',
]);
const closeReasons: ReadonlySet<string> = new Set<CloseReason>([
  'expired',
  'closed',
  'kicked',
  'left',
  'replaced',
  'token_expired',
]);

/** Subscribes to the room's topic on a shared connection and joins it. */
export function createRoomChannel(options: RoomChannelOptions): RoomChannel {
  const { settings, presence } = options;
  const { id, clock, random } = settings;
  const topic = `room:${id}`;
  const requests = new Map<string, (reply: Reply) => void>();
  let state: 'waiting' | 'joining' | 'joined' | 'closed' = 'waiting';
  let joinRef: string | null = null;
  let tries = 0;
  let isLeaving = false;
  let cancelTimer = (): void => undefined;

  const connection = acquireConnection(settings, {
    topic,
    onOpen: () => {
      tries = 0;
      join();
    },
    onFrame,
    onClose: () => loseChannel(),
    onWake: options.onWake,
    onFailure: (failures) => void checkForRefusal(failures),
  });
  if (connection.isOpen()) join();
  else cancelTimer = clock.schedule(joinTimeoutMs, connection.reconnect);

  function join(): void {
    if (state === 'closed') return;
    cancelTimer();
    state = 'joining';
    joinRef = connection.createRef();
    const payload = options.createJoinPayload();
    connection.send({ joinRef, ref: joinRef, topic, event: 'phx_join', payload });
    cancelTimer = clock.schedule(joinTimeoutMs, connection.reconnect);
  }

  function scheduleJoin(minWaitMs = 0): void {
    const waitMs = computeBackoffMs(tries + 1, random.fraction());
    cancelTimer();
    state = 'waiting';
    cancelTimer = clock.schedule(Math.max(waitMs, minWaitMs), () => {
      tries += 1;
      if (connection.isOpen()) join();
    });
  }

  function loseChannel(): void {
    if (state === 'closed') return;
    cancelTimer();
    state = 'waiting';
    abortRequests();
    if (!isLeaving) options.onDisconnected();
  }

  function abortRequests(): void {
    for (const settle of [...requests.values()]) settle({ kind: 'unknown', isTimeout: false });
  }

  function onFrame({ joinRef: frameJoinRef, ref, event, payload }: Frame): void {
    // A frame for an earlier join is out of date.
    const isOutdated = frameJoinRef !== null && frameJoinRef !== joinRef;
    if (state === 'closed' || isOutdated) return;

    switch (event) {
      case 'phx_reply':
        onReply(ref, payload);
        return;
      case 'phx_error':
        loseChannel();
        scheduleJoin();
        return;
      case 'phx_close':
        onClosed(payload);
        return;
      case 'shout':
        options.onMessages([payload as Message]);
        return;
      case 'shouts': {
        const { messages, hidden } = payload as Messages;
        options.onMessages(messages, hidden);
        return;
      }
      case 'hidden':
        options.onHidden(payload as Hidden);
        return;
      case 'room':
        options.onRoom(payload as RoomEvent);
        return;
      case 'presence_state':
        presence.onState(payload as PresenceState);
        return;
      case 'presence_diff':
        presence.onDiff(payload as PresenceDiff);
        return;
      default:
        // A newer server may send events that this client does not know.
        return;
    }
  }

  function onReply(ref: string | null, payload: unknown): void {
    const { status, response } = asRecord(payload);
    const reply: Reply =
      status === 'ok'
        ? { kind: 'ok', response }
        : { kind: 'refused', problem: parseProblem(response) };
    if (ref !== null && ref === joinRef) onJoinReply(reply);
    else if (ref !== null) requests.get(ref)?.(reply);
  }

  function onJoinReply(reply: Reply): void {
    if (state !== 'joining') return;
    if (reply.kind === 'ok') {
      cancelTimer();
      state = 'joined';
      tries = 0;
      options.onJoined(reply.response as JoinResponse);
    } else if (reply.kind === 'refused') {
      scheduleJoin((reply.problem.retryAfter ?? 0) * 1_000);
      reportRefusal(reply.problem);
    }
  }

  function onClosed(payload: unknown): void {
    cancelTimer();
    state = 'closed';
    abortRequests();
    if (!isLeaving) options.onClosed(readCloseReason(payload), readReceipt(payload));
  }

  function reportRefusal(problem: Problem): void {
    if (state !== 'closed' && finalReasons.has(problem.reason)) options.onRefused(problem);
  }

  /** Browsers hide the response to a refused WebSocket upgrade, so this asks over HTTP. */
  async function checkForRefusal(failures: number): Promise<void> {
    const token = options.getToken();
    const isDue = failures === 2 || failures % 10 === 0;
    if (token === '' || state === 'closed' || !isDue) return;
    const result = await getRoom({ id, token }, settings.server);
    if (!result.ok && !isJoined()) reportRefusal(result);
  }

  const isJoined = (): boolean => state === 'joined';

  function request(
    event: string,
    payload: object,
    timeoutMs: number = answerTimeoutMs,
  ): Promise<Reply> {
    if (!isJoined()) return Promise.resolve({ kind: 'unknown', isTimeout: false });
    // The reply to `sync` is followed by a new presence state.
    if (event === 'sync') presence.onSyncRequested();
    const ref = connection.createRef();
    return new Promise((resolve) => {
      const cancelTimeout = clock.schedule(timeoutMs, () =>
        settle({ kind: 'unknown', isTimeout: true }),
      );
      const settle = (reply: Reply): void => {
        cancelTimeout();
        requests.delete(ref);
        resolve(reply);
      };
      requests.set(ref, settle);
      connection.send({ joinRef, ref, topic, event, payload });
    });
  }

  function release(): void {
    cancelTimer();
    state = 'closed';
    abortRequests();
    connection.release();
  }

  return {
    request,
    isJoined,
    reconnect: () => {
      if (state !== 'closed') connection.reconnect();
    },
    leave: async () => {
      isLeaving = true;
      await request('phx_leave', {});
      release();
    },
    release: () => {
      if (!isLeaving) release();
    },
  };
}

const asRecord = (payload: unknown): Record<string, unknown> =>
  typeof payload === 'object' && payload !== null ? { ...payload } : {};

function readCloseReason(payload: unknown): CloseReason {
  const { reason } = asRecord(payload);
  return isCloseReason(reason) ? reason : 'closed';
}

const isCloseReason = (value: unknown): value is CloseReason =>
  typeof value === 'string' && closeReasons.has(value);

function readReceipt(payload: unknown): Receipt | null {
  const { receipt } = asRecord(payload);
  return typeof receipt === 'object' && receipt !== null ? (receipt as Receipt) : null;
}
