// A local engine behind nginx: limits by the caller's own address, links of the public origin.

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../infra/local/server/web-server.ts';
import { call, extractToken } from './api.ts';
import { connect } from './clients.ts';
import { nginx, startNginx, type Proxy } from './nginx.ts';
import { accepted } from './replies.ts';
import { inProcess, modes, startRefused, startServer, type Mode, type Server } from './server.ts';

const publicOrigin = 'https://chat.example';
const noNginx = 'There is no nginx here (Debian: apt-get install nginx-light).';
const roomsPerAddress = 10;

async function startBehindNginx(mode: Mode, environment: Readonly<Record<string, string>>) {
  const port = await findFreePort('127.0.0.1');
  const server = await startServer(mode, { ...environment, PORT: String(port) });
  const proxy = await startNginx(nginx ?? '', { server: port });
  return { server, proxy };
}

/** Sends a Host header of its own, which fetch does not. */
const getStatus = (url: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

/** Creates a room as somebody at another proxy's far side. */
const createFrom = (proxy: Proxy, address: string) =>
  call(proxy, {
    method: 'POST',
    path: '/api/rooms',
    body: {},
    headers: { 'x-forwarded-for': address },
  });

describe.runIf(nginx !== undefined).each(modes)('behind nginx, $mode', (mode) => {
  let server: Server;
  let proxy: Proxy;
  beforeAll(async () => {
    ({ server, proxy } = await startBehindNginx(mode, {
      TRUSTED_PROXIES: 'loopback',
      PUBLIC_ORIGIN: publicOrigin,
    }));
  });
  afterAll(() => Promise.all([server.stop(), proxy.stop()]));

  it('[L14] limits rooms by the caller’s address, not by the proxy’s', async () => {
    for (let made = 0; made < roomsPerAddress; made += 1) {
      expect((await createFrom(proxy, '203.0.113.7')).status).toBe(201);
    }
    const refusal = await createFrom(proxy, '203.0.113.7');
    expect(refusal.status).toBe(429);
    expect(refusal.body).toMatchObject({ reason: 'rate_limited' });
    // A caller who writes the header only adds to its front, which is not believed.
    expect((await createFrom(proxy, '192.0.2.1, 203.0.113.7')).status).toBe(429);
    expect((await createFrom(proxy, '203.0.113.8')).status).toBe(201);
  });

  it('[L15] makes links of the public origin, and carries the socket', async () => {
    const { body } = await createFrom(proxy, '203.0.113.9');
    const { joinUrl, room } = body as { joinUrl: string; room: { id: string } };
    expect(joinUrl).toMatch(new RegExp(`^${publicOrigin}/r/`));
    const ann = await connect(proxy, { origin: publicOrigin });
    const topic = `room:${room.id}`;
    const token = extractToken(joinUrl);
    expect(await ann.join(topic, { username: 'ann', token })).toEqual(accepted());
    expect(await ann.push({ topic, event: 'shout', payload: { body: 'hello' } })).toEqual(
      accepted({ seq: 1 }),
    );
    expect((await ann.waitFor(({ event }) => event === 'shout')).payload['body']).toBe('hello');
    ann.drop();
  });
});

it('[L14] counts all callers as one, and says so, if the proxy is not trusted', async ({
  skip,
}) => {
  if (nginx === undefined) {
    skip(noNginx);
    return;
  }
  const { server, proxy } = await startBehindNginx(inProcess, {});
  for (let made = 0; made < roomsPerAddress; made += 1) {
    expect((await createFrom(proxy, `203.0.113.${made}`)).status).toBe(201);
  }
  expect((await createFrom(proxy, '203.0.113.200')).status).toBe(429);
  expect(server.output().match(/TRUSTED_PROXIES=loopback/g)).toHaveLength(1);
  expect(server.output()).not.toContain('203.0.113');
  await Promise.all([server.stop(), proxy.stop()]);
});

it.each(modes)('[L15] on $mode refuses pages and sockets of unknown hosts', async (mode) => {
  const server = await startServer(mode, {});
  const headers = { host: 'foe.example' };
  for (const path of ['/', '/api/health', '/api/rooms']) {
    expect(await getStatus(`${server.origin}${path}`, headers.host)).toBe(421);
  }
  await expect(connect(server, { headers, origin: 'http://foe.example' })).rejects.toThrow(
    'refused 421',
  );
  await server.stop();
});

it('[L3] refuses trusted proxies without a public origin', async () => {
  const { code, output } = await startRefused(inProcess, { TRUSTED_PROXIES: 'loopback' });
  expect(code).toBe(1);
  expect(output).toContain('TRUSTED_PROXIES needs PUBLIC_ORIGIN');
});
