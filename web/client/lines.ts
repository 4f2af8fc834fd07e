// The connections to servers: one Phoenix socket for all rooms of an endpoint, kept alive cheaply,
// and replaced when it is dead without knowing it. What is said over it is the rooms' affair.

import { Socket } from 'phoenix';
import { limits } from '../../functions/protocol/limits.ts';
import { backoff } from './backoff.ts';
import type { Clock, Random } from './clock.ts';
import { onWake } from './wake.ts';

/** A WebSocket class: the browser's own, or that of `ws` in Node. */
export type Transport = new (address: string, protocols?: string | string[]) => object;

export interface LineOptions {
  readonly endpoint: string;
  readonly transport: Transport | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * After so long without a word from us the line is pinged: API Gateway cuts one that is idle for
   * ten minutes.
   */
  readonly heartbeatMs: number;
}

/** What a room does with its line, and hears of it. */
export interface Passenger {
  readonly room: string;
  /**
   * The device slept, came back to the front or got its network back: whatever came meanwhile may
   * be lost.
   */
  readonly woken: () => void;
  /** The connection could not be opened, `tries` times in a row. */
  readonly unopened: (tries: number) => void;
}

export interface Line {
  readonly socket: Socket;
  /** Closes what may be dead and connects at once. */
  readonly reconnect: () => void;
  /** Something is sent: no heartbeat is due. */
  readonly used: () => void;
  /** The next join again of a channel is held back at least so long. */
  readonly holdRejoin: (milliseconds: number) => void;
  /** Gets off. The last one closes the door. */
  readonly release: () => void;
}

/** How long an answer may take before the line counts as dead. */
export const answerMs = 5_000;
/** Phoenix would wait for a heartbeat's answer as long as between two of them: ours replaces it. */
const never = 2 ** 31 - 1;
const lookMs = 10_000;

interface Shared {
  readonly passengers: Set<Passenger>;
  readonly board: (passenger: Passenger) => Line;
}

const pool = new Map<string, Shared[]>();
const transports = new WeakMap<Transport, number>();
let transportsSeen = 0;

/**
 * A place on a line that has no such room yet, for a second join of a topic would end the first.
 */
export function boardLine(options: LineOptions, passenger: Passenger): Line {
  const key = `${options.endpoint} ${transportKey(options.transport)}`;
  const lines = pool.get(key) ?? [];
  const free = lines.find(
    ({ passengers }) =>
      passengers.size < limits.roomsOfConnection &&
      [...passengers].every(({ room }) => room !== passenger.room),
  );
  if (free !== undefined) return free.board(passenger);
  const opened = openLine(options, (line) =>
    pool.set(
      key,
      (pool.get(key) ?? []).filter((other) => other !== line),
    ),
  );
  pool.set(key, [...lines, opened]);
  return opened.board(passenger);
}

function transportKey(transport: Transport | undefined): number {
  if (transport === undefined) return 0;
  const key = transports.get(transport) ?? (transportsSeen += 1);
  transports.set(transport, key);
  return key;
}

function openLine(
  { endpoint, transport, clock, random, heartbeatMs }: LineOptions,
  closed: (line: Shared) => void,
): Shared {
  const passengers = new Set<Passenger>();
  let held = 0;
  let failures = 0;
  let opened = 0;
  let connectingSince: number | null = null;
  let stopBeat = (): void => undefined;
  let stopLook = (): void => undefined;

  const socket = new Socket(endpoint, {
    ...(transport === undefined ? {} : { transport }),
    heartbeatIntervalMs: never,
    timeout: 2 * answerMs,
    reconnectAfterMs: (tries) => backoff(tries, random.fraction()),
    rejoinAfterMs: (tries) => {
      const wait = Math.max(backoff(tries, random.fraction()), held);
      held = 0;
      return wait;
    },
  });

  const reconnect = (): void => {
    socket.disconnect();
    socket.connect();
    connectingSince = clock.now();
  };

  function beat(): void {
    stopBeat();
    stopBeat = clock.after(heartbeatMs, () => {
      const asked = opened;
      let answered = false;
      const sent = socket.ping(() => {
        answered = true;
      });
      if (sent) {
        clock.after(answerMs, () => {
          if (!answered && opened === asked && passengers.size > 0) reconnect();
        });
      }
      beat();
    });
  }

  /** Of several rooms that notice at once, the first is enough. */
  const renew = (): void => {
    if (
      socket.connectionState() !== 'connecting' ||
      connectingSince === null ||
      clock.now() - connectingSince >= answerMs
    ) {
      reconnect();
    }
  };

  const wake = (networkBack: boolean): void => {
    const state = socket.connectionState();
    // Phoenix may have begun to reconnect by the same event; what began before the network came
    // back leads nowhere.
    if (state === 'closed' || state === 'closing' || (networkBack && state === 'connecting')) {
      reconnect();
    }
    for (const passenger of passengers) passenger.woken();
  };

  // A clock that jumped tells of a sleep that no event told of; and a handshake has no end of its
  // own.
  function look(): void {
    const before = clock.now();
    stopLook = clock.after(lookMs, () => {
      const now = clock.now();
      connectingSince =
        socket.connectionState() === 'connecting' ? (connectingSince ?? before) : null;
      if (now - before > lookMs + 30_000) wake(false);
      else if (connectingSince !== null && now - connectingSince >= 2 * lookMs) reconnect();
      look();
    });
  }

  socket.onOpen(() => {
    failures = 0;
    opened += 1;
    connectingSince = null;
    beat();
  });
  socket.onError(() => {
    if (socket.isConnected()) return;
    failures += 1;
    for (const passenger of passengers) passenger.unopened(failures);
  });
  socket.onClose(() => stopBeat());
  const stopWake = onWake(
    (networkBack) =>
      void clock.after(0, () => {
        if (passengers.size > 0) wake(networkBack);
      }),
  );
  look();
  socket.connect();

  const shared: Shared = {
    passengers,
    board: (passenger) => {
      passengers.add(passenger);
      return {
        socket,
        reconnect: renew,
        used: beat,
        holdRejoin: (milliseconds) => {
          held = milliseconds;
        },
        release: () => {
          if (!passengers.delete(passenger) || passengers.size > 0) return;
          stopBeat();
          stopLook();
          stopWake();
          closed(shared);
          socket.disconnect();
        },
      };
    },
  };
  return shared;
}
