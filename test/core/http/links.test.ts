// Links that members create: with a narrower scope, a shorter life or a limited number of uses.

import { describe, expect, it } from 'vitest';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import type { ApiResponse } from '../../../functions/core/http/api-request.ts';
import type { Scope } from '../../../functions/core/ports.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import {
  call,
  findReply,
  isOk,
  tryJoin,
  joinTestRoom,
  getReason,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

interface Link {
  readonly token: string;
  readonly url: string;
  readonly expiresAt: string;
}

const requestToken = (
  ports: TestPorts,
  room: string,
  { bearer, ...body }: { bearer: string; scope: string; seconds?: number; uses?: number },
): Promise<ApiResponse> => call(ports, 'POST /api/rooms/{id}/tokens', { room, bearer, body });
async function createLink(...given: Parameters<typeof requestToken>): Promise<Link> {
  const { status, body } = await requestToken(...given);
  if (status !== 201) throw new Error(`No link: ${status}.`);
  return body as Link;
}

const scopes: readonly Scope[] = ['send', 'receive', 'moderate'];
const pickScopes = (mask: number): string =>
  scopes.filter((_, bit) => (mask >> bit) % 2 === 1).join(' ');
const isWithin = (scope: string, held: string): boolean =>
  scope.split(' ').every((word) => held.split(' ').includes(word));

describe('A link created by a member', () => {
  it("[A17] grants its creator's permissions or less; anything more is forbidden", async () => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    for (let held = 1; held < 8; held += 1) {
      const { token: bearer } = await createLink(ports, room.id, {
        bearer: token,
        scope: pickScopes(held),
      });
      for (let wanted = 1; wanted < 8; wanted += 1) {
        const { status } = await requestToken(ports, room.id, {
          bearer,
          scope: pickScopes(wanted),
        });
        expect([pickScopes(held), pickScopes(wanted), status]).toEqual([
          pickScopes(held),
          pickScopes(wanted),
          isWithin(pickScopes(wanted), pickScopes(held)) ? 201 : 403,
        ]);
      }
    }
  });

  it('[A17] lets its holder do no more than its scope', async () => {
    const ports = createTestPorts();
    const { room, joinUrl } = await createTestRoom(ports);
    const watch = await createLink(ports, room.id, {
      bearer: extractToken(joinUrl),
      scope: 'receive',
    });
    expect(watch.url).toMatch(/^https:\/\/chat\.example\/r\/\w+#C[\w-]{22}$/);
    const watcher = await joinTestRoom(ports, watch.url);
    expect(watcher.joined.member).toBeNull();
    expect((await watcher.push('shout', { body: 'hello' })).map(getReason)).toEqual(['forbidden']);
  });

  it("[A17] [A15] ends at its own time, and never after its creator's link", async () => {
    const ports = createTestPorts();
    const { room, joinUrl } = await createTestRoom(ports);
    const short = await createLink(ports, room.id, {
      bearer: extractToken(joinUrl),
      scope: 'send receive',
      seconds: 60,
    });
    expect(short.expiresAt).toBe(new Date(ports.now + 60_000).toISOString());
    const ofShort = await createLink(ports, room.id, {
      bearer: short.token,
      scope: 'receive',
      seconds: 300,
    });
    expect(ofShort.expiresAt).toBe(short.expiresAt);
    expect(
      (
        await createLink(ports, room.id, {
          bearer: extractToken(joinUrl),
          scope: 'receive',
          seconds: 9_999,
        })
      ).expiresAt,
    ).toBe(room.expiresAt);
    ports.now += 60_000;
    for (const { url } of [short, ofShort]) {
      expect(getReason((await tryJoin(ports, url, { username: 'late' })).reply)).toBe('expired');
    }
  });

  it.each([
    [{ scope: 'admin' }],
    [{ scope: '' }],
    [{ scope: 'send', uses: 0 }],
    [{ scope: 'send', uses: 1_001 }],
    [{ scope: 'send', seconds: 0 }],
    [{ scope: 'send', colour: 'red' }],
  ])('[H2] is refused for the request %j', async (wish) => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    expect(await requestToken(ports, room.id, { bearer: token, ...wish })).toMatchObject({
      status: 400,
      isProblem: true,
      body: { reason: 'invalid_payload' },
    });
  });
});

describe('A link with limited uses', () => {
  it('[A18] lets that many join, and returning members use none up', async () => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    const { url } = await createLink(ports, room.id, {
      bearer: token,
      scope: 'send receive',
      uses: 2,
    });
    const ann = await joinTestRoom(ports, url, { username: 'ann' });
    await handleDisconnect(ports.context, ann.id);
    const back = await joinTestRoom(ports, url, { session: ann.session });
    expect(back.memberId).toBe(ann.memberId);
    await joinTestRoom(ports, url, { session: ann.session });
    await joinTestRoom(ports, url, { username: 'bob' });
    expect(getReason((await tryJoin(ports, url, { username: 'cat' })).reply)).toBe('forbidden');
    expect(isOk((await tryJoin(ports, url, { session: ann.session })).reply)).toBe(true);
  });

  it.each(['send receive', 'receive'])(
    '[A18] %s: admits a member that retries after a lost reply',
    async (scope) => {
      const ports = createTestPorts();
      const { room, token } = await createTestRoom(ports);
      const { url } = await createLink(ports, room.id, { bearer: token, scope, uses: 1 });
      const claim = 'c'.repeat(22);
      const lost = await joinTestRoom(ports, url, { username: 'ann', claim });
      const again = await joinTestRoom(ports, url, { username: 'ann', claim });
      expect(again.memberId).toBe(lost.memberId);
      expect(
        getReason((await tryJoin(ports, url, { username: 'bob', claim: 'd'.repeat(22) })).reply),
      ).toBe('forbidden');
    },
  );

  it('[A18] admits no more of many concurrent joins than allowed', async () => {
    const ports = createTestPorts();
    const { room, token, joinUrl } = await createTestRoom(ports);
    const { url } = await createLink(ports, room.id, {
      bearer: token,
      scope: 'send receive',
      uses: 3,
    });
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) => tryJoin(ports, url, { username: `m${index}` })),
    );
    expect(replies.filter(({ reply }) => isOk(reply))).toHaveLength(3);
    const open = await Promise.all(
      Array.from({ length: 8 }, (_, index) => tryJoin(ports, joinUrl, { username: `m${index}` })),
    );
    expect(
      open
        .map(({ reply }) => (isOk(reply) ? 'ok' : getReason(reply)))
        .filter((word) => word === 'name_taken'),
    ).toHaveLength(3);
    expect((await joinTestRoom(ports, joinUrl, { username: 'last' })).joined.room.members).toBe(9);
  });

  it('[A18] counts watchers too', async () => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    const { url } = await createLink(ports, room.id, { bearer: token, scope: 'receive', uses: 1 });
    const claim = 'c'.repeat(22);
    const watcher = await joinTestRoom(ports, url, { claim });
    const last = { epoch: watcher.joined.epoch, seq: 0 };
    expect(getReason((await tryJoin(ports, url)).reply)).toBe('forbidden');
    expect(getReason((await tryJoin(ports, url, { last })).reply), 'it knows the epoch').toBe(
      'forbidden',
    );
    // One watcher has as many connections as a member.
    for (let count = 1; count < limits.maxConnectionsPerMember; count += 1) {
      await joinTestRoom(ports, url, { claim, last });
    }
    expect(getReason((await tryJoin(ports, url, { claim, last })).reply)).toBe('rate_limited');
  });

  it('[A18] that is used up gives no right to a member who came by another', async () => {
    const ports = createTestPorts();
    const { room, token, joinUrl } = await createTestRoom(ports);
    const scope = 'send receive moderate';
    const { url } = await createLink(ports, room.id, { bearer: token, scope, uses: 1 });
    const claim = 'c'.repeat(22);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann', claim });
    const bob = await joinTestRoom(ports, url, { username: 'bob' });
    for (const proof of [{ session: ann.session }, { claim, username: 'ann' }]) {
      expect(getReason((await tryJoin(ports, url, proof)).reply)).toBe('forbidden');
    }
    const back = await joinTestRoom(ports, url, { session: bob.session });
    expect(findReply(await back.push('lock', { locked: true }))).toMatchObject({
      payload: { status: 'ok' },
    });
  });

  it('[A18] gives one name to all who share a claim', async () => {
    const ports = createTestPorts();
    const { room, token, joinUrl } = await createTestRoom(ports);
    const scope = 'send receive';
    const { url } = await createLink(ports, room.id, { bearer: token, scope, uses: 1 });
    const claim = 'c'.repeat(22);
    for (const username of ['ann', 'bob', 'cat']) {
      const { joined } = await joinTestRoom(ports, url, { username, claim });
      expect(joined.member?.name).toBe('ann');
    }
    await joinTestRoom(ports, joinUrl, { username: 'bob' });
  });

  it('[A18] grants no access over HTTP, and creates no link', async () => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    const { token: bearer } = await createLink(ports, room.id, {
      bearer: token,
      scope: 'send receive',
      uses: 5,
    });
    for (const [route, body] of [
      ['GET /api/rooms/{id}', undefined],
      ['GET /api/rooms/{id}/messages', undefined],
      ['POST /api/rooms/{id}/messages', { body: 'hello' }],
      ['POST /api/rooms/{id}/tokens', { scope: 'receive' }],
    ] as const) {
      expect(await call(ports, route, { room: room.id, bearer, body })).toMatchObject({
        status: 403,
        body: { reason: 'forbidden' },
      });
    }
  });
});
