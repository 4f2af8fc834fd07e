// The local engine as a program: its environment variables, its errors, its output.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeRoom } from './api.ts';
import { connect } from './clients.ts';
import { inProcess, modes, startRefused, startServer } from './server.ts';

/** Allows time to start and stop an engine. */

describe('the local engine', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ten-minute-chat-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.for(modes)('[L3] on $mode reports that its port is in use, and exits with 1', async (mode) => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => {
        resolve((other.address() as { port: number }).port);
      }),
    );
    const { code, output } = await startRefused(mode, { PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^Port ${port} is in use\\..*PORT=`, 'm'));
    expect(output).not.toMatch(/^\s+at /m);
  });

  it.for(modes)('[L3] on $mode reports all invalid settings together at start', async (mode) => {
    const { code, output } = await startRefused(mode, {
      PORT: 'many',
      ROOM_SECONDS: '59',
      OPEN_ROOMS: 'a b',
      ALLOWED_ORIGINS: 'friend.example',
    });
    expect(code).toBe(1);
    for (const name of ['PORT', 'ROOM_SECONDS', 'OPEN_ROOMS', 'ALLOWED_ORIGINS']) {
      expect(output).toMatch(new RegExp(`^${name} must `, 'm'));
    }
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('[T10] rejects an invalid word list, and reports the file and place', async () => {
    const file = join(directory, 'bad.json');
    await writeFile(
      file,
      JSON.stringify({
        name: 'bad',
        version: 1,
        language: 'en',
        forbidden: ['tea'],
        replacements: [],
      }),
    );
    const { code, output } = await startRefused(inProcess, { FILTER_FILE: file });
    expect(code).toBe(1);
    expect(output).toContain(file);
    expect(output).toContain('replacements');
  });

  it('[H5] [T1] reads FILTER_FILE, and writes an admin token for its user only', async () => {
    const lists = join(directory, 'lists.json');
    const tokens = join(directory, 'admin-token');
    await writeFile(
      lists,
      JSON.stringify({
        name: 'drinks',
        version: 3,
        language: 'en',
        forbidden: ['coffee'],
        replacements: ['tea'],
      }),
    );
    const server = await startServer(inProcess, { FILTER_FILE: lists, ADMIN_TOKEN_FILE: tokens });
    try {
      const token = (await readFile(tokens, 'utf8')).trim();
      expect((await stat(tokens)).mode & 0o777).toBe(0o600);
      expect((await call(server, { path: '/api/filters', token })).body).toMatchObject({
        lists: [{ name: 'drinks', version: 3, forbidden: 1, replacements: 1 }],
      });
      const tried = await call(server, {
        method: 'POST',
        path: '/api/filters/test',
        token,
        body: { body: 'Coffee and XML' },
      });
      expect(tried).toMatchObject({ status: 200, body: { body: 'tea and XML', changed: true } });
      const room = await makeRoom(server);
      expect((await call(server, { path: `/api/rooms/${room.id}`, token })).body).toMatchObject({
        reason: 'unauthorized',
      });
      expect(
        (
          await call(server, {
            method: 'POST',
            path: '/api/filters/test',
            token: room.owner,
            body: { body: 'x' },
          })
        ).body,
      ).toMatchObject({ reason: 'unauthorized' });
    } finally {
      await server.stop();
    }
  });

  it.for(modes)('[H5] on $mode writes an admin token that reads the seed lists', async (mode) => {
    const tokens = join(directory, `admin-token-${mode.mode.replace(/\W/g, '-')}`);
    const server = await startServer(mode, { ADMIN_TOKEN_FILE: tokens });
    try {
      const token = (await readFile(tokens, 'utf8')).trim();
      const { body } = await call(server, { path: '/api/filters', token });
      expect((body['lists'] as { name: string }[]).map(({ name }) => name)).toContain('enterprise');
    } finally {
      await server.stop();
    }
  });

  it.for(modes)('[G8] on $mode never prints a token, message, name or address', async (mode) => {
    const server = await startServer(mode);
    try {
      const room = await makeRoom(server, { title: 'hush-title' });
      const client = await connect(server, { token: room.join });
      await client.join(room.topic, { username: 'hush-name' });
      await client.push({
        topic: room.topic,
        event: 'shout',
        payload: { body: 'hush-body XML', cid: 'hush-cid' },
      });
      await client.push({ topic: room.topic, event: 'shout', payload: { body: ['hush-body'] } });
      client.sendText('hush-body not a frame');
      await call(server, {
        method: 'POST',
        path: `/api/rooms/${room.id}/messages`,
        token: room.join,
        body: { body: 'hush-body', name: 'hush-name' },
      });
      await call(server, { path: `/api/rooms/${room.id}`, token: `${room.join}x` });
      client.drop();
    } finally {
      await server.stop();
    }
    expect(server.output()).not.toMatch(/hush|eyJ|XML|127\.0\.0\.1(?!:\d)/);
  });

  it("[L4] serves the page with its headers at / and at a room's link only", async () => {
    const server = await startServer(inProcess);
    try {
      for (const path of ['/', '/r/abcdefghijklmnop']) {
        const page = await fetch(`${server.origin}${path}`);
        expect(page.status).toBe(200);
        expect(page.headers.get('content-type')).toContain('text/html');
        expect(page.headers.get('content-security-policy')).toContain('default-src');
      }
      for (const path of [
        '/package.json',
        '/..%2f..%2fpackage.json',
        '/assets/../../../package.json',
        '/.env',
      ]) {
        expect((await fetch(`${server.origin}${path}`)).status).toBe(404);
      }
    } finally {
      await server.stop();
    }
  });
});
