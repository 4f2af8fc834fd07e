// The end of a token that ends before its room.

import { describe, expect, it } from 'vitest';
import { runTimer } from '../../../functions/core/lifecycle/run-timer.ts';
import {
  call,
  createTestPorts,
  createTestRoom,
  elapse,
  extractToken,
  findPayloads,
  findReply,
  getReason,
  joinTestRoom,
  tryJoin,
} from '../test-ports.ts';

async function setUp() {
  const ports = createTestPorts();
  const links = await createTestRoom(ports);
  const owner = await joinTestRoom(ports, links.ownerUrl, { username: 'olga' });
  const issueToken = async (scope: string, seconds: number): Promise<string> => {
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room: links.room.id,
      bearer: extractToken(links.ownerUrl),
      body: { scope, seconds },
    });
    return (made.body as { readonly token: string }).token;
  };
  return { ports, links, owner, issueToken };
}

describe("A token's end", () => {
  it('[A15] closes its subscriptions, and nobody else’s', async () => {
    const { ports, links, owner, issueToken } = await setUp();
    const token = await issueToken('send receive', 60);
    const guest = await joinTestRoom(ports, links.joinUrl, { username: 'guest', token });
    const watcher = await joinTestRoom(ports, links.watchUrl, {
      token: await issueToken('receive', 60),
    });
    const later = await joinTestRoom(ports, links.joinUrl, {
      username: 'later',
      token: await issueToken('send receive', 120),
    });
    for (const { id } of [owner, guest, watcher, later]) ports.inbox(id);
    await elapse(ports, 59_000, 'tokens');
    expect(ports.inbox(guest.id)).toEqual([]);

    await elapse(ports, 1_000, 'tokens');
    for (const { id } of [guest, watcher]) {
      expect(findPayloads(ports.inbox(id), 'phx_close')).toEqual([{ reason: 'token_expired' }]);
    }
    expect(ports.closed.map(({ connection }) => connection)).toEqual([guest.id, watcher.id]);
    expect(findPayloads(ports.inbox(owner.id), 'presence_diff')).toMatchObject([
      { leaves: { guest: {} } },
    ]);
    await owner.push('shout', { body: 'among us' });
    expect(ports.inbox(guest.id)).toEqual([]);
    expect(findPayloads(ports.inbox(later.id), 'shout')).toHaveLength(1);
  });

  it('[A15] is what a late push or join hears of, not the end of the room', async () => {
    const { ports, links, issueToken } = await setUp();
    const token = await issueToken('send receive', 60);
    const guest = await joinTestRoom(ports, links.joinUrl, { username: 'guest', token });
    ports.now += 60_000;
    const reply = findReply(await guest.push('shout', { body: 'late' }));
    expect(getReason(reply)).toBe('expired');
    expect(JSON.stringify(reply)).toContain('Your link has expired.');
    const { reply: joined } = await tryJoin(ports, links.joinUrl, { username: 'guest', token });
    expect(JSON.stringify(joined)).toContain('Your link has expired.');
  });

  it('[A15] comes in time even if its timer fires early', async () => {
    const { ports, links, issueToken } = await setUp();
    const guests = [];
    for (const [username, seconds] of [
      ['first', 60],
      ['second', 120],
    ] as const) {
      const token = await issueToken('send receive', seconds);
      guests.push(await joinTestRoom(ports, links.joinUrl, { username, token }));
    }
    ports.now += 10_000;
    const early = ports.timers.filter(({ kind }) => kind === 'tokens');
    expect(early).toHaveLength(2);
    for (const timer of early) {
      ports.fired.add(timer);
      await runTimer(ports.context, { ...timer });
    }
    for (const { id } of guests) {
      ports.inbox(id);
      await elapse(ports, 60_000, 'tokens');
      expect(findPayloads(ports.inbox(id), 'phx_close')).toHaveLength(1);
    }
  });
});
