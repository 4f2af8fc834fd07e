// One WebSocket at a time that speaks version 2 of the Phoenix Channels protocol and reopens itself
// after a random wait. It is smaller than the `phoenix` package, which also brings long polling.

import type { Clock, Random, Transport } from '../environment.ts';
import { computeBackoffMs } from './backoff.ts';
import { isPageHidden } from './page-lifecycle.ts';

/** `[joinRef, ref, topic, event, payload]`. Source: phoenix, assets/js/phoenix/serializer.js. */
export interface Frame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
}

export interface PhoenixSocketOptions {
  /** For example `wss://chat.example/socket`. */
  readonly endpoint: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly onOpen: () => void;
  /** Something arrived, readable or not: the connection is alive. */
  readonly onData: () => void;
  readonly onFrame: (frame: Frame) => void;
  /** The connection closed, or did not open. */
  readonly onClose: () => void;
  /** A connection did not open, for the `failures`-th time in a row. */
  readonly onFailure: (failures: number) => void;
}

export interface PhoenixSocket {
  readonly getState: () => 'closed' | 'connecting' | 'open';
  /** How long the current attempt to connect has lasted; 0 if there is none. */
  readonly getConnectingMs: () => number;
  /** Returns a ref that this socket has not used yet. */
  readonly createRef: () => string;
  /** Sends the frame if the connection is open, and returns whether it was. */
  readonly send: (frame: Frame) => boolean;
  /** Closes the current connection, if any, and opens another immediately. */
  readonly reconnect: () => void;
  /** Closes the connection. It stays closed until `reconnect`. */
  readonly close: () => void;
}

interface WebSocketLike {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** `WebSocket.CONNECTING` and `WebSocket.OPEN`. */
const readyStates = { connecting: 0, open: 1 } as const;

export function createPhoenixSocket(options: PhoenixSocketOptions): PhoenixSocket {
  const { endpoint, transport, clock, random } = options;
  let webSocket: WebSocketLike | null = null;
  let connectingSince = 0;
  let lastRef = 0;
  let retries = 0;
  let failures = 0;
  let cancelRetry = (): void => undefined;

  function connect(): void {
    cancelRetry();
    const opened = new transport(`${endpoint}/websocket?vsn=2.0.0`) as WebSocketLike;
    // A connection that has been replaced may still report events.
    const isCurrent = (): boolean => webSocket === opened;
    webSocket = opened;
    connectingSince = clock.now();

    opened.onopen = () => {
      if (!isCurrent()) return;
      retries = 0;
      failures = 0;
      options.onOpen();
    };
    opened.onmessage = ({ data }) => {
      if (!isCurrent()) return;
      options.onData();
      const frame = decodeFrame(data);
      if (frame !== null) options.onFrame(frame);
    };
    opened.onerror = () => {
      if (!isCurrent() || opened.readyState === readyStates.open) return;
      failures += 1;
      options.onFailure(failures);
    };
    opened.onclose = () => {
      if (!isCurrent()) return;
      webSocket = null;
      scheduleRetry();
      options.onClose();
    };
  }

  function scheduleRetry(): void {
    retries += 1;
    cancelRetry = clock.schedule(computeBackoffMs(retries, random.fraction()), () => {
      // A hidden page connects again when it is shown.
      if (!isPageHidden()) connect();
    });
  }

  function close(): void {
    const closed = webSocket;
    cancelRetry();
    retries = 0;
    webSocket = null;
    if (closed === null) return;
    closed.close();
    options.onClose();
  }

  const getState = (): 'closed' | 'connecting' | 'open' => {
    if (webSocket?.readyState === readyStates.open) return 'open';
    return webSocket?.readyState === readyStates.connecting ? 'connecting' : 'closed';
  };

  return {
    getState,
    getConnectingMs: () => (getState() === 'connecting' ? clock.now() - connectingSince : 0),
    createRef: () => String((lastRef += 1)),
    send: ({ joinRef, ref, topic, event, payload }) => {
      if (getState() !== 'open') return false;
      webSocket?.send(JSON.stringify([joinRef, ref, topic, event, payload]));
      return true;
    },
    reconnect: () => {
      close();
      connect();
    },
    close,
  };
}

/** Returns null for anything else: API Gateway writes an object of its own when it throttles. */
function decodeFrame(data: unknown): Frame | null {
  let decoded: unknown;
  try {
    decoded = JSON.parse(String(data));
  } catch {
    // Not JSON, so not a frame.
    return null;
  }
  if (!Array.isArray(decoded)) return null;
  const [joinRef, ref, topic, event, payload] = decoded as unknown[];
  return typeof topic === 'string' && typeof event === 'string'
    ? { joinRef: asRef(joinRef), ref: asRef(ref), topic, event, payload }
    : null;
}

const asRef = (value: unknown): string | null => (typeof value === 'string' ? value : null);
