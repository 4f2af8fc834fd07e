// The connections to servers. Rooms of the same server share one, up to the server's limit. Each
// connection sends heartbeats, and is replaced when it is dead.

import { limits } from '../../../functions/protocol/limits.ts';
import type { Clock, Random, Transport } from '../environment.ts';
import { isPageHidden, watchPageLifecycle } from './page-lifecycle.ts';
import { createPhoenixSocket, type Frame } from './phoenix-socket.ts';

export interface ConnectionOptions {
  readonly endpoint: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** After this long without a frame from us we send a heartbeat, even in a hidden page. */
  readonly heartbeatIntervalMs: number;
}

/** A topic's callbacks for frames and for the connection's changes. */
export interface Subscriber {
  readonly topic: string;
  readonly onOpen: () => void;
  readonly onFrame: (frame: Frame) => void;
  readonly onClose: () => void;
  /** The device slept, or the page was hidden or offline: frames may have been missed. */
  readonly onWake: () => void;
  /** The connection did not open, for the `failures`-th time in a row. */
  readonly onFailure: (failures: number) => void;
}

export interface Connection {
  readonly isOpen: () => boolean;
  readonly createRef: () => string;
  /** Sends the frame if the connection is open. It makes a heartbeat unnecessary for a while. */
  readonly send: (frame: Frame) => void;
  /** Replaces a connection that is probably dead. */
  readonly reconnect: () => void;
  /** Unsubscribes. The connection closes with its last subscriber. */
  readonly release: () => void;
}

interface SharedConnection {
  readonly subscribers: ReadonlySet<Subscriber>;
  readonly subscribe: (subscriber: Subscriber) => Connection;
}

/** How long an answer may take before the connection counts as dead. */
export const answerTimeoutMs = 5_000;

const connectTimeoutMs = 20_000;
const checkIntervalMs = 1_000;
/**
 * After this long without a frame from the server, a page that is not hidden sends a heartbeat.
 * With the time for its answer, it notices a dead connection within 30 s.
 */
const silenceMs = { min: 18_000, max: 23_000 } as const;
/** A timer this late means that the device slept. In hidden pages, browsers delay timers anyway. */
const sleepThresholdMs = 30_000;

const pool = new Map<string, readonly SharedConnection[]>();
const transportIds = new WeakMap<Transport, number>();
let transportCount = 0;

/**
 * Subscribes to a topic on a shared connection, or on a new one. Two subscribers of one topic never
 * share a connection: the second join would close the first.
 */
export function acquireConnection(options: ConnectionOptions, subscriber: Subscriber): Connection {
  const key = `${options.endpoint} ${String(identifyTransport(options.transport))}`;
  const connections = pool.get(key) ?? [];
  const available = connections.find(
    ({ subscribers }) =>
      subscribers.size < limits.maxRoomsPerConnection &&
      [...subscribers].every(({ topic }) => topic !== subscriber.topic),
  );
  if (available !== undefined) return available.subscribe(subscriber);

  const opened = openConnection(options, () => {
    pool.set(
      key,
      (pool.get(key) ?? []).filter((other) => other !== opened),
    );
  });
  pool.set(key, [...connections, opened]);
  return opened.subscribe(subscriber);
}

function identifyTransport(transport: Transport): number {
  const id = transportIds.get(transport) ?? (transportCount += 1);
  transportIds.set(transport, id);
  return id;
}

function openConnection(
  { endpoint, transport, clock, random, heartbeatIntervalMs }: ConnectionOptions,
  onReleased: () => void,
): SharedConnection {
  const subscribers = new Set<Subscriber>();
  let receivedAt = 0;
  let maxSilenceMs = 0;
  let hasReconnectedOnWake = false;
  let cancelHeartbeat = (): void => undefined;
  let cancelAnswerTimer: (() => void) | null = null;
  let cancelCheck = (): void => undefined;

  const notify = (call: (subscriber: Subscriber) => void): void => {
    for (const subscriber of [...subscribers]) if (subscribers.has(subscriber)) call(subscriber);
  };

  const socket = createPhoenixSocket({
    endpoint,
    transport,
    clock,
    random,
    onOpen: () => {
      hasReconnectedOnWake = false;
      onData();
      scheduleHeartbeat();
      notify(({ onOpen }) => onOpen());
    },
    onData,
    onFrame: (frame) => {
      notify(({ topic, onFrame }) => {
        if (topic === frame.topic) onFrame(frame);
      });
    },
    onClose: () => {
      cancelAnswerTimer?.();
      cancelAnswerTimer = null;
      cancelHeartbeat();
      notify(({ onClose }) => onClose());
    },
    onFailure: (failures) => notify(({ onFailure }) => onFailure(failures)),
  });

  function onData(): void {
    receivedAt = clock.now();
    // A broadcast reaches all clients of a room at the same time, so their heartbeats are spread.
    maxSilenceMs = silenceMs.min + random.fraction() * (silenceMs.max - silenceMs.min);
    cancelAnswerTimer?.();
    cancelAnswerTimer = null;
  }

  // API Gateway closes a connection after ten idle minutes.
  function scheduleHeartbeat(): void {
    cancelHeartbeat();
    cancelHeartbeat = clock.schedule(heartbeatIntervalMs, sendHeartbeat);
  }

  function sendHeartbeat(): void {
    const ref = socket.createRef();
    socket.send({ joinRef: null, ref, topic: 'phoenix', event: 'heartbeat', payload: {} });
    // Anything is an answer. A server that is only busy needs no new connection.
    cancelAnswerTimer ??= clock.schedule(answerTimeoutMs, socket.reconnect);
    scheduleHeartbeat();
  }

  // Several rooms may notice a dead connection at the same time: the first one replaces it.
  const reconnect = (): void => {
    const isConnecting = socket.getState() === 'connecting';
    if (!isConnecting || socket.getConnectingMs() >= answerTimeoutMs) socket.reconnect();
  };

  function wake(isNetworkBack: boolean): void {
    const isOpen = socket.getState() === 'open';
    // An attempt that began before the page woke may never succeed.
    if (!isOpen && (isNetworkBack || !hasReconnectedOnWake)) {
      socket.reconnect();
      hasReconnectedOnWake = true;
    }
    notify(({ onWake }) => onWake());
  }

  // No event reports that a device slept or that a connection is half-open, and a WebSocket
  // handshake has no time limit of its own.
  function scheduleCheck(): void {
    const before = clock.now();
    const jumps = clock.countJumps?.();
    cancelCheck = clock.schedule(checkIntervalMs, () => {
      const lateMs = clock.now() - before - checkIntervalMs;
      const isLate = lateMs > sleepThresholdMs && !isPageHidden();
      if (isLate || clock.countJumps?.() !== jumps) wake(false);
      else if (socket.getConnectingMs() >= connectTimeoutMs) socket.reconnect();
      else if (isSilent()) sendHeartbeat();
      scheduleCheck();
    });
  }

  const isSilent = (): boolean =>
    socket.getState() === 'open' &&
    cancelAnswerTimer === null &&
    !isPageHidden() &&
    clock.now() - receivedAt >= maxSilenceMs;

  const stopWatchingPage = watchPageLifecycle({ onWake: wake, onHide: socket.close });
  scheduleCheck();
  socket.reconnect();

  return {
    subscribers,
    subscribe: (subscriber) => {
      subscribers.add(subscriber);
      return {
        isOpen: () => socket.getState() === 'open',
        createRef: socket.createRef,
        send: (frame) => {
          if (socket.send(frame)) scheduleHeartbeat();
        },
        reconnect,
        release: () => {
          if (!subscribers.delete(subscriber) || subscribers.size > 0) return;
          cancelHeartbeat();
          cancelCheck();
          stopWatchingPage();
          onReleased();
          socket.close();
        },
      };
    },
  };
}
