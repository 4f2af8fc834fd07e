// Presence: its frames and their order, and the cost of a burst of joins.

import { describe, expect, it } from 'vitest';
import type { ConnectionId, MemberId, RoomId } from '../../../functions/core/ports.ts';
import { serverLimits } from '../../../functions/core/settings.ts';
import type { PresenceDiff, PresenceState } from '../../../functions/protocol/events.ts';
import { utf8Bytes, type Frame } from '../../../functions/protocol/frames.ts';
import { listPosted, applyPresence, listRefs } from './presence-model.ts';
import {
  connectClient,
  elapse,
  tryJoin,
  joinTestRoom,
  findPayloads,
  getResponse,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

const events = (frames: readonly Frame[]): readonly string[] => frames.map(({ event }) => event);
const diffsIn = (frames: readonly Frame[]): readonly PresenceDiff[] =>
  findPayloads(frames, 'presence_diff') as readonly PresenceDiff[];

const clientless = 'none' as ConnectionId;
const presencePosts = ({ posted }: TestPorts): number =>
  posted.filter(({ text }) => text.includes('"presence_')).length;

describe('Presence', () => {
  it('[W10] is whole for a joining member and one diff for the others', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await connectClient(ports, `room:${room.id}`);
    const frames = await bob.push('phx_join', { username: 'bob', token: extractToken(joinUrl) });
    expect(events(frames)).toEqual(['phx_reply', 'presence_state']);
    expect(applyPresence(frames)).toEqual({ ann: 1, bob: 1 });
    const { member } = getResponse(frames[0]) as { member: { id: string } };
    const meta = {
      phx_ref: expect.any(String) as string,
      username: 'bob',
      member: member.id,
      typing: false,
      online_at: new Date(ports.now).toISOString(),
    };
    expect(ports.inbox(ann.id).map(({ event, payload }) => ({ event, payload }))).toEqual([
      { event: 'presence_diff', payload: { joins: { bob: { metas: [meta] } }, leaves: {} } },
    ]);
  });

  it.each([2_000, 20_000])(
    '[R25] is published as diffs alone if members come and go every %i ms',
    async (pause) => {
      const ports = createTestPorts();
      const { joinUrl } = await createTestRoom(ports, { seconds: 3_600 });
      const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
      for (let count = 0; count < 12; count += 1) {
        const guest = await joinTestRoom(ports, joinUrl, { username: `guest ${count}` });
        await elapse(ports, pause);
        if (count % 2 === 0) await guest.push('phx_leave', {});
        await elapse(ports, pause);
      }
      const frames = ports.inbox(ann.id);
      expect(new Set(events(frames))).toEqual(new Set(['presence_diff']));
      expect(diffsIn(frames)).toHaveLength(18);
    },
  );

  it('[W12] publishes typing as one diff: the new meta joins, the old one leaves', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    await joinTestRoom(ports, joinUrl, { username: 'bob' });
    const [before] = diffsIn(ports.inbox(ann.id));
    const bob = before?.joins['bob']?.metas[0];
    const [mine] = diffsIn(await ann.push('typing', { typing: true }));
    const old = mine?.leaves['ann']?.metas[0];
    expect(bob?.phx_ref).not.toBe(old?.phx_ref);
    expect(mine).toMatchObject({
      joins: { ann: { metas: [{ typing: true, phx_ref_prev: old?.phx_ref }] } },
      leaves: { ann: { metas: [{ typing: false }] } },
    });
    expect(mine?.joins['ann']?.metas[0]?.phx_ref).not.toBe(old?.phx_ref);
    expect(diffsIn(await ann.push('typing', { typing: true }))).toEqual([]);
  });

  it('[R13] has one meta per connection under a member’s name', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const tab = await joinTestRoom(ports, joinUrl, { session: ann.session });
    expect(tab.memberId).toBe(ann.memberId);
    expect(applyPresence(listPosted(ports, bob.id))).toEqual({ bob: 1, ann: 2 });
    expect(applyPresence(listPosted(ports, tab.id))).toEqual({ bob: 1, ann: 2 });
    await tab.push('phx_leave', {});
    expect(applyPresence(listPosted(ports, bob.id))).toEqual({ bob: 1, ann: 1 });
  });

  it('[W21] follows the reply to a sync, whole', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const frames = await ann.push('sync', { epoch: ann.joined.epoch, seq: 0 });
    expect(events(frames)).toEqual(['phx_reply', 'presence_state']);
    expect(applyPresence(frames)).toEqual({ ann: 1 });
  });

  it('[W22] too large for a frame is a state, then diffs, each under 128 KB', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const { subscriptions } = ports.context;
    const [subscription] = await subscriptions.list(room.id as RoomId);
    if (subscription === undefined) throw new Error('Nobody is here.');
    for (let index = 0; index < 1_000; index += 1) {
      const member = { id: `m${index}` as MemberId, name: `${'漢'.repeat(28)}${index}` };
      await subscriptions.subscribe({
        subscription: {
          ...subscription,
          connection: `s${index}` as ConnectionId,
          member,
          phxRef: `r${index}`,
        },
        now: ports.now,
      });
    }
    const frames = await ann.push('sync', { epoch: ann.joined.epoch, seq: 0 });
    expect(events(frames.slice(1)).slice(0, 3)).toEqual([
      'presence_state',
      'presence_diff',
      'presence_diff',
    ]);
    expect(Object.keys(applyPresence(frames))).toHaveLength(1_001);
    const sizes = ports.posted.map(({ text }) => utf8Bytes(text));
    expect(Math.max(...sizes)).toBeLessThan(128 * 1_024);
    const parts = [
      ...(findPayloads(frames, 'presence_state') as readonly PresenceState[]),
      ...diffsIn(frames).map(({ joins }) => joins),
    ];
    expect(parts.flatMap(listRefs)).toHaveLength(1_001);
  });
});

describe('A burst of joins', () => {
  it(
    '[R25] of 1,000 members in 5 s costs a few posts a second each, and all see the same',
    { timeout: 60_000 },
    async () => {
      const ports = createTestPorts();
      const { joinUrl } = await createTestRoom(ports);
      const [members, seconds] = [1_000, 5];
      const ids: ConnectionId[] = [];
      const began = ports.now;
      for (let index = 0; index < members; index += 1) {
        await elapse(ports, (seconds * 1_000) / members, 'presence');
        const { client } = await tryJoin(ports, joinUrl, { username: `m${index}` });
        ids.push(client.id);
      }
      await elapse(ports, 5_000, 'presence');
      expect(ports.now - began).toBe(10_000);
      // Each member gets the whole presence when it joins, then 2 diffs and a state a second. On
      // average half of the members are there by then.
      expect(presencePosts(ports)).toBeLessThanOrEqual(
        members * (1 + ((serverLimits.maxPresenceDiffs.inLargeRoom + 1) * (seconds + 1)) / 2),
      );
      for (const id of [ids[0], ids[499], ids[999]]) {
        expect(Object.keys(applyPresence(listPosted(ports, id ?? clientless)))).toHaveLength(
          members,
        );
      }
    },
  );
});
