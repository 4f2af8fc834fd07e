// The in-memory engine of `npm start`: connections that are gone without a close.

import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readLocalConfiguration } from '../../../../infra/local/local-settings.ts';
import {
  createMemoryEngine,
  type MemoryEngineOptions,
} from '../../../../infra/local/engines/memory-engine.ts';
import { listen } from '../../../contract/gateway-client.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(options: MemoryEngineOptions) {
  const configuration = readLocalConfiguration({ OPEN_ROOMS: 'lounge' });
  const engine = await createMemoryEngine(configuration, options);
  const front = await listen();
  front.server.on('upgrade', engine.handleUpgrade);
  stops.push(
    () => engine.stop(),
    () => front.stop(),
  );
  const open = async (autoPong = true) => {
    const socket = new WebSocket(`ws://127.0.0.1:${front.port}/websocket?vsn=2.0.0`, { autoPong });
    await once(socket, 'open');
    return socket;
  };
  const join = async (username: string, autoPong = true) => {
    const socket = await open(autoPong);
    const frames: string[] = [];
    socket.on('message', (data: Buffer) => frames.push(data.toString('utf8')));
    socket.send(JSON.stringify(['1', '1', 'room:lounge', 'phx_join', { username }]));
    await once(socket, 'message');
    return { socket, frames };
  };
  return { open, join };
}

describe('half-open connections', () => {
  it('[L10] [R13] end without a pong and leave presence; those that respond stay', async () => {
    const { join } = await start({ pingMilliseconds: 1_000 });
    const ann = await join('ann');
    // It reads, but it never answers, as if its network was gone.
    const bob = await join('bob', false);
    expect((await once(bob.socket, 'close'))[0]).toBe(1006);
    // On a slow machine, bob may be gone before ann knows of him.
    await expect
      .poll(() => ann.frames.findLast((frame) => frame.includes('"bob"')) ?? '"leaves":{"bob"')
      .toContain('"leaves":{"bob"');
    expect(ann.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('connections that join no room', () => {
  it('[L16] are closed with 1008, heartbeats or not, and others stay', async () => {
    const { open, join } = await start({ maxJoinMilliseconds: 300 });
    const ann = await join('ann');
    const silent = await open();
    const beating = await open();
    const waiting = await open();
    waiting.send(JSON.stringify(['1', '1', 'lobby', 'phx_join', {}]));
    const closes = [silent, beating, waiting].map((socket) => once(socket, 'close'));
    beating.send(JSON.stringify([null, '1', 'phoenix', 'heartbeat', {}]));
    expect((await Promise.all(closes)).map(([code]) => code as number)).toEqual([1008, 1008, 1008]);
    expect(ann.socket.readyState).toBe(WebSocket.OPEN);
  });
});
