// The gateway contract on the in-process gateway, and tests of this one only.

import { describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  createMemoryGateway,
  type WebSocketLike,
  type Wire,
} from '../../functions/adapters/memory/memory-gateway.ts';
import type { ConnectionId } from '../../functions/core/ports.ts';
import { describeGateway } from './gateway.ts';
import { listen, openClient } from './gateway-client.ts';

describeGateway('in process', async () => {
  const gateway = createMemoryGateway();
  const { server, port, stop } = await listen();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const id = new URL(request.url ?? '/', 'http://local').searchParams.get('id') as ConnectionId;
    gateway.attach(id, socket, request.socket);
    socket.on('close', () => {
      gateway.detach(id);
    });
  });
  let count = 0;
  return {
    gateway,
    connect() {
      count += 1;
      const id = `connection-${count}` as ConnectionId;
      return openClient(`ws://127.0.0.1:${port}/?id=${id}`, () => id);
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      await stop();
    },
  };
});

describe('the in-process gateway', () => {
  const id = 'slow' as ConnectionId;
  const others = 'others' as ConnectionId;
  const socket = () =>
    ({ readyState: 1, close: vi.fn(), pause: vi.fn(), terminate: vi.fn() }) satisfies WebSocketLike;
  const wireWith = (writableLength = 0) =>
    ({ writableLength, write: vi.fn<(bytes: Uint8Array) => void>() }) satisfies Wire;
  /** A tick of the event loop that ends when the test says so. */
  const createTicks = () => {
    const acts: (() => void)[] = [];
    return {
      begin: () => undefined,
      handled: () => Promise.resolve(),
      last: (act: () => void) => {
        acts.push(act);
      },
      end: () => {
        for (const act of acts.splice(0)) act();
      },
    };
  };

  it('[G9] [L13] closes a slow reader with 1013, and keeps writing to others', () => {
    const now = createTicks();
    const gateway = createMemoryGateway({ maxBufferedBytes: 1_000, ticks: now });
    const [slow, wire, otherWire] = [socket(), wireWith(1_001), wireWith()];
    gateway.attach(id, slow, wire);
    gateway.attach(others, socket(), otherWire);
    expect([gateway.post(id, 'frame'), gateway.post(others, 'frame')]).toEqual(['gone', 'sent']);
    now.end();
    expect(slow.close).toHaveBeenCalledExactlyOnceWith(1013);
    expect(wire.write).not.toHaveBeenCalled();
    expect(otherWire.write).toHaveBeenCalledOnce();
    expect(gateway.size).toBe(1);
  });

  it('[G9] does not take a reader with many frames in one tick for a slow one', () => {
    const gateway = createMemoryGateway({ maxBufferedBytes: 1_000, ticks: createTicks() });
    const wire = wireWith();
    gateway.attach(id, socket(), wire);
    for (let count = 0; count < 20; count += 1) {
      expect(gateway.post(id, 'x'.repeat(16_384))).toBe('sent');
    }
    expect(wire.write.mock.calls.length).toBeGreaterThan(2);
  });

  it('posts while the buffered bytes are within the limit', () => {
    const gateway = createMemoryGateway({ maxBufferedBytes: 1_000 });
    gateway.attach(id, socket(), wireWith(1_000));
    expect(gateway.post(id, 'frame')).toBe('sent');
    expect(gateway.size).toBe(1);
  });

  it('[L12] encodes a frame once for all its receivers, and writes to each once a tick', () => {
    const now = createTicks();
    const gateway = createMemoryGateway({ ticks: now });
    const wires = [wireWith(), wireWith(), wireWith()];
    const ids = wires.map((_, index) => `c${index}` as ConnectionId);
    wires.forEach((wire, index) => {
      gateway.attach(ids[index] ?? id, socket(), wire);
    });
    for (const one of ids) gateway.post(one, 'to all');
    expect(wires.map(({ write }) => write.mock.calls.length)).toEqual([0, 0, 0]);
    now.end();
    const [[[bytes] = []] = []] = wires.map(({ write }) => write.mock.calls);
    expect(
      wires.every(
        ({ write }) => write.mock.calls.length === 1 && write.mock.calls[0]?.[0] === bytes,
      ),
    ).toBe(true);
    for (const text of ['one', 'two']) for (const one of ids) gateway.post(one, text);
    now.end();
    expect(wires.map(({ write }) => write.mock.calls.length)).toEqual([2, 2, 2]);
    expect(new Set(wires.map(({ write }) => write.mock.calls[1]?.[0])).size).toBe(1);
  });

  it('writes nothing to a closing socket', () => {
    const now = createTicks();
    const gateway = createMemoryGateway({ ticks: now });
    const [closing, wire] = [socket(), wireWith()];
    gateway.attach(id, closing, wire);
    gateway.post(id, 'frame');
    closing.readyState = 2;
    now.end();
    expect(wire.write).not.toHaveBeenCalled();
  });

  it('closes with the given code after writing earlier posts', async () => {
    const gateway = createMemoryGateway();
    const [closed, wire] = [socket(), wireWith()];
    gateway.attach(id, closed, wire);
    gateway.post(id, 'last words');
    await gateway.close(id, 1008);
    expect(wire.write).toHaveBeenCalledBefore(closed.close);
    expect(closed.close).toHaveBeenCalledExactlyOnceWith(1008);
  });

  it('[G10] reads nothing more from a socket that it closed for what it sent', async () => {
    vi.useFakeTimers();
    try {
      const gateway = createMemoryGateway();
      const [foe, friend] = [socket(), socket()];
      gateway.attach(id, foe, wireWith());
      gateway.attach(others, friend, wireWith());
      await gateway.close(id, 1008);
      await gateway.close(others, 1000);
      expect([foe.pause, friend.pause].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
      expect(foe.terminate).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1_000);
      expect([foe, friend].map(({ terminate }) => terminate.mock.calls.length)).toEqual([1, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});
