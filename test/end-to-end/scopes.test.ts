// The permissions of each token, from outside.

import { base64url, decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeRoom, makeToken } from './api.ts';
import { connect, type Client, type Payload } from './clients.ts';
import { accepted, refused } from './replies.ts';
import { modes, startServer, type Server } from './server.ts';

/** Once this has its reply, the client has received everything sent before. */
const waitForReplies = (client: Client) => client.push({ topic: 'phoenix', event: 'heartbeat' });

describe.each(modes)('scopes on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode);
  });
  afterAll(() => server.stop());

  it('[A12] [R6] let a watch token only receive, nameless, as a counted watcher', async () => {
    const room = await makeRoom(server);
    const [watcher, ann] = await Promise.all([connect(server), connect(server)]);
    const watching = await watcher.join(room.topic, { token: room.watch });
    expect(watching).toEqual({
      status: 'ok',
      response: expect.objectContaining({
        member: null,
        session: null,
        room: expect.objectContaining({ members: 0, watchers: 1 }),
      }),
    });
    expect(
      await watcher.push({ topic: room.topic, event: 'shout', payload: { body: 'hello' } }),
    ).toEqual(refused('forbidden'));
    expect(
      await watcher.push({ topic: room.topic, event: 'typing', payload: { typing: true } }),
    ).toEqual(refused('forbidden'));
    await ann.join(room.topic, { username: 'ann', token: room.join });
    await ann.push({ topic: room.topic, event: 'shout', payload: { body: 'hello' } });
    const heard = await watcher.waitFor(({ event }) => event === 'shout');
    expect(heard.payload).toMatchObject({ seq: 1, body: 'hello', name: 'ann' });
    expect(
      Object.keys((await ann.waitFor(({ event }) => event === 'presence_state')).payload),
    ).toEqual(['ann']);
  });

  it('[A18] hold for links with limited uses, whatever else their users have', async () => {
    const room = await makeRoom(server);
    const join = async (payload: Payload) => (await connect(server)).join(room.topic, payload);
    const [claim, other] = ['c'.repeat(22), 'd'.repeat(22)];

    const watch = await makeToken(server, room, { scope: 'receive', uses: 1 });
    const { response } = await join({ token: watch, claim });
    const last = { epoch: response['epoch'], seq: 0 };
    expect(await join({ token: watch, claim })).toEqual(accepted());
    for (const payload of [{}, { last }, { last, claim: other }]) {
      expect(await join({ token: watch, ...payload })).toEqual(refused('forbidden'));
    }

    const owner = await connect(server);
    const own = await makeToken(server, room, { scope: 'send receive moderate', uses: 1 });
    await owner.join(room.topic, { username: 'olga', token: own });
    const ann = await connect(server);
    const joined = await ann.join(room.topic, { username: 'ann', token: room.join, claim });
    for (const proof of [{ session: joined.response['session'] }, { claim }]) {
      expect(await join({ username: 'ann', token: own, ...proof })).toEqual(refused('forbidden'));
    }

    const talk = await makeToken(server, room, { scope: 'send receive', uses: 1 });
    const guest = await connect(server);
    await guest.join(room.topic, { username: 'gus', token: talk, claim: other });
    const puppet = await join({ username: 'zoe', token: talk, claim: other });
    expect(puppet.response['member'], 'one use is one name').toMatchObject({ name: 'gus' });
    await owner.push({ topic: room.topic, event: 'extend', payload: { seconds: 60 } });
    const extended = await guest.waitFor(({ payload }) => typeof payload['token'] === 'string');
    expect(decodeJwt(String(extended.payload['token']))).toMatchObject({ uses: 1 });
    expect(await join({ username: 'zoe', token: extended.payload['token'] })).toEqual(
      refused('forbidden'),
    );
  });

  it('[R41] [R28] leave no name behind that nobody has', async () => {
    const room = await makeRoom(server);
    const client = await connect(server);
    const join = (username: string, claim: string) =>
      client.join(room.topic, { username, claim: claim.repeat(22), token: room.join });
    await join('ann', 'c');
    expect((await join('anna', 'c')).response['member']).toMatchObject({ name: 'ann' });
    await join('bob', 'd');
    await client.push({ topic: room.topic, event: 'rename', payload: { username: 'rob' } });
    await client.push({ topic: room.topic, event: 'phx_leave' });
    await join('cat', 'e');
    await Promise.all([
      client.push({ topic: room.topic, event: 'rename', payload: { username: 'kat' } }),
      client.push({ topic: room.topic, event: 'phx_leave' }),
    ]);
    for (const username of ['ann', 'anna', 'bob', 'rob', 'cat', 'kat']) {
      const newcomer = await connect(server);
      expect(await newcomer.join(room.topic, { username, token: room.join })).toEqual(accepted());
    }
  });

  it('[R3] [R28] keep a name for a member who joins while its other tab leaves', async () => {
    const room = await makeRoom(server);
    const join = async (claim: string) => {
      const client = await connect(server);
      const payload = { username: 'ann', claim: claim.repeat(22), token: room.join };
      return { client, reply: await client.join(room.topic, payload) };
    };
    const { client } = await join('c');
    const leave = client.push({ topic: room.topic, event: 'phx_leave' });
    const [{ reply }] = await Promise.all([join('c'), leave]);
    expect(reply).toEqual(accepted());
    expect((await join('d')).reply).toEqual(refused('name_taken'));
  });

  it('[R36] [R40] [T6] [G5] refuse ids and links as names, and controls in cids', async () => {
    const room = await makeRoom(server, { filter: { links: 'allow', redact: ['phone'] } });
    const [olga, ann] = await Promise.all([connect(server), connect(server)]);
    await olga.join(room.topic, { username: 'olga', token: room.owner });
    const joined = await ann.join(room.topic, { username: 'ann', token: room.join });
    const { id } = joined.response['member'] as { id: string };
    await ann.push({ topic: room.topic, event: 'phx_leave' });

    const eve = await connect(server);
    for (const username of ['http://evil.com', '+1 415 555 2671']) {
      expect(await eve.join(room.topic, { username, token: room.join })).toEqual(
        refused('name_invalid'),
      );
    }
    expect(await eve.join(room.topic, { username: id, token: room.join })).toEqual(accepted());
    const push = (event: string, payload: Payload) =>
      olga.push({ topic: room.topic, event, payload });
    expect(await push('shout', { body: 'psst', to: id })).toEqual(refused('not_found'));
    expect(await push('kick', { member: id })).toEqual(refused('not_found'));
    expect(await push('shout', { body: 'hi', cid: 'a\u001b[2J' })).toEqual(
      refused('invalid_payload'),
    );

    const mute = await connect(server);
    const token = await makeToken(server, room, { scope: 'send' });
    await mute.join(room.topic, { username: 'mute', token });
    expect(await push('shout', { body: 'psst', to: 'mute' })).toEqual(refused('forbidden'));
  });

  it('[R37] [R38] count watchers as they come and go, and show bots in presence', async () => {
    const room = await makeRoom(server);
    const ann = await connect(server);
    await ann.join(room.topic, { username: 'ann', token: room.join });
    const watchers = () =>
      ann.all('room').map((payload) => (payload['room'] as { watchers: number }).watchers);
    const watcher = await connect(server);
    await watcher.join(room.topic, { token: room.watch });
    await expect.poll(watchers, { timeout: 20_000 }).toEqual([1]);
    watcher.drop();
    await expect.poll(watchers, { timeout: 20_000 }).toEqual([1, 0]);

    const posted = await call(server, {
      method: 'POST',
      path: `/api/rooms/${room.id}/messages`,
      token: room.join,
      body: { body: 'beep', name: 'robot' },
    });
    expect(posted.status).toBe(202);
    const joined = await ann.waitFor(
      ({ event, payload }) =>
        event === 'presence_diff' && 'robot' in (payload['joins'] as Record<string, unknown>),
    );
    expect(joined.payload).toMatchObject({ joins: { robot: { metas: [{ bot: true }] } } });
    const { body } = await call(server, { path: `/api/rooms/${room.id}`, token: room.join });
    expect(body).toMatchObject({ room: { members: 2 }, members: [{}, {}] });
    // The end closes a room with a bot, too.
    const owner = await connect(server);
    await owner.join(room.topic, { username: 'olga', token: room.owner });
    await owner.push({ topic: room.topic, event: 'close' });
    expect((await ann.waitFor(({ event }) => event === 'phx_close')).payload).toMatchObject({
      reason: 'closed',
      receipt: { deleted: { connections: 2 } },
    });
  });

  it('[A13] give a send-only token no message, no history and no presence', async () => {
    const room = await makeRoom(server);
    const token = await makeToken(server, room, { scope: 'send' });
    const [sender, reader] = await Promise.all([connect(server), connect(server)]);
    await reader.join(room.topic, { username: 'reader', token: room.join });
    await reader.push({ topic: room.topic, event: 'shout', payload: { body: 'before' } });
    const joined = await sender.join(room.topic, { username: 'sender', token });
    expect(joined).toEqual({
      status: 'ok',
      response: expect.objectContaining({ messages: [], resumed: false }),
    });
    expect(
      await sender.push({
        topic: room.topic,
        event: 'shout',
        payload: { body: 'from the send-only one' },
      }),
    ).toEqual(accepted());
    await reader.waitFor(({ event, payload }) => event === 'shout' && payload['seq'] === 2);
    expect(await sender.push({ topic: room.topic, event: 'history' })).toEqual(
      refused('forbidden'),
    );
    expect(
      await sender.push({
        topic: room.topic,
        event: 'sync',
        payload: { epoch: joined.response['epoch'], seq: 0 },
      }),
    ).toEqual(refused('forbidden'));
    expect((await call(server, { path: `/api/rooms/${room.id}/messages`, token })).status).toBe(
      403,
    );
    await reader.push({ topic: room.topic, event: 'phx_leave' });
    await waitForReplies(sender);
    expect(sender.frames.filter(({ event }) => event !== 'phx_reply')).toEqual([]);
  });

  it("[A14] give a room's token no access to another room", async () => {
    const [mine, other] = await Promise.all([makeRoom(server), makeRoom(server)]);
    const client = await connect(server, { token: mine.owner });
    expect(await client.join(other.topic, { username: 'ann' })).toEqual(refused('forbidden'));
    expect(await client.join(other.topic, { username: 'ann', token: mine.owner })).toEqual(
      refused('forbidden'),
    );
    expect(
      await client.push({ topic: other.topic, event: 'shout', payload: { body: 'x' } }),
    ).toEqual(refused('unmatched topic'));
    for (const path of [`/api/rooms/${other.id}`, `/api/rooms/${other.id}/messages`]) {
      expect((await call(server, { path, token: mine.owner })).body).toMatchObject({
        status: 403,
        reason: 'forbidden',
      });
    }
    for (const [path, body] of [
      ['messages', { body: 'x' }],
      ['tokens', { scope: 'send' }],
    ] as const) {
      expect(
        (
          await call(server, {
            method: 'POST',
            path: `/api/rooms/${other.id}/${path}`,
            token: mine.owner,
            body,
          })
        ).body,
      ).toMatchObject({ status: 403, reason: 'forbidden' });
    }
  });

  it('[A16] [A8] give no access without a token or with a forged one', async () => {
    const room = await makeRoom(server);
    const client = await connect(server);
    expect(await client.join(room.topic, { username: 'ann' })).toEqual(refused('unauthorized'));
    expect((await call(server, { path: `/api/rooms/${room.id}` })).body).toMatchObject({
      status: 401,
      reason: 'unauthorized',
    });
    const token = await makeToken(server, room, { scope: 'receive' });
    const [header = '', , signature = ''] = token.split('.');
    const payload = JSON.parse(
      new TextDecoder().decode(base64url.decode(token.split('.')[1] ?? '')),
    ) as object;
    const wider = base64url.encode(JSON.stringify({ ...payload, scope: 'send receive moderate' }));
    const unsigned = base64url.encode(JSON.stringify({ alg: 'none', typ: 'room+jwt' }));
    const forged = [`${header}.${wider}.${signature}`, `${unsigned}.${wider}.`, 'nonsense'];
    for (const bad of [...forged, room.watch.replace(/^C/, 'H')]) {
      expect(await client.join(room.topic, { username: 'ann', token: bad })).toEqual(
        refused('unauthorized'),
      );
      expect((await call(server, { path: `/api/rooms/${room.id}`, token: bad })).status).toBe(401);
    }
  });

  it('[A15] [G7] give an expired token no access, even in the middle of a session', async () => {
    const room = await makeRoom(server);
    const token = await makeToken(server, room, { scope: 'send receive', seconds: 3 });
    const [ann, short] = await Promise.all([connect(server), connect(server)]);
    await ann.join(room.topic, { username: 'ann', token: room.join });
    expect(await short.join(room.topic, { username: 'short', token })).toEqual(accepted());
    // Another room keeps the connection open.
    const other = await makeRoom(server);
    expect(await short.join(other.topic, { username: 'short', token: other.join })).toEqual(
      accepted(),
    );
    const end = await short.waitFor(({ event }) => event === 'phx_close');
    expect(end).toMatchObject({ topic: room.topic, payload: { reason: 'token_expired' } });

    for (const [event, payload] of [
      ['shout', { body: 'too late' }],
      ['history', {}],
      ['sync', { epoch: 'any', seq: 0 }],
    ] as const) {
      const { status, response } = await short.push({ topic: room.topic, event, payload });
      expect(status).toBe('error');
      // The subscription is deleted right after it is closed.
      expect(['expired', 'unmatched topic']).toContain(response['reason']);
    }
    const heard = short.all('shout').length;
    await ann.push({
      topic: room.topic,
      event: 'shout',
      payload: { body: 'not for the short one' },
    });
    await ann.waitFor(({ event }) => event === 'shout');
    await waitForReplies(short);
    expect(short.all('shout')).toHaveLength(heard);

    const again = await connect(server, { token });
    expect(await again.join(room.topic, { username: 'short' })).toEqual(refused('expired'));
    for (const path of [`/api/rooms/${room.id}`, `/api/rooms/${room.id}/messages`]) {
      expect((await call(server, { path, token })).body).toMatchObject({
        status: 410,
        reason: 'expired',
      });
    }
    expect(
      (
        await call(server, {
          method: 'POST',
          path: `/api/rooms/${room.id}/messages`,
          token,
          body: { body: 'x' },
        })
      ).body,
    ).toMatchObject({ reason: 'expired' });
  });

  it('[A17] let any token issue narrower ones, never wider or longer ones', async () => {
    const room = await makeRoom(server);
    const narrowToken = (scope: string) =>
      call(server, {
        method: 'POST',
        path: `/api/rooms/${room.id}/tokens`,
        token: room.join,
        body: { scope },
      });
    expect(await narrowToken('receive')).toMatchObject({ status: 201, body: { scope: 'receive' } });
    expect((await narrowToken('moderate')).body).toMatchObject({ reason: 'forbidden' });
    const moderator = await makeToken(server, room, { scope: 'moderate' });
    const tokens = (scope: string) =>
      call(server, {
        method: 'POST',
        path: `/api/rooms/${room.id}/tokens`,
        token: moderator,
        body: { scope, seconds: 999_999 },
      });
    expect((await tokens('send')).body).toMatchObject({ reason: 'forbidden' });
    expect((await tokens('filters:write')).body).toMatchObject({ reason: 'invalid_payload' });
    const narrow = await tokens('moderate');
    expect(narrow.status).toBe(201);
    expect(Date.parse(String(narrow.body['expiresAt']))).toBeLessThanOrEqual(
      Date.parse(room.view.expiresAt),
    );
  });
});
