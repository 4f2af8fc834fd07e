// A join whose answer was lost: who asks again is the same member, not a stranger who wants a taken
// name.

import { describe, expect, it } from 'vitest';
import {
  clientOf,
  isOk,
  memberOf,
  responseOf,
  roomIn,
  tokenIn,
  createTestPorts,
} from '../world.ts';

const claim = 'a secret of the client';
const memberIn = (frame: Parameters<typeof responseOf>[0]): unknown =>
  (responseOf(frame) as { readonly member?: { readonly id: string } }).member?.id;

describe('A join that is tried again', () => {
  it('[R19] on the same connection, as after phx_error, is the same member without a session', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await roomIn(ports);
    const ann = await memberOf(ports, joinUrl, { username: 'ann' });
    const again = await ann.push(
      'phx_join',
      { token: tokenIn(joinUrl), username: 'ann' },
      { joinRef: '5', ref: '5' },
    );
    expect(again.filter(({ event }) => event === 'phx_reply').every(isOk)).toBe(true);
  });

  it('[R19] on another connection, with the same claim, is the same member; without it the name is taken', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await roomIn(ports);
    const token = tokenIn(joinUrl);
    const first = await clientOf(ports, `room:${room.id}`);
    const [lost] = await first.push('phx_join', { token, username: 'ann', claim });
    const second = await clientOf(ports, `room:${room.id}`);
    const [found] = await second.push('phx_join', { token, username: 'ann', claim });
    expect(memberIn(found)).toBe(memberIn(lost));
    const stranger = await clientOf(ports, `room:${room.id}`);
    expect(
      responseOf(
        (
          await stranger.push('phx_join', {
            token,
            username: 'ann',
            claim: 'another client altogether',
          })
        )[0],
      ),
    ).toMatchObject({ reason: 'name_taken' });
    expect(
      responseOf((await stranger.push('phx_join', { token, username: 'ann' }))[0]),
    ).toMatchObject({ reason: 'name_taken' });
  });

  it("[R19] tells nobody the claim: a member's id does not give it away, and is another in every room", async () => {
    const ports = createTestPorts();
    const ids = await Promise.all(
      [await roomIn(ports), await roomIn(ports)].map(async ({ joinUrl, room }) => {
        const client = await clientOf(ports, `room:${room.id}`);
        return memberIn(
          (await client.push('phx_join', { token: tokenIn(joinUrl), username: 'ann', claim }))[0],
        );
      }),
    );
    expect(new Set(ids).size).toBe(2);
    expect(ports.posted.some(({ text }) => text.includes(claim))).toBe(false);
  });
});
