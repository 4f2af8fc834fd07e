// Requests that no library would send, from raw sockets, on both engines: smuggling, broken heads
// and bodies, strange targets. The server answers each with an error or ends the connection, does
// nothing that a smuggled request asks for, and answers the next client.

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeRoom, type TestRoom } from '../end-to-end/api.ts';
import { modesForTables, startServer, type Server } from '../end-to-end/server.ts';

interface Case {
  readonly name: string;
  readonly request: string;
  /** The statuses that are right for the first response. */
  readonly statuses: readonly number[];
}

const host = 'Host: localhost';
/** A request that would create a message, smuggled in behind another. */
const smuggled =
  'POST /api/rooms/ROOM/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer TOKEN\r\n' +
  'Content-Length: 19\r\n\r\n{"body":"smuggled"}';
const post = (headers: string, body: string): string =>
  `POST /api/rooms HTTP/1.1\r\n${host}\r\n${headers}\r\n\r\n${body}`;
const get = (target: string, headers = ''): string =>
  `GET ${target} HTTP/1.1\r\n${host}\r\nConnection: close\r\n${headers}\r\n`;

const smuggling: readonly Case[] = [
  ['both lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked'],
  ['both lengths, the other way', 'Transfer-Encoding: chunked\r\nContent-Length: 4'],
  ['two lengths', 'Content-Length: 0\r\nContent-Length: 4'],
  ['a list of lengths', 'Content-Length: 0, 4'],
  ['a negative length', 'Content-Length: -1'],
  ['a signed length', 'Content-Length: +4'],
  ['a hexadecimal length', 'Content-Length: 0x4'],
  ['a length with a space inside', 'Content-Length: 1 0'],
  ['a length beyond 64 bits', 'Content-Length: 18446744073709551617'],
  ['a space before the colon', 'Content-Length : 4'],
  ['a tab in the name', 'Content\tLength: 4'],
  ['a folded line', 'Content-Length:\r\n 4'],
  ['a folded encoding', 'Transfer-Encoding:\r\n chunked'],
  ['an encoding with a vertical tab', 'Transfer-Encoding: \vchunked'],
  ['an unknown encoding', 'Transfer-Encoding: xchunked'],
  ['chunked, then another', 'Transfer-Encoding: chunked, identity'],
  ['two encodings', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'],
  ['a name without a colon', 'Content-Length 4'],
  ['an empty name', ': 4'],
  ['a carriage return in a value', 'X: a\rTransfer-Encoding: chunked'],
  ['a NUL in a value', 'X: a\0b'],
].map(([name = '', headers = '']) => ({
  name,
  request: post(headers, `0\r\n\r\n${smuggled}`),
  statuses: [400, 501],
}));

const chunks: readonly Case[] = [
  ['a size that is no number', 'xyz\r\n{}\r\n0\r\n\r\n'],
  ['a negative size', '-1\r\n{}\r\n0\r\n\r\n'],
  ['a size beyond 64 bits', 'ffffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
  ['more than its size', '2\r\n{}xyz\r\n0\r\n\r\n'],
  ['a bare line feed behind the size', '2\n{}\r\n0\r\n\r\n'],
  ['a long extension', `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`],
].map(([name = '', body = '']) => ({
  name: `a chunk with ${name}`,
  request: post('Transfer-Encoding: chunked', body),
  statuses: [400, 413],
}));

const heads: readonly Case[] = [
  { name: 'no HTTP', request: 'hello\r\n\r\n', statuses: [400] },
  { name: 'HTTP/0.9', request: 'GET /\r\n\r\n', statuses: [200, 400] },
  { name: 'HTTP/2 without asking', request: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', statuses: [400] },
  { name: 'HTTP/3.7', request: `GET / HTTP/3.7\r\n${host}\r\n\r\n`, statuses: [400, 505] },
  { name: 'TLS', request: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', statuses: [400] },
  { name: 'no host', request: 'GET / HTTP/1.1\r\n\r\n', statuses: [400] },
  {
    name: 'two hosts',
    request: `GET / HTTP/1.1\r\n${host}\r\nHost: x\r\n\r\n`,
    statuses: [400, 421],
  },
  {
    name: 'a strange host',
    request: 'GET / HTTP/1.1\r\nHost: foe.example\r\n\r\n',
    statuses: [421],
  },
  {
    name: 'a host that is none',
    request: 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
    statuses: [400, 421],
  },
  { name: 'a method that is none', request: `G@T / HTTP/1.1\r\n${host}\r\n\r\n`, statuses: [400] },
  {
    name: 'a method in small letters',
    request: `get / HTTP/1.1\r\n${host}\r\n\r\n`,
    statuses: [400],
  },
  { name: 'large headers', request: get('/', `X: ${'x'.repeat(70_000)}\r\n`), statuses: [431] },
  { name: 'many headers', request: get('/', 'X: y\r\n'.repeat(20_000)), statuses: [431] },
  { name: 'a long target', request: get(`/${'a'.repeat(70_000)}`), statuses: [414, 431] },
];

const targets: readonly Case[] = [
  ['another server', 'http://foe.example/', [200, 400, 404, 421]],
  ['an authority', 'foe.example:80', [400, 404]],
  ['an asterisk', '*', [400, 404]],
  ['two slashes', '//foe.example/', [400, 404, 200]],
  ['parents', '/../../../etc/passwd', [404]],
  ['encoded parents', '/%2e%2e/%2e%2e/etc/passwd', [404]],
  ['encoded slashes', '/..%2f..%2fpackage.json', [404]],
  ['encoded twice', '/%252e%252e%252fpackage.json', [404]],
  ['backslashes', '/..\\..\\package.json', [404]],
  ['a NUL', '/index.html%00.js', [400, 404]],
  ['a broken percent sign', '/api/rooms/%zz', [400, 401, 404]],
  ['half a character', '/api/rooms/%c3', [400, 401, 404]],
  ['a line feed', '/api/rooms/%0d%0aX:%20y', [400, 401, 404]],
  ['a room that is another route', '/api/rooms/..%2ffilters', [401, 404]],
  ['a prototype', '/api/__proto__', [404]],
  ['a constructor', '/api/rooms/constructor', [401]],
  ['hidden files', '/.git/config', [404]],
  ['the sources', '/functions/core/receive.ts', [404]],
  ['a source map', '/assets/index.js.map', [404]],
].map(([name, target, statuses]) => ({
  name: `a target with ${String(name)}`,
  request: get(String(target)),
  statuses: statuses as readonly number[],
}));

const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const version = 'Sec-WebSocket-Version: 13';
const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade';
const upgrades: readonly Case[] = [
  ['no key', `${upgrade}\r\n${version}`],
  ['a short key', `${upgrade}\r\n${version}\r\nSec-WebSocket-Key: x`],
  ['another version', `${upgrade}\r\n${key}\r\nSec-WebSocket-Version: 7`],
  [
    'another protocol',
    'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAM',
  ],
].map(([name = '', headers = '']) => ({
  name: `an upgrade with ${name}`,
  request: `GET /socket/websocket HTTP/1.1\r\n${host}\r\n${headers}\r\n\r\n`,
  statuses: [400, 404, 426],
}));

/**
 * Writes bytes, and returns everything that the server answers until it ends the connection, or
 * says nothing more for some milliseconds.
 */
async function exchange({ origin }: Server, request: string, silence = 60): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let answer = '';
  let timer = setTimeout(() => socket.destroy(), 10_000);
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
    clearTimeout(timer);
    timer = setTimeout(() => socket.destroy(), silence);
  });
  socket.on('error', () => socket.destroy());
  socket.write(Buffer.from(request, 'latin1'));
  await new Promise((resolve) => socket.once('close', resolve));
  clearTimeout(timer);
  return answer;
}

describe.each(modesForTables)('raw HTTP on $mode', (mode) => {
  let server: Server;
  let room: TestRoom;
  beforeAll(async () => {
    server = await startServer(mode);
    room = await makeRoom(server);
  });
  afterAll(() => server.stop());

  const all = [...smuggling, ...chunks, ...heads, ...targets, ...upgrades];
  const fill = (request: string): string =>
    request.replaceAll('ROOM', room.id).replaceAll('TOKEN', room.join);
  const readHead = async (): Promise<unknown> => {
    const path = `/api/rooms/${room.id}/messages`;
    const { status, body } = await call(server, { path, token: room.join });
    return [status, body['head']];
  };

  it.each(all)('[L18] answers $name, and does nothing', async ({ request, statuses }) => {
    const answer = await exchange(server, fill(request));
    const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
    expect(statuses, answer.slice(0, 200)).toContain(Number(status));
    expect(answer).not.toMatch(/root:|"devDependencies"|sourcesContent/);
    expect(await readHead()).toEqual([200, 0]);
  });

  it('[L18] does not report a client that leaves in the middle of its body', async () => {
    const { hostname, port } = new URL(server.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(`POST /api/rooms HTTP/1.1\r\n${host}\r\nContent-Length: 100\r\n\r\n{`);
    await wait(200);
    socket.destroy();
    await wait(200);
    expect(await readHead()).toEqual([200, 0]);
    expect(server.output()).not.toMatch(/error|failed/i);
  });

  it('[L18] does what an honest second request on the connection asks for', async () => {
    const answer = await exchange(server, fill(post('Content-Length: 0', smuggled)), 3_000);
    expect([...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)).toEqual([
      '201',
      '202',
    ]);
    expect(await readHead()).toEqual([200, 1]);
  });
});
