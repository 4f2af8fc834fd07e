// A join whose reply was lost: the retry is the same member, not a stranger under a taken name.

import { describe, expect, it } from 'vitest';
import {
  connectClient,
  isOk,
  joinTestRoom,
  getResponse,
  createTestRoom,
  extractToken,
  createTestPorts,
} from '../test-ports.ts';

const claim = 'a secret of the client';
const memberIn = (frame: Parameters<typeof getResponse>[0]): unknown =>
  (getResponse(frame) as { readonly member?: { readonly id: string } }).member?.id;

describe('A retried join', () => {
  it('[R19] on the same connection is the same member without a session', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const again = await ann.push(
      'phx_join',
      { token: extractToken(joinUrl), username: 'ann' },
      { joinRef: '5', ref: '5' },
    );
    expect(again.filter(({ event }) => event === 'phx_reply').every(isOk)).toBe(true);
  });

  it('[R19] on another connection is the same member with the same claim only', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const token = extractToken(joinUrl);
    const first = await connectClient(ports, `room:${room.id}`);
    const [lost] = await first.push('phx_join', { token, username: 'ann', claim });
    const second = await connectClient(ports, `room:${room.id}`);
    const [found] = await second.push('phx_join', { token, username: 'ann', claim });
    expect(memberIn(found)).toBe(memberIn(lost));
    const stranger = await connectClient(ports, `room:${room.id}`);
    expect(
      getResponse(
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
      getResponse((await stranger.push('phx_join', { token, username: 'ann' }))[0]),
    ).toMatchObject({ reason: 'name_taken' });
  });

  it("[R19] does not disclose the claim: the member's id differs in every room", async () => {
    const ports = createTestPorts();
    const ids = await Promise.all(
      [await createTestRoom(ports), await createTestRoom(ports)].map(async ({ joinUrl, room }) => {
        const client = await connectClient(ports, `room:${room.id}`);
        return memberIn(
          (
            await client.push('phx_join', { token: extractToken(joinUrl), username: 'ann', claim })
          )[0],
        );
      }),
    );
    expect(new Set(ids).size).toBe(2);
    expect(ports.posted.some(({ text }) => text.includes(claim))).toBe(false);
  });
});
