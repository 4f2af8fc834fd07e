// Locks, kicks, slow mode and names hold over HTTP as they do on the socket.

import { describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../functions/core/http/api-request.ts';
import { handleRequest } from '../../../functions/core/http/handle-request.ts';
import { timing } from '../../../functions/core/settings.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import {
  call,
  createTestPorts,
  createTestRoom,
  elapse,
  extractToken,
  findReply,
  getReason,
  isOk,
  joinTestRoom,
  tryJoin,
} from '../test-ports.ts';

const messages = '/api/rooms/{id}/messages';

async function setUp() {
  const ports = createTestPorts();
  const links = await createTestRoom(ports);
  const owner = await joinTestRoom(ports, links.ownerUrl, { username: 'olga' });
  const room = links.room.id;
  const issueToken = async (scope: string): Promise<string> => {
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room,
      bearer: extractToken(links.joinUrl),
      body: { scope },
    });
    return (made.body as { readonly token: string }).token;
  };
  const post = (bearer: string, name: string): Promise<ApiResponse> =>
    call(ports, `POST ${messages}`, { room, bearer, body: { body: 'hello', name } });
  const read = (bearer: string, query = {}): Promise<ApiResponse> =>
    call(ports, `GET ${messages}`, { room, bearer, query });
  return { ports, links, owner, room, issueToken, post, read };
}

const getCode = ({ status, body }: ApiResponse): string =>
  (body as { readonly reason?: string }).reason ?? String(status);

describe('A locked room', () => {
  it('[R21] shows strangers with a link neither messages nor members', async () => {
    const { ports, links, owner, room, read, post } = await setUp();
    await owner.push('shout', { body: 'before' });
    await owner.push('lock', { locked: true });
    for (const url of [links.joinUrl, links.watchUrl]) {
      const bearer = extractToken(url);
      expect(getCode(await read(bearer))).toBe('locked');
      expect(getCode(await read(bearer, { after: '9', wait: '20' }))).toBe('locked');
      const { status, body } = await call(ports, 'GET /api/rooms/{id}', { room, bearer });
      expect({ status, body }).toEqual({
        status: 200,
        body: { room: expect.objectContaining({ state: 'locked' }) as unknown },
      });
      expect(JSON.stringify(body)).not.toContain(owner.joined.epoch);
    }
    expect(getCode(await post(extractToken(links.joinUrl), 'bot'))).toBe('locked');
    expect(getCode(await read(extractToken(links.ownerUrl)))).toBe('200');
  });

  it('[R21] admits the bots that were there before, with a token of their own', async () => {
    const { links, owner, issueToken, read, post } = await setUp();
    const [earlier, later] = [await issueToken('send receive'), await issueToken('send receive')];
    const shared = extractToken(links.joinUrl);
    expect((await post(earlier, 'early')).status).toBe(202);
    expect((await post(shared, 'shared')).status).toBe(202);
    await owner.push('lock', { locked: true });
    expect([getCode(await post(earlier, 'early')), getCode(await read(earlier))]).toEqual([
      '202',
      '200',
    ]);
    expect([getCode(await post(later, 'late')), getCode(await read(later))]).toEqual([
      'locked',
      'locked',
    ]);
    // Anyone with the link would know that name.
    expect(getCode(await post(shared, 'shared'))).toBe('locked');
  });

  it('[R21] lets a member return with its claim and name, and nobody else with them', async () => {
    const { ports, links, owner } = await setUp();
    const payload = { username: 'ann', claim: 'a'.repeat(16) };
    const ann = await joinTestRoom(ports, links.joinUrl, payload);
    await owner.push('lock', { locked: true });
    ports.ended.add(ann.id);
    const back = await joinTestRoom(ports, links.joinUrl, payload);
    expect(back.memberId).toBe(ann.memberId);
    const other = { ...payload, claim: 'b'.repeat(16) };
    expect(getReason((await tryJoin(ports, links.joinUrl, other)).reply)).toBe('locked');
  });

  it('[R20] [R21] lets a watcher return by the token that it got in it, until a kick', async () => {
    const { ports, links, owner } = await setUp();
    const { joined } = await joinTestRoom(ports, links.watchUrl);
    await joinTestRoom(ports, links.joinUrl, { username: 'eve' });
    await owner.push('lock', { locked: true });
    const { token = '' } = joined;
    expect(isOk((await tryJoin(ports, links.watchUrl, { token })).reply)).toBe(true);
    // Everyone with a message knows the epoch.
    const last = { epoch: joined.epoch, seq: 0 };
    expect(getReason((await tryJoin(ports, links.watchUrl, { last })).reply)).toBe('locked');
    await owner.push('kick', { member: 'eve' });
    expect(getReason((await tryJoin(ports, links.watchUrl, { token })).reply)).toBe('locked');
  });

  it('[R21] takes no token that was made elsewhere for a proof of presence', async () => {
    const { ports, links, owner, issueToken } = await setUp();
    const token = await issueToken('receive');
    await owner.push('lock', { locked: true });
    expect(getReason((await tryJoin(ports, links.watchUrl, { token })).reply)).toBe('locked');
  });

  it('[R21] ends the long poll of a stranger without a message', async () => {
    const { ports, links, owner, read } = await setUp();
    const { wait } = ports.context.clock;
    Object.assign(ports.context.clock, {
      wait: async (milliseconds: number) => {
        await wait(milliseconds);
        await owner.push('lock', { locked: true });
        await owner.push('shout', { body: 'among us' });
      },
    });
    const answer = await read(extractToken(links.watchUrl), { after: '0', wait: '20' });
    expect(getCode(answer)).toBe('locked');
  });
});

describe('A long poll', () => {
  it.each([
    [
      'kicked',
      async ({ owner }: Awaited<ReturnType<typeof setUp>>) => {
        await owner.push('kick', { member: 'eve' });
      },
    ],
    [
      'unauthorized',
      async ({ ports, links, room }: Awaited<ReturnType<typeof setUp>>) => {
        const bearer = extractToken(links.ownerUrl);
        await call(ports, 'POST /api/rooms/{id}/links', { room, bearer, body: {} });
      },
    ],
  ] as const)('[H16] that waits ends with %s and no message', async (reason, act) => {
    const all = await setUp();
    const { ports, owner, issueToken, read, post } = all;
    const token = await issueToken('send receive');
    await post(token, 'eve');
    const { wait } = ports.context.clock;
    Object.assign(ports.context.clock, {
      wait: async (milliseconds: number) => {
        Object.assign(ports.context.clock, { wait });
        await wait(milliseconds);
        await act(all);
        await owner.push('shout', { body: 'among us' });
      },
    });
    expect(getCode(await read(token, { after: '1', wait: '20' }))).toBe(reason);
  });
});

describe('A kicked bot', () => {
  it('[R20] can use its token by no door, under any name', async () => {
    const { ports, links, owner, room, issueToken, read, post } = await setUp();
    const token = await issueToken('send receive');
    expect((await post(token, 'eve')).status).toBe(202);
    expect(isOk(findReply(await owner.push('kick', { member: 'eve' })))).toBe(true);
    expect(getCode(await post(token, 'eve'))).toBe('kicked');
    expect(getCode(await post(token, 'eva'))).toBe('kicked');
    expect(getCode(await read(token))).toBe('kicked');
    const minted = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room,
      bearer: token,
      body: { scope: 'receive' },
    });
    expect(getCode(minted)).toBe('kicked');
    const { reply } = await tryJoin(ports, links.joinUrl, { token, username: 'eva' });
    expect(getReason(reply)).toBe('kicked');
  });
});

describe('Slow mode', () => {
  it('[R23] holds for a token over HTTP, whatever its names', async () => {
    const { ports, owner, issueToken, post } = await setUp();
    await owner.push('slow', { seconds: 10 });
    const token = await issueToken('send');
    expect((await post(token, 'one')).status).toBe(202);
    expect(await post(token, 'two')).toMatchObject({ status: 429, body: { retry_after: 10 } });
    expect((await post(await issueToken('send'), 'three')).status).toBe(202);
    ports.now += 10_000;
    expect((await post(token, 'two')).status).toBe(202);
  });

  it('[R23] holds for a member who leaves and joins again', async () => {
    const { ports, links, owner } = await setUp();
    await owner.push('slow', { seconds: 10 });
    const claim = (letter: string) => ({ claim: letter.repeat(16) });
    const ann = await joinTestRoom(ports, links.joinUrl, { username: 'ann', ...claim('a') });
    expect(isOk(findReply(await ann.push('shout', { body: 'one' })))).toBe(true);
    await ann.push('phx_leave', {});

    const again = await joinTestRoom(ports, links.joinUrl, { username: 'ann', ...claim('b') });
    expect(again.memberId).not.toBe(ann.memberId);
    expect(getReason(findReply(await again.push('shout', { body: 'two' })))).toBe('rate_limited');
    // The connection, too, under another name.
    const token = extractToken(links.joinUrl);
    const payload = { token, username: 'bea', ...claim('c') };
    expect(isOk(findReply(await ann.push('phx_join', payload, { joinRef: '5', ref: '5' })))).toBe(
      true,
    );
    const said = await ann.push('shout', { body: 'three' }, { joinRef: '5' });
    expect(getReason(findReply(said))).toBe('rate_limited');
    ports.now += 10_000;
    expect(isOk(findReply(await again.push('shout', { body: 'two' })))).toBe(true);
  });
});

describe('Names over HTTP', () => {
  it('[H11] are at most 5 for one token, and free when their bots are silent', async () => {
    const { ports, links, issueToken, post } = await setUp();
    const token = await issueToken('send');
    const max = limits.maxNamesPerToken;
    for (let index = 0; index < max; index += 1) {
      expect((await post(token, `bot ${index}`)).status).toBe(202);
      ports.now += 1_000;
    }
    const refused = await post(token, 'one more');
    expect(refused).toMatchObject({ status: 429, body: { reason: 'rate_limited' } });
    expect((await post(token, 'bot 1')).status).toBe(202);
    expect((await post(await issueToken('send'), 'another')).status).toBe(202);

    const { retry_after: seconds } = refused.body as { readonly retry_after: number };
    await elapse(ports, seconds * 1_000, 'bots');
    expect((await post(token, 'one more')).status).toBe(202);
    const ann = await tryJoin(ports, links.joinUrl, { username: 'bot 0' });
    expect(isOk(ann.reply)).toBe(true);
  });

  it('[H11] are at most 5 for messages at the same time, too', async () => {
    const { issueToken, post } = await setUp();
    const token = await issueToken('send');
    const posts = Array.from({ length: 12 }, (_, index) => post(token, `bot ${index}`));
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(limits.maxNamesPerToken);
    expect((await post(token, 'one more')).status).toBe(429);
  });

  it('[H11] are free when this token’s bots are silent, not when another’s are', async () => {
    const { ports, issueToken, post } = await setUp();
    await post(await issueToken('send'), 'early bird');
    ports.now += 50_000;
    const token = await issueToken('send');
    for (let index = 0; index < limits.maxNamesPerToken; index += 1) {
      await post(token, `bot ${index}`);
    }
    const { body } = await post(token, 'one more');
    const { retry_after: seconds } = body as { readonly retry_after: number };
    expect(seconds).toBe(timing.botLeaseMilliseconds / 1_000);
  });

  it('[H11] are at most 100 in a room, whatever tokens its members make', async () => {
    const { links, ports, issueToken, post } = await setUp();
    for (let count = 0; count < limits.maxBotsPerRoom; count += limits.maxNamesPerToken) {
      const token = await issueToken('send');
      for (let index = 0; index < limits.maxNamesPerToken; index += 1) {
        expect((await post(token, `bot ${count + index}`)).status).toBe(202);
      }
      ports.now += 1_000;
    }
    expect(await post(await issueToken('send'), 'one more')).toMatchObject({
      status: 429,
      body: { reason: 'rate_limited' },
    });
    expect(isOk((await tryJoin(ports, links.joinUrl, { username: 'ann' })).reply)).toBe(true);
  });

  it('[H11] are free if nothing was said under them', async () => {
    const { ports, links, room, issueToken } = await setUp();
    const { status } = await call(ports, `POST ${messages}`, {
      room,
      bearer: await issueToken('send'),
      body: { body: '', name: 'quiet' },
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(isOk((await tryJoin(ports, links.joinUrl, { username: 'quiet' })).reply)).toBe(true);
  });
});

describe('Long polls', () => {
  it('[H12] end when their callers leave, before their time is up', async () => {
    const { ports, links, room } = await setUp();
    let polls = 0;
    const hasLeft = (): boolean => (polls += 1) > 2;
    const bearer = extractToken(links.watchUrl);
    const query = { after: '0', wait: '20' };
    const from = ports.now;
    await handleRequest(ports.context, {
      route: `GET ${messages}`,
      parameters: { id: room },
      query,
      bearer,
      addressKey: undefined,
      origin: 'https://chat.example',
      body: '',
      hasLeft,
    });
    expect(ports.now - from).toBeLessThan(5_000);
    expect(ports.context.memory.polls.size).toBe(0);
  });

  it('[H12] are bounded for one token, and the next one may start when one ends', async () => {
    const { ports, links, read } = await setUp();
    const ends: (() => void)[] = [];
    Object.assign(ports.context.clock, {
      wait: () =>
        new Promise<void>((resolve) => {
          ends.push(resolve);
        }),
    });
    const bearer = extractToken(links.watchUrl);
    const query = { after: '0', wait: '10' };
    const held = Array.from({ length: limits.maxPollsPerToken }, () => read(bearer, query));
    await expect.poll(() => ends.length).toBe(held.length);
    expect(await read(bearer, query)).toMatchObject({
      status: 429,
      body: { reason: 'rate_limited', retry_after: 10 },
    });
    expect((await read(bearer)).status).toBe(200);

    ports.now += 10_000;
    for (const end of ends.splice(0)) end();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 200));
    const next = read(bearer, query);
    await expect.poll(() => ends.length).toBe(1);
    ports.now += 10_000;
    ends[0]?.();
    expect((await next).status).toBe(200);
  });
});
