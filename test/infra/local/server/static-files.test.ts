// The page's files over HTTP: their headers, and that no other file is ever served.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createStaticFiles } from '../../../../infra/local/server/static-files.ts';
import { listen } from '../../../contract/gateway-client.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const root = join(folder, 'page');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'admin.html'), '<!doctype html>');
  writeFileSync(join(root, 'embed.html'), '<!doctype html>');
  writeFileSync(join(root, 'not-found.html'), '<h1>nothing</h1>');
  writeFileSync(join(root, 'favicon.svg'), '<svg/>');
  writeFileSync(join(root, 'service-worker.js'), 'keep()');
  writeFileSync(join(root, 'assets', 'main-1a2b.js'), 'start()');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'linked.txt'));
  const { port, stop } = await listen(createStaticFiles({ root }));
  stops.push(stop, async () => {
    rmSync(folder, { recursive: true });
  });
  return { port, url: `http://127.0.0.1:${port}` };
}

/** Sends the path exactly as it is written, which fetch would not do. */
const raw = (port: number, path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: local\r\nConnection: close\r\n\r\n`),
    );
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket
      .on('end', () => {
        resolve(answer);
      })
      .on('error', reject);
  });

describe('the page', () => {
  it.each([
    '/',
    '/r/abc123',
    '/r/abc123?x=1',
    '/admin',
    '/admin/',
    '/admin.html',
    '/embed',
    '/embed/',
  ])('[L4] is served at %s, uncached, with all its headers', async (path) => {
    const { url } = await start();
    const response = await fetch(`${url}${path}`);
    expect([response.status, await response.text()]).toEqual([200, '<!doctype html>']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining(
        "default-src 'none'; script-src 'self'",
      ) as string,
      'permissions-policy': expect.stringContaining('camera=()') as string,
    });
  });

  it('[L4] lets browsers keep hashed assets for ever and revalidate other files', async () => {
    const { url } = await start();
    const [script, icon, worker] = await Promise.all([
      fetch(`${url}/assets/main-1a2b.js`),
      fetch(`${url}/favicon.svg`),
      fetch(`${url}/service-worker.js`),
    ]);
    expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect([icon.headers.get('content-type'), icon.headers.get('cache-control')]).toEqual([
      'image/svg+xml',
      'no-cache',
    ]);
    expect([worker.headers.get('content-type'), worker.headers.get('cache-control')]).toEqual([
      'text/javascript; charset=utf-8',
      'no-cache',
    ]);
  });

  it('[L4] answers HEAD without a body, and no other method', async () => {
    const { url } = await start();
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '15',
      '',
    ]);
    const post = await fetch(url, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/linked.txt',
    '/assets',
    '/nothing',
    '/r/',
    '/r/a/b',
    '/admin/x',
  ])('[L4] does not serve files outside its folder: %s', async (path) => {
    const { port } = await start();
    const answer = await raw(port, path);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain('Content-Security-Policy'.toLowerCase());
    expect(answer).not.toContain('\r\n\r\nsecret');
  });

  it('[P24] shows browsers a page at an address that has none', async () => {
    const { url } = await start();
    const page = await fetch(`${url}/nothing`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      404,
      'text/html; charset=utf-8',
      '<h1>nothing</h1>',
    ]);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const script = await fetch(`${url}/assets/nothing.js`);
    expect([script.status, script.headers.get('content-type')]).toEqual([
      404,
      'text/plain; charset=utf-8',
    ]);
  });

  it('[L4] explains how to build it if it is missing', () => {
    expect(() => createStaticFiles({ root: join(tmpdir(), 'no-such-page') })).toThrow(
      /npm run build/,
    );
  });
});
