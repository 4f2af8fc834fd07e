// The frames of one connection that wait for their turn. A client that sends faster than its frames
// are handled is not read from until they are, and what it leaves behind goes with its connection.

import type { WebSocket } from 'ws';

/** Frames and bytes that may wait before the connection is paused. */
const maxWaiting = { frames: 64, bytes: 256 * 1_024 };

interface Frame {
  readonly data: Buffer;
  readonly isBinary: boolean;
}

export interface FrameQueueOptions {
  readonly socket: Pick<WebSocket, 'pause' | 'resume' | 'readyState'>;
  /** How many frames are handled at the same time; 1 keeps their order. */
  readonly concurrency: number;
  /** Handles a frame. It must not reject. */
  readonly handle: (frame: Frame) => Promise<void>;
}

export interface FrameQueue {
  /** Adds a frame, unless the connection is closing. */
  add(frame: Frame): void;
  /** Drops what waits. Resolves when nothing is being handled any more. */
  close(): Promise<void>;
}

const open = 1;

export function createFrameQueue({ socket, concurrency, handle }: FrameQueueOptions): FrameQueue {
  let waiting: Frame[] = [];
  let waitingBytes = 0;
  let running = 0;
  let isPaused = false;
  let finish: (() => void) | undefined;

  const run = async (frame: Frame): Promise<void> => {
    running += 1;
    await handle(frame);
    running -= 1;
    if (socket.readyState !== open) waiting = [];
    runNext();
    if (running === 0) finish?.();
  };

  const runNext = (): void => {
    while (running < concurrency) {
      const frame = waiting.shift();
      if (frame === undefined) break;
      waitingBytes -= frame.data.length;
      void run(frame);
    }
    if (isPaused && waiting.length === 0) {
      isPaused = false;
      socket.resume();
    }
  };

  return {
    add(frame) {
      if (socket.readyState !== open) return;
      waiting.push(frame);
      waitingBytes += frame.data.length;
      runNext();
      // One read of the network may still bring more than the limit.
      const isFull = waiting.length > maxWaiting.frames || waitingBytes > maxWaiting.bytes;
      if (isFull && !isPaused) {
        isPaused = true;
        socket.pause();
      }
    },
    close() {
      waiting = [];
      if (running === 0) return Promise.resolve();
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  };
}
