// The queue of a connection's frames: order, the pause of a sender that is too fast, and the end.

import { describe, expect, it, vi } from 'vitest';
import { createFrameQueue } from '../../../infra/local/server/frame-queue.ts';

/** Returns a queue, a way to finish its frames, and what happened to it. */
function startQueue({ concurrency = 1 } = {}) {
  const handled: string[] = [];
  const finish: (() => void)[] = [];
  const socket = { readyState: 1 as 1 | 2, pause: vi.fn(), resume: vi.fn() };
  const queue = createFrameQueue({
    socket,
    concurrency,
    handle: ({ data }) =>
      new Promise((resolve) => {
        handled.push(data.toString());
        finish.push(resolve);
      }),
  });
  const add = (text: string): void => {
    queue.add({ data: Buffer.from(text), isBinary: false });
  };
  const finishOne = async (): Promise<void> => {
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, socket, handled, add, finishOne };
}

describe('the queue of frames', () => {
  it('[G10] handles one after another, in order', async () => {
    const { handled, add, finishOne } = startQueue();
    for (const text of ['a', 'b', 'c']) add(text);
    expect(handled).toEqual(['a']);
    await finishOne();
    expect(handled).toEqual(['a', 'b']);
    await finishOne();
    expect(handled).toEqual(['a', 'b', 'c']);
  });

  it('[G10] handles as many at the same time as it may', () => {
    const { handled, add } = startQueue({ concurrency: 2 });
    for (const text of ['a', 'b', 'c']) add(text);
    expect(handled).toEqual(['a', 'b']);
  });

  it.each([
    ['frames', 'x', 66],
    ['bytes', 'x'.repeat(100_000), 4],
  ])('[G10] pauses a sender of too many %s until they are handled', async (_what, text, count) => {
    const { socket, add, finishOne } = startQueue();
    for (let index = 0; index < count - 1; index += 1) add(text);
    expect(socket.pause).not.toHaveBeenCalled();
    add(text);
    expect(socket.pause).toHaveBeenCalledTimes(1);
    for (let index = 0; index < count - 2; index += 1) await finishOne();
    expect(socket.resume).not.toHaveBeenCalled();
    await finishOne();
    expect(socket.resume).toHaveBeenCalledTimes(1);
  });

  it('[G10] drops waiting frames when the connection closes, and finishes one', async () => {
    const { queue, handled, add, finishOne } = startQueue();
    add('a');
    add('b');
    let isClosed = false;
    const closed = queue.close().then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    await finishOne();
    await closed;
    expect(handled).toEqual(['a']);
  });

  it('[G10] handles no frame of a connection that the server is closing', async () => {
    const { socket, handled, add, finishOne } = startQueue();
    add('a');
    add('b');
    socket.readyState = 2;
    add('c');
    await finishOne();
    expect(handled).toEqual(['a']);
  });
});
