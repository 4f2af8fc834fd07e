// The CloudFront functions, run as CloudFront does: an event in, a request out.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { apiPath, pagePath, socketPath } from '../../../infra/aws/edge/edge-functions.ts';

interface Passed {
  readonly uri: string;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
}

function pass(code: string, uri: string, headers: Passed['headers'] = {}): Passed {
  const event = {
    viewer: { ip: '198.51.100.7' },
    request: {
      uri,
      method: 'GET',
      headers: { ...headers },
      querystring: { vsn: { value: '2.0.0' } },
    },
  };
  return runInNewContext(`${code}\nhandler(event);`, { event }) as Passed;
}

describe('paths at the edge', () => {
  it('[C9] lead a Phoenix path to the path of the stage', () => {
    expect(pass(socketPath, '/socket/websocket').uri).toBe('/websocket');
    expect(pass(socketPath, '/websocket').uri).toBe('/websocket');
  });

  it("[C9] keep a handshake's query", () => {
    expect(pass(socketPath, '/socket/websocket')).toMatchObject({
      querystring: { vsn: { value: '2.0.0' } },
    });
  });

  it.each(['/r/abc', '/r/abc/', '/r/a-b_C'])('[C9] lead the room link %s to the page', (uri) => {
    expect(pass(pagePath, uri).uri).toBe('/index.html');
  });

  it.each(['/admin', '/admin/'])('[C9] lead %s to the admin page', (uri) => {
    expect(pass(pagePath, uri).uri).toBe('/admin.html');
  });

  it.each(['/embed', '/embed/'])("[C9] lead %s to the element's demo page", (uri) => {
    expect(pass(pagePath, uri).uri).toBe('/embed.html');
  });

  it.each(['/', '/assets/main.js', '/r/', '/r/a/b', '/x/r/abc', '/admin/x', '/r/admin/x'])(
    '[C9] leave %s as it is',
    (uri) => {
      expect(pass(pagePath, uri).uri).toBe(uri);
    },
  );

  const accept = { value: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it.each([
    ...['/nothing', '/r/', '/r/a/b', '/admin/x', '/nothing.txt', '/favicon.ico', '/.env'],
    ...['/wp-login.php', '/icons/nothing.svg', '/assets/', '/assets/x.txt', '/r/a.html/b.txt'],
  ])('[P24] show browsers a page with the page’s headers at %s', (uri) => {
    expect(pass(pagePath, uri, { accept })).toMatchObject({
      statusCode: 404,
      headers: {
        'content-type': { value: 'text/html; charset=utf-8' },
        'content-security-policy': { value: expect.stringContaining("default-src 'none'") },
      },
      body: { encoding: 'text', data: expect.stringContaining('There’s nothing here') },
    });
  });

  it.each([
    ['/', '/'],
    ['/r/abc', '/index.html'],
    ['/admin', '/admin.html'],
    ['/icons/icon.svg', '/icons/icon.svg'],
    ['/r/a.b', '/index.html'],
  ])('[P24] show browsers %s', (uri, file) => {
    expect(pass(pagePath, uri, { accept }).uri).toBe(file);
  });

  it('[P24] show browsers every file of the built page', () => {
    const page = fileURLToPath(new URL('../../../dist/page', import.meta.url));
    const files = readdirSync(page, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath.slice(page.length)}/${name}`);
    expect(files).toContain('/index.html');
    expect(files.filter((uri) => pass(pagePath, uri, { accept }).uri !== uri)).toEqual([]);
  });

  it('[P24] stay within the size of a CloudFront function', () => {
    expect(Buffer.byteLength(pagePath)).toBeLessThan(10_240);
  });

  it.each([
    ['the API', apiPath],
    ['sockets', socketPath],
  ])("give %s the viewer's address from CloudFront, not from the viewer", (_, code) => {
    expect(
      pass(code, '/api/rooms', { 'x-viewer-address': { value: '203.0.113.9' } }).headers[
        'x-viewer-address'
      ],
    ).toEqual({ value: '198.51.100.7' });
  });
});
