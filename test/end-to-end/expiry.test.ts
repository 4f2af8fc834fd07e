// The end of a room, on both engines in parallel: each test waits once, since rooms live at least a
// minute.

import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { call, makeRoom } from './api.ts';
import { connect } from './clients.ts';
import { modes, startServer, type Server } from './server.ts';

// All tests here run in parallel.
vi.setConfig({ maxConcurrency: 4 });

describe('expiry', () => {
  const servers = new Map<string, Server>();
  beforeAll(async () => {
    await Promise.all(
      modes.map(async (mode) =>
        servers.set(
          mode.mode,
          await startServer(mode, { ROOM_SECONDS: '60', OPEN_ROOMS: 'lounge' }),
        ),
      ),
    );
  });
  afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));

  it.concurrent.for(modes)(
    '[G7] [L2] on $mode tells members `expired`, disconnects them within 5 s, and serves nothing',
    { timeout: 80_000 },
    async ({ mode }, { expect: check }) => {
      const server = servers.get(mode);
      if (server === undefined) throw new Error('There is no such server.');
      const room = await makeRoom(server);
      const end = Date.parse(room.view.expiresAt);
      const [ann, bob, watcher, both] = await Promise.all([
        connect(server),
        connect(server, { vsn: '1.0.0' }),
        connect(server),
        connect(server),
      ]);
      await ann.join(room.topic, { username: 'ann', token: room.join });
      await bob.join(room.topic, { username: 'bob', token: room.join });
      await watcher.join(room.topic, { token: room.watch });
      // A member of a second room that stays open: this connection must survive.
      const longer = await makeRoom(server, { seconds: 600 });
      await both.join(room.topic, { username: 'both', token: room.join });
      await both.join(longer.topic, { username: 'both', token: longer.join });
      const said = await ann.push({
        topic: room.topic,
        event: 'shout',
        payload: { body: 'while it lasts' },
      });
      check(said.status).toBe('ok');

      for (const client of [ann, bob, watcher]) {
        const told = await client.waitFor(({ event }) => event === 'phx_close', 70_000);
        check(told).toMatchObject({ topic: room.topic, payload: { reason: 'expired' } });
        check(told.joinRef ?? told.ref).toBe('1');
        check(Date.now()).toBeGreaterThanOrEqual(end);
        check(await client.closed).toBe(1000);
        check(Date.now() - end).toBeLessThan(5_000);
      }
      await both.waitFor(({ event, topic }) => event === 'phx_close' && topic === room.topic);
      check(
        (await both.push({ topic: longer.topic, event: 'shout', payload: { body: 'still here' } }))
          .status,
      ).toBe('ok');

      for (const [method, path, token, body] of [
        ['GET', '', room.join, undefined],
        ['GET', '/messages', room.watch, undefined],
        ['POST', '/messages', room.join, { body: 'too late' }],
        ['POST', '/tokens', room.owner, { scope: 'receive' }],
      ] as const) {
        const answered = await call(server, {
          method,
          path: `/api/rooms/${room.id}${path}`,
          token,
          body,
        });
        check(answered).toMatchObject({
          status: 410,
          type: 'application/problem+json',
          body: { status: 410, reason: 'expired' },
        });
      }
      const late = await connect(server, { token: room.owner });
      check(await late.join(room.topic, { username: 'late', token: room.join })).toMatchObject({
        status: 'error',
        response: { reason: 'expired' },
      });
      check(await late.join(room.topic, { username: 'late' })).toMatchObject({
        status: 'error',
        response: { reason: 'expired' },
      });
    },
  );

  it.concurrent.for(modes)(
    '[R12] on $mode recreates an open room after its end, empty and with another epoch',
    { timeout: 80_000 },
    async ({ mode }, { expect: check }) => {
      const server = servers.get(mode);
      if (server === undefined) throw new Error('There is no such server.');
      const before = await connect(server, { vsn: '' });
      const first = await before.join('room:lounge', { username: 'ann' });
      check(
        (
          await before.push({
            topic: 'room:lounge',
            event: 'shout',
            payload: { body: 'the first time' },
          })
        ).status,
      ).toBe('ok');
      await before.waitFor(({ event }) => event === 'phx_close', 70_000);
      await before.closed;
      const after = await connect(server, { vsn: '' });
      const second = await after.join('room:lounge', { username: 'ann' });
      check(second).toMatchObject({ status: 'ok', response: { head: 0, messages: [] } });
      check(second.response['epoch']).not.toBe(first.response['epoch']);
    },
  );
});
