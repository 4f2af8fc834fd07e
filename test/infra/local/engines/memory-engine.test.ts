// The in-memory engine of `npm start`: connections that are gone without a close.

import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readLocalConfiguration } from '../../../../infra/local/local-settings.ts';
import { createMemoryEngine } from '../../../../infra/local/engines/memory-engine.ts';
import { listen } from '../../../contract/gateway-client.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(pingMilliseconds: number) {
  const engine = await createMemoryEngine(readLocalConfiguration({ OPEN_ROOMS: 'lounge' }), {
    pingMilliseconds,
  });
  const front = await listen();
  front.server.on('upgrade', engine.handleUpgrade);
  stops.push(
    () => engine.stop(),
    () => front.stop(),
  );
  const join = async (username: string, autoPong: boolean) => {
    const socket = new WebSocket(`ws://127.0.0.1:${front.port}/websocket?vsn=2.0.0`, { autoPong });
    const frames: string[] = [];
    socket.on('message', (data: Buffer) => frames.push(data.toString('utf8')));
    await once(socket, 'open');
    socket.send(JSON.stringify(['1', '1', 'room:lounge', 'phx_join', { username }]));
    await once(socket, 'message');
    return { socket, frames };
  };
  return { join };
}

describe('half-open connections', () => {
  it('[L10] [R13] end without a pong and leave presence; those that respond stay', async () => {
    const { join } = await start(1_000);
    const ann = await join('ann', true);
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
