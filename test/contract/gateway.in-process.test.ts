// The gateway contract on the hub of one process, and what only this one does.

import { describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { inProcessGateway, type WebSocketLike } from '../../functions/adapters/in-process/gateway.ts';
import type { ConnectionId } from '../../functions/core/ports.ts';
import { describeGateway } from './gateway.ts';
import { listen, openClient } from './gateway-client.ts';

describeGateway('in process', async () => {
  const gateway = inProcessGateway();
  const { server, port, stop } = await listen();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const id = new URL(request.url ?? '/', 'http://local').searchParams.get('id') as ConnectionId;
    gateway.attach(id, socket);
    socket.on('close', () => { gateway.detach(id); });
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

describe('the gateway in process', () => {
  const id = 'slow' as ConnectionId;
  const socketWith = (bufferedAmount: number) => ({ readyState: 1, bufferedAmount, send: vi.fn(), close: vi.fn() }) satisfies WebSocketLike;

  it('[G9] gives up a reader that lets too much wait, with 1013', async () => {
    const gateway = inProcessGateway({ bufferedMost: 1_000 });
    const slow = socketWith(1_001);
    gateway.attach(id, slow);
    expect(await gateway.post(id, 'frame')).toBe('gone');
    expect(slow.close).toHaveBeenCalledExactlyOnceWith(1013);
    expect(slow.send).not.toHaveBeenCalled();
    expect(gateway.size).toBe(0);
  });

  it('posts while what waits is within the bound', async () => {
    const gateway = inProcessGateway({ bufferedMost: 1_000 });
    gateway.attach(id, socketWith(1_000));
    expect(await gateway.post(id, 'frame')).toBe('sent');
    expect(gateway.size).toBe(1);
  });

  it('closes with the code it is given', async () => {
    const gateway = inProcessGateway();
    const socket = socketWith(0);
    gateway.attach(id, socket);
    await gateway.close(id, 1008);
    expect(socket.close).toHaveBeenCalledExactlyOnceWith(1008);
  });
});
