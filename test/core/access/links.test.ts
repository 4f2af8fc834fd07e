// The links of a room: whether new members can join with each kind after an extension, a
// replacement or a kick.

import { describe, expect, it } from 'vitest';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import {
  call,
  createTestPorts,
  createTestRoom,
  elapse,
  extractToken,
  findPayloads,
  getReason,
  getResponse,
  isOk,
  joinTestRoom,
  tryJoin,
  type TestPorts,
} from '../test-ports.ts';

type Room = Awaited<ReturnType<typeof createTestRoom>>;

async function setUp() {
  const ports = createTestPorts();
  const room = await createTestRoom(ports);
  const owner = await joinTestRoom(ports, room.ownerUrl, { username: 'olga' });
  return { ports, room, owner };
}

async function createLink(
  ports: TestPorts,
  { room, token }: Room,
  body: Readonly<Record<string, unknown>>,
): Promise<{ readonly url: string; readonly token: string }> {
  const created = await call(ports, 'POST /api/rooms/{id}/tokens', {
    room: room.id,
    bearer: token,
    body,
  });
  return created.body as { url: string; token: string };
}

const extendBeyondOldEnd = async ({ ports, owner }: Awaited<ReturnType<typeof setUp>>) => {
  await owner.push('extend', { seconds: 300 });
  await elapse(ports, 601_000, 'end');
};
const replaceLinks = ({ ports, room }: Awaited<ReturnType<typeof setUp>>) =>
  call(ports, 'POST /api/rooms/{id}/links', {
    room: room.room.id,
    bearer: extractToken(room.ownerUrl),
  });

/** Returns `ok`, or the reason of the refusal, of a new member who joins. */
async function joinAsNew(ports: TestPorts, url: string): Promise<string> {
  const { reply } = await tryJoin(ports, url, { username: 'new' });
  return isOk(reply) ? 'ok' : getReason(reply);
}

describe('A link', () => {
  it('[A20] is short, and has 132 bits of secrecy', async () => {
    const { room } = await setUp();
    for (const url of [room.joinUrl, room.watchUrl, room.ownerUrl]) {
      expect(url.replace('https://chat.example', 'x'.repeat(24)).length).toBeLessThanOrEqual(80);
      expect(extractToken(url)).toMatch(/^[B-H][\w-]{22}$/);
    }
    expect(new Set([room.joinUrl, room.watchUrl, room.ownerUrl]).size).toBe(3);
  });

  it('[A20] is of one room and of one set of scopes', async () => {
    const { ports, room } = await setUp();
    const other = await createTestRoom(ports);
    const strange = `${room.joinUrl.split('#')[0] ?? ''}#${extractToken(other.joinUrl)}`;
    expect(await joinAsNew(ports, strange)).toBe('unauthorized');
    // The letter of the owner's scopes before the secret of the watcher's.
    const forged = room.watchUrl.replace('#C', '#H');
    expect(forged).not.toBe(room.watchUrl);
    expect(await joinAsNew(ports, forged)).toBe('unauthorized');
  });

  it('[A20] is exchanged for a token until the end of the room as it is', async () => {
    const { ports, room } = await setUp();
    const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann' });
    const url = `${room.joinUrl.split('#')[0] ?? ''}#${ann.joined.token ?? ''}`;
    expect(await joinAsNew(ports, url)).toBe('ok');
    expect(ann.joined.code).toBeUndefined();
  });

  it('[A20] works as a bearer token and at the handshake', async () => {
    const { ports, room } = await setUp();
    const at = { room: room.room.id, bearer: extractToken(room.watchUrl) };
    expect((await call(ports, 'GET /api/rooms/{id}/messages', at)).status).toBe(200);
    const body = { body: 'hello' };
    expect((await call(ports, 'POST /api/rooms/{id}/messages', { ...at, body })).status).toBe(403);
  });

  // The reply to a new member with each link, after each event.
  it.each([
    { link: 'joinUrl', extended: 'ok', replaced: 'unauthorized', kicked: 'ok' },
    { link: 'watchUrl', extended: 'ok', replaced: 'unauthorized', kicked: 'ok' },
    { link: 'ownerUrl', extended: 'ok', replaced: 'unauthorized', kicked: 'ok' },
    { link: 'fewer scopes', extended: 'ok', replaced: 'unauthorized', kicked: 'ok' },
    { link: 'two uses', extended: 'expired', replaced: 'unauthorized', kicked: 'ok' },
    { link: 'five minutes', extended: 'expired', replaced: 'unauthorized', kicked: 'ok' },
    { link: 'a token', extended: 'expired', replaced: 'unauthorized', kicked: 'ok' },
  ] as const)('[A20] [A21] $link: admits new members', async ({ link, ...expected }) => {
    const open = async (given: Awaited<ReturnType<typeof setUp>>): Promise<string> => {
      const { ports, room } = given;
      const scope = 'send receive';
      switch (link) {
        case 'fewer scopes':
          return (await createLink(ports, room, { scope: 'receive' })).url;
        case 'two uses':
          return (await createLink(ports, room, { scope, uses: 2 })).url;
        case 'five minutes':
          return (await createLink(ports, room, { scope, seconds: 300 })).url;
        case 'a token':
          return `${room.joinUrl.split('#')[0] ?? ''}#${room.token}`;
        case 'joinUrl':
        case 'watchUrl':
        case 'ownerUrl':
          return room[link];
      }
    };
    const fresh = await setUp();
    expect(await joinAsNew(fresh.ports, await open(fresh))).toBe('ok');

    const extended = await setUp();
    const before = await open(extended);
    await extendBeyondOldEnd(extended);
    expect(await joinAsNew(extended.ports, before)).toBe(expected.extended);

    const replaced = await setUp();
    const old = await open(replaced);
    expect((await replaceLinks(replaced)).status).toBe(200);
    expect(await joinAsNew(replaced.ports, old)).toBe(expected.replaced);

    const kicking = await setUp();
    const url = await open(kicking);
    const ann = await joinTestRoom(kicking.ports, kicking.room.joinUrl, { username: 'ann' });
    await kicking.owner.push('kick', { member: ann.memberId });
    expect(await joinAsNew(kicking.ports, url)).toBe(expected.kicked);
  });
});

describe('Members after an extension', () => {
  it.each(['a link code', 'a token'])(
    '[A22] return with %s and a session that ended before it',
    async (kind) => {
      const given = await setUp();
      const { ports, room } = given;
      const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann' });
      await handleDisconnect(ports.context, ann.id);
      await extendBeyondOldEnd(given);
      const back = await joinTestRoom(ports, room.joinUrl, {
        ...(kind === 'a token' ? { token: ann.joined.token } : {}),
        session: ann.session,
        last: { epoch: ann.joined.epoch, seq: ann.joined.head },
      });
      expect(back.memberId).toBe(ann.memberId);
      expect(back.joined.resumed).toBe(true);
      // The new token and session are valid now.
      const again = { token: back.joined.token, session: back.session };
      expect((await joinTestRoom(ports, room.joinUrl, again)).memberId).toBe(ann.memberId);
    },
  );

  it('[A22] watch on with the token and the epoch that they knew', async () => {
    const given = await setUp();
    const { ports, room } = given;
    const watcher = await joinTestRoom(ports, room.watchUrl);
    await extendBeyondOldEnd(given);
    const last = { epoch: watcher.joined.epoch, seq: 0 };
    const back = await tryJoin(ports, room.watchUrl, { token: watcher.joined.token, last });
    expect(isOk(back.reply)).toBe(true);
  });

  it('[A22] [R24] get nothing once the room has ended', async () => {
    const given = await setUp();
    const { ports, room } = given;
    const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann' });
    await extendBeyondOldEnd(given);
    await elapse(ports, 300_000, 'end');
    const { reply } = await tryJoin(ports, room.joinUrl, { session: ann.session });
    expect(getReason(reply)).toBe('expired');
  });
});

describe('Replaced links', () => {
  it('[A21] give everyone inside new credentials, and returning members theirs', async () => {
    const given = await setUp();
    const { ports, room } = given;
    const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, room.joinUrl, { username: 'bob' });
    await handleDisconnect(ports.context, bob.id);
    ports.inbox(ann.id);
    const { body } = await replaceLinks(given);
    const links = body as { readonly joinUrl: string };

    const [told] = findPayloads(ports.inbox(ann.id), 'room') as {
      readonly code?: string;
      readonly token?: string;
    }[];
    expect(told?.code).toBe(extractToken(links.joinUrl));
    expect(await joinAsNew(ports, links.joinUrl)).toBe('ok');

    const back = await joinTestRoom(ports, room.joinUrl, { session: bob.session });
    expect(back.memberId).toBe(bob.memberId);
    expect(back.joined.code).toBe(extractToken(links.joinUrl));
  });

  it('[A21] give the new code to members who return with a token, if they may', async () => {
    const given = await setUp();
    const { ports, room } = given;
    const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann' });
    const send = await createLink(ports, room, { scope: 'send' });
    const bob = await joinTestRoom(ports, send.url, { username: 'bob' });
    const limited = await createLink(ports, room, { scope: 'send receive', uses: 2 });
    const cat = await joinTestRoom(ports, limited.url, { username: 'cat' });
    const links = (await replaceLinks(given)).body as { readonly joinUrl: string };

    const returnWith = async (token: string | undefined, session: string) =>
      (await joinTestRoom(ports, room.joinUrl, { token, session })).joined;
    expect((await returnWith(ann.joined.token, ann.session)).code).toBe(
      extractToken(links.joinUrl),
    );
    const sender = await returnWith(bob.joined.token, bob.session);
    expect(sender.code).toMatch(/^\S{23}$/);
    expect(sender.code).not.toBe(extractToken(links.joinUrl));
    // A code would have no limit of uses.
    expect(await returnWith(limited.token, cat.session)).toMatchObject({
      token: expect.any(String),
    });
    expect((await returnWith(limited.token, cat.session)).code).toBeUndefined();
  });

  it('[A21] make nobody an owner who was a plain member', async () => {
    const given = await setUp();
    const { ports, room, owner } = given;
    const links = (await replaceLinks(given)).body as { readonly joinUrl: string };
    const eve = await joinTestRoom(ports, links.joinUrl, { username: 'eve' });
    const back = await joinTestRoom(ports, room.ownerUrl, { session: eve.session });
    expect(back.memberId).toBe(eve.memberId);
    expect(back.joined.code).toBe(extractToken(links.joinUrl));
    expect((await back.push('lock', { locked: true })).map(getReason)).toEqual(['forbidden']);

    const olga = await joinTestRoom(ports, room.ownerUrl, { session: owner.session });
    expect((await olga.push('lock', { locked: true })).some(isOk)).toBe(true);
  });

  it('[A21] [A22] let a member return whose session came from a clock that is behind', async () => {
    const set = await setUp();
    const { ports, room } = set;
    ports.now -= 4_000;
    const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann' });
    ports.now += 10_000;
    await handleDisconnect(ports.context, ann.id);
    await replaceLinks(set);
    const session = { username: 'ann', session: ann.session };
    expect(isOk((await tryJoin(ports, room.joinUrl, session)).reply)).toBe(true);
  });

  it('[A21] keep out a kicked member who returns under another name', async () => {
    const given = await setUp();
    const { ports, room, owner } = given;
    const eve = await joinTestRoom(ports, room.joinUrl, { username: 'eve' });
    await owner.push('kick', { member: eve.memberId });
    await replaceLinks(given);
    for (const token of [extractToken(room.joinUrl), eve.joined.token]) {
      const { reply } = await tryJoin(ports, room.joinUrl, { token, username: 'mallory' });
      expect(getReason(reply)).toBe('unauthorized');
    }
    const { reply } = await tryJoin(ports, room.joinUrl, { session: eve.session });
    expect(getReason(reply)).toBe('kicked');
  });

  it('[A21] keep out a kicked member who knows the epoch and kept a link to watch', async () => {
    const given = await setUp();
    const { ports, room, owner } = given;
    const eve = await joinTestRoom(ports, room.joinUrl, { username: 'eve' });
    await owner.push('kick', { member: eve.memberId });
    await replaceLinks(given);
    const last = { epoch: eve.joined.epoch, seq: eve.joined.head };
    const { reply } = await tryJoin(ports, room.watchUrl, { last });
    expect(getReason(reply)).toBe('unauthorized');
  });

  it('[A21] are refused over HTTP, too', async () => {
    const given = await setUp();
    const { ports, room } = given;
    await replaceLinks(given);
    for (const bearer of [extractToken(room.joinUrl), room.token]) {
      const response = await call(ports, 'GET /api/rooms/{id}', { room: room.room.id, bearer });
      expect(response.status).toBe(401);
    }
  });

  it.each([
    { scope: 'moderate' },
    { scope: 'receive moderate' },
    { scope: 'send receive moderate', seconds: 3 },
    { scope: 'send receive moderate', uses: 1 },
  ])('[A21] [A17] are not replaced with a token that allows less: %j', async (narrower) => {
    const { ports, room } = await setUp();
    const { token } = await createLink(ports, room, narrower);
    const request = { room: room.room.id, bearer: token };
    const response = await call(ports, 'POST /api/rooms/{id}/links', request);
    expect(response.status).toBe(403);
    expect(JSON.stringify(response.body)).not.toContain('/r/');
  });

  it('[A21] [A19] need the scope moderate', async () => {
    const { ports, room } = await setUp();
    const bearer = extractToken(room.joinUrl);
    const response = await call(ports, 'POST /api/rooms/{id}/links', {
      room: room.room.id,
      bearer,
    });
    expect(response.status).toBe(403);
  });
});

describe('A link with limited uses', () => {
  it('[A18] keeps its limit in every token that is issued in its place', async () => {
    const given = await setUp();
    const { ports, room, owner } = given;
    const { url } = await createLink(ports, room, { scope: 'send receive', uses: 1 });
    const ann = await joinTestRoom(ports, url, { username: 'ann' });
    ports.inbox(ann.id);
    await owner.push('extend', { seconds: 300 });
    const [extended] = findPayloads(ports.inbox(ann.id), 'room') as { readonly token?: string }[];
    const back = await joinTestRoom(ports, url, { session: ann.session });
    for (const token of [extended?.token, back.joined.token]) {
      expect(token).toEqual(expect.any(String));
      const { reply } = await tryJoin(ports, url, { token, username: 'bob' });
      expect(getReason(reply)).toBe('forbidden');
    }
  });
});

describe('A kick', () => {
  it('[R20] [R21] can lock the room in the same write', async () => {
    const { ports, room, owner } = await setUp();
    const eve = await joinTestRoom(ports, room.joinUrl, { username: 'eve' });
    const frames = await owner.push('kick', { member: eve.memberId, lock: true });
    expect(getResponse(frames.find(isOk))).toMatchObject({ room: { state: 'locked' } });
    expect(await joinAsNew(ports, room.joinUrl)).toBe('locked');
  });

  it('[R20] with a lock keeps new senders over HTTP out, and lets earlier ones post', async () => {
    const { ports, room, owner } = await setUp();
    const { id } = room.room;
    const { token: bearer } = await createLink(ports, room, { scope: 'send' });
    const post = async (name: string): Promise<number> => {
      const body = { body: 'hello', name };
      return (await call(ports, 'POST /api/rooms/{id}/messages', { room: id, bearer, body }))
        .status;
    };
    expect(await post('earlier')).toBe(202);
    const eve = await joinTestRoom(ports, room.joinUrl, { username: 'eve' });
    await owner.push('kick', { member: eve.memberId, lock: true });
    expect(await post('earlier')).toBe(202);
    expect(await post('eve again')).toBe(423);
  });
});

describe('A stock client without a claim', () => {
  const disconnect = async (ports: TestPorts, id: Parameters<typeof handleDisconnect>[1]) => {
    ports.ended.add(id);
    await handleDisconnect(ports.context, id);
  };

  it('[R33] returns under its name with the same link once its connection is gone', async () => {
    const { ports, room } = await setUp();
    const bob = await joinTestRoom(ports, room.joinUrl, { username: 'bob' });
    const taken = await tryJoin(ports, room.joinUrl, { username: 'bob' });
    expect(getReason(taken.reply)).toBe('name_taken');
    await disconnect(ports, bob.id);
    const back = await joinTestRoom(ports, room.joinUrl, { username: 'bob' });
    expect(back.joined.member).toMatchObject({ name: 'bob' });
  });

  it('[R33] cannot take the name of a member with a claim, or of another link', async () => {
    const { ports, room } = await setUp();
    const claim = 'a secret of 16 characters';
    const ann = await joinTestRoom(ports, room.joinUrl, { username: 'ann', claim });
    const bob = await joinTestRoom(ports, room.joinUrl, { username: 'bob' });
    await disconnect(ports, ann.id);
    await disconnect(ports, bob.id);
    expect(getReason((await tryJoin(ports, room.joinUrl, { username: 'ann' })).reply)).toBe(
      'name_taken',
    );
    expect(getReason((await tryJoin(ports, room.ownerUrl, { username: 'bob' })).reply)).toBe(
      'name_taken',
    );
  });
});
