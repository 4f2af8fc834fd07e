// Rate limits of messages: per connection, per member and per room. Only the first one closes a
// connection.

import { describe, expect, it } from 'vitest';
import { createFinder } from '../../../functions/core/track/word-filter/index.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import {
  connectClient,
  findReply,
  isOk,
  joinTestRoom,
  getResponse,
  createTestRoom,
  createTestPorts,
  type TestClient,
} from '../test-ports.ts';

const { member: memberRate, room: roomRate, connection: connectionRate } = limits.messageRates;

/** Sends messages at the same time. Returns how many were accepted, and the last refusal. */
async function sendBurst(
  client: TestClient,
  count: number,
): Promise<{ readonly taken: number; readonly refusal: unknown }> {
  let taken = 0;
  let refusal: unknown;
  for (let index = 0; index < count; index += 1) {
    const answer = findReply(await client.push('shout', { body: 'hello' }));
    if (isOk(answer)) taken += 1;
    else refusal = getResponse(answer);
  }
  return { taken, refusal };
}

/** A text with so many matches that their replacements make it too large. */
const costly = 'XML '.repeat(limits.maxBodyCharacters / 4);
const finder = createFinder([
  { name: 'x', version: 1, language: 'en', forbidden: ['XML'], replacements: [] },
]);
const workOfCostly = finder(costly).steps + costly.length;

const getReason = (response: unknown): unknown =>
  (response as { readonly reason?: unknown } | undefined)?.reason;

describe('A rate limit', () => {
  it.each([
    { what: 'malformed', link: 'joinUrl', payload: {}, reason: 'invalid_payload' },
    { what: 'forbidden', link: 'watchUrl', payload: { body: 'hello' }, reason: 'forbidden' },
    {
      what: 'misaddressed',
      link: 'joinUrl',
      payload: { body: 'psst', to: 'nobody' },
      reason: 'not_found',
    },
    { what: 'unjoined', link: undefined, payload: { body: 'hello' }, reason: 'unmatched topic' },
  ] as const)('[R7] [R8] [G10] counts $what messages, too', async ({ link, payload, reason }) => {
    const ports = createTestPorts();
    const made = await createTestRoom(ports);
    const client =
      link === undefined
        ? await connectClient(ports, `room:${made.room.id}`)
        : await joinTestRoom(ports, made[link], link === 'watchUrl' ? {} : { username: 'eve' });
    const reasons: unknown[] = [];
    while (ports.closed.length === 0 && reasons.length < 100) {
      reasons.push(getReason(getResponse(findReply(await client.push('shout', payload)))));
    }
    const { burst } = connectionRate;
    expect(reasons.slice(0, burst)).toEqual(Array(burst).fill(reason));
    expect(reasons.slice(burst)).toEqual(Array(limits.maxConsecutiveRefusals).fill('rate_limited'));
    expect(ports.closed).toMatchObject([{ connection: client.id, code: 1008 }]);
  });

  it('[R7] of a member counts all its connections and closes none of them', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const tabs = [await joinTestRoom(ports, joinUrl, { username: 'ann' })];
    while (tabs.length < 3) {
      tabs.push(await joinTestRoom(ports, joinUrl, { session: tabs[0]?.session }));
    }
    const taken: number[] = [];
    for (const tab of tabs) {
      const sent = await sendBurst(tab, connectionRate.burst);
      taken.push(sent.taken);
      if (sent.taken === 0) {
        expect(sent.refusal).toMatchObject({ reason: 'rate_limited', retry_after: 0.1 });
      }
    }
    expect(taken).toEqual([20, 20, 0]);
    expect(taken.reduce((sum, one) => sum + one)).toBe(memberRate.burst);
    expect(ports.closed).toEqual([]);
  });

  it('[R7] [R8] of a room counts all its members and closes none of them', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    let taken = 0;
    for (let index = 0; index <= roomRate.burst / connectionRate.burst; index += 1) {
      const member = await joinTestRoom(ports, joinUrl, { username: `m${index}` });
      const sent = await sendBurst(member, connectionRate.burst);
      taken += sent.taken;
      if (sent.taken < connectionRate.burst) {
        expect(sent.refusal).toMatchObject({ reason: 'rate_limited' });
      }
    }
    expect(taken).toBe(roomRate.burst);
    expect(ports.closed).toEqual([]);
  });

  it('[R7] of filter work refuses a member before the next text is filtered', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    const reasons: unknown[] = [];
    for (let index = 0; index < 16; index += 1) {
      reasons.push(getReason(getResponse(findReply(await ann.push('shout', { body: costly })))));
    }
    const filtered = reasons.filter((reason) => reason === 'too_large').length;
    expect(filtered).toBe(Math.ceil(limits.filterWork.member.burst / workOfCostly));
    expect(new Set(reasons.slice(filtered))).toEqual(new Set(['rate_limited']));

    const refusal = getResponse(findReply(await ann.push('shout', { body: 'hello' })));
    expect(refusal).toMatchObject({ reason: 'rate_limited' });
    const { retry_after: wait } = refusal as { readonly retry_after: number };
    expect(isOk(findReply(await bob.push('shout', { body: 'hello' })))).toBe(true);
    expect(ports.closed).toEqual([]);

    ports.now += wait * 1_000 - 100;
    expect(isOk(findReply(await ann.push('shout', { body: 'hello' })))).toBe(false);
    ports.now += 100;
    expect(isOk(findReply(await ann.push('shout', { body: 'hello' })))).toBe(true);
  });

  it('[R7] of filter work counts all members of a room', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    let filtered = 0;
    for (let index = 0; index < 80; index += 1) {
      const member = await joinTestRoom(ports, joinUrl, { username: `m${index}` });
      for (let turn = 0; turn < 7; turn += 1) {
        const response = getResponse(findReply(await member.push('shout', { body: costly })));
        if (getReason(response) === 'too_large') filtered += 1;
      }
    }
    expect(filtered).toBe(Math.ceil(limits.filterWork.room.burst / workOfCostly));
  });

  it('[R7] [G9] of one room does not affect another', async () => {
    const ports = createTestPorts();
    const [tea, pub] = [await createTestRoom(ports), await createTestRoom(ports)];
    const ann = await joinTestRoom(ports, tea.joinUrl, { username: 'ann' });
    await sendBurst(ann, connectionRate.burst + 3);
    const bob = await joinTestRoom(ports, pub.joinUrl, { username: 'bob' });
    expect(await sendBurst(bob, connectionRate.burst)).toEqual({
      taken: connectionRate.burst,
      refusal: undefined,
    });
  });
});
