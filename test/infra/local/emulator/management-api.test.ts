// `@connections` over plain HTTP. The gateway contract tests it through our client.

import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createWebSocketApi } from '../../../../infra/local/emulator/emulated-websocket-api.ts';
import { createManagementApi } from '../../../../infra/local/emulator/management-api.ts';
import { listen } from '../../../contract/gateway-client.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start({ throttle = () => false }: { readonly throttle?: () => boolean } = {}) {
  const doNothing = () => Promise.resolve({ statusCode: 200 });
  const api = createWebSocketApi({
    functions: { connect: doNothing, default: doNothing, disconnect: doNothing },
  });
  const front = await listen();
  front.server.on('upgrade', api.upgrade);
  const management = await listen(createManagementApi({ connections: api.connections, throttle }));
  stops.push(async () => {
    await api.stop();
    await Promise.all([front.stop(), management.stop()]);
  });
  const socket = new WebSocket(`ws://127.0.0.1:${front.port}/websocket`);
  await once(socket, 'open');
  const [id = ''] = api.connections.keys();
  const ask = (
    path: string,
    {
      signed = true,
      ...init
    }: { readonly method?: string; readonly body?: string; readonly signed?: boolean } = {},
  ) =>
    fetch(`http://127.0.0.1:${management.port}${path}`, {
      ...init,
      headers: signed ? { authorization: 'AWS4-HMAC-SHA256 Credential=local' } : {},
    });
  return { api, socket, id, path: `/websocket/@connections/${encodeURIComponent(id)}`, ask };
}

describe('@connections', () => {
  it('[L6] posts text with and without the stage in the path', async () => {
    const { socket, path, ask } = await start();
    const received: string[] = [];
    socket.on('message', (data: Buffer) => received.push(data.toString('utf8')));
    for (const [index, url] of [
      path,
      path.replace('/websocket', ''),
      path.replace('@', '%40'),
    ].entries()) {
      const response = await ask(url, { method: 'POST', body: `frame ${index}` });
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
    await vi.waitFor(() => {
      expect(received).toEqual(['frame 0', 'frame 1', 'frame 2']);
    });
  });

  it('[L6] answers 410 GoneException for a connection that has ended', async () => {
    const { api, socket, path, ask } = await start();
    socket.close();
    await vi.waitFor(() => {
      expect(api.connections.size).toBe(0);
    });
    for (const method of ['POST', 'GET', 'DELETE']) {
      const response = await ask(path, { method });
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([
        410,
        'GoneException',
      ]);
      expect(await response.json()).toHaveProperty('message');
    }
  });

  it('[L6] answers 413 beyond 128 KB, not at it', async () => {
    const { path, ask } = await start();
    expect((await ask(path, { method: 'POST', body: 'x'.repeat(128 * 1_024) })).status).toBe(200);
    const response = await ask(path, { method: 'POST', body: 'x'.repeat(128 * 1_024 + 1) });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([
      413,
      'PayloadTooLargeException',
    ]);
  });

  it('[L6] answers 429 when throttled, and 403 if unsigned or for another stage', async () => {
    const { path, ask } = await start({ throttle: () => true });
    const throttled = await ask(path, { method: 'POST', body: 'frame' });
    expect([throttled.status, throttled.headers.get('x-amzn-errortype')]).toEqual([
      429,
      'LimitExceededException',
    ]);
    for (const response of [
      await ask(path, { signed: false }),
      await ask(path.replace('/websocket', '/production')),
    ]) {
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([
        403,
        'ForbiddenException',
      ]);
    }
  });

  it('[L6] returns what it knows about a connection', async () => {
    const { path, ask } = await start();
    const response = await ask(path);
    expect(await response.json()).toMatchObject({
      connectedAt: expect.stringMatching(/Z$/) as string,
      lastActiveAt: expect.stringMatching(/Z$/) as string,
      identity: { sourceIp: '127.0.0.1' },
    });
  });

  it('[L6] closes a connection with 1000, and posts nothing to it afterwards', async () => {
    const { socket, path, ask } = await start();
    const closed = once(socket, 'close');
    expect((await ask(path, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(path, { method: 'POST', body: 'late' })).status).toBe(410);
    expect((await closed)[0]).toBe(1000);
  });
});
