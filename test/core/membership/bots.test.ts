// Bots, who post over HTTP: in presence while they speak.

import { describe, expect, it } from 'vitest';
import type { Meta, PresenceDiff } from '../../../functions/protocol/events.ts';
import type { ApiResponse } from '../../../functions/core/http/api-request.ts';
import type { RoomId } from '../../../functions/core/ports.ts';
import {
  call,
  createTestPorts,
  createTestRoom,
  elapse,
  findPayloads,
  joinTestRoom,
  type TestMember,
  type TestPorts,
} from '../test-ports.ts';
import { applyPresence, listPosted } from './presence-model.ts';

interface BotRoom {
  readonly ports: TestPorts;
  readonly ann: TestMember;
  readonly ownerUrl: string;
  post(body: string, name?: string): Promise<ApiResponse>;
}

async function createBotRoom(): Promise<BotRoom> {
  const ports = createTestPorts();
  const { room, token, joinUrl, ownerUrl } = await createTestRoom(ports);
  const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
  return {
    ports,
    ann,
    ownerUrl,
    post: (body, name = 'robot') =>
      call(ports, 'POST /api/rooms/{id}/messages', {
        room: room.id,
        bearer: token,
        body: { body, name },
      }),
  };
}

const listPresent = ({ ports, ann }: BotRoom) => applyPresence(listPosted(ports, ann.id));

describe('Bots', () => {
  it('[R38] are in presence from their first message, marked, and leave in silence', async () => {
    const room = await createBotRoom();
    const { ports, ann, post } = room;
    expect((await post('hello')).status).toBe(202);
    const frames = ports.inbox(ann.id);
    expect(frames.map(({ event }) => event)).toEqual(['presence_diff', 'shout']);
    const [diff] = findPayloads(frames, 'presence_diff') as readonly PresenceDiff[];
    expect(diff?.joins['robot']?.metas).toEqual([
      expect.objectContaining({ username: 'robot', bot: true } satisfies Partial<Meta>),
    ]);

    for (let count = 0; count < 4; count += 1) {
      await elapse(ports, 40_000);
      await post('still here');
    }
    await elapse(ports, 60_000 - 1);
    expect(listPresent(room)).toEqual({ ann: 1, robot: 1 });
    await elapse(ports, 30_000);
    expect(listPresent(room)).toEqual({ ann: 1 });

    await post('back');
    expect(listPresent(room)).toEqual({ ann: 1, robot: 1 });
  });

  it('[R38] [G4] deliver a message even if they cannot be shown', async () => {
    const { ports, ann, post } = await createBotRoom();
    Object.assign(ports.context.subscriptions, {
      subscribe: () => Promise.reject(new Error('no answer')),
    });
    await post('hello').catch(() => undefined);
    expect(findPayloads(ports.inbox(ann.id), 'shout')).toMatchObject([{ body: 'hello' }]);
  });

  it('[R20] [R38] kicked while their message is handled are not in presence', async () => {
    const room = await createBotRoom();
    const { ports, post } = room;
    const { rooms, subscriptions } = ports.context;
    const { subscribe } = subscriptions;
    Object.assign(subscriptions, {
      subscribe: async (input: Parameters<typeof subscribe>[0]) => {
        const { room: id, member } = input.subscription;
        const current = await rooms.get(id);
        if (current === undefined || member === undefined) throw new Error('no room or member');
        const change = { kick: member.id };
        await rooms.change({ room: id, epoch: current.epoch, change, now: input.now });
        return subscribe(input);
      },
    });
    await post('hello');
    expect(listPresent(room)).toEqual({ ann: 1 });
    expect(await subscriptions.list(room.ann.joined.room.id as RoomId)).toHaveLength(1);
  });

  it('[R38] cost no write per message', async () => {
    const room = await createBotRoom();
    const { ports, post } = room;
    await post('one');
    const { subscriptions } = ports.context;
    let calls = 0;
    Object.assign(ports.context, {
      subscriptions: new Proxy(subscriptions, {
        get: (target, name: keyof typeof subscriptions) => {
          if (name !== 'list') calls += 1;
          return target[name];
        },
      }),
    });
    for (const body of ['two', 'three', 'four']) {
      await elapse(ports, 1_000);
      await post(body);
    }
    expect(calls).toBe(0);
  });

  it('[R38] each have their own time, and one timer serves them', async () => {
    const room = await createBotRoom();
    const { ports, post } = room;
    await post('hello', 'robot');
    await elapse(ports, 50_000);
    await post('hello', 'android');
    await elapse(ports, 40_000);
    expect(listPresent(room)).toEqual({ ann: 1, android: 1 });
    expect(ports.timers.filter(({ kind }) => kind === 'bots').length).toBe(2);
  });

  it('[R38] get no frames, and can be kicked; the end closes only connections', async () => {
    const room = await createBotRoom();
    const { ports, ownerUrl, post } = room;
    await post('hello', 'robot');
    await post('hello', 'android');
    const owner = await joinTestRoom(ports, ownerUrl, { username: 'olga' });
    const connections = new Set(ports.posted.map(({ connection }) => String(connection)));
    await owner.push('kick', { member: 'robot' });
    expect(listPresent(room)).toEqual({ ann: 1, olga: 1, android: 1 });
    expect(await post('again', 'robot')).toMatchObject({ body: { reason: 'kicked' } });
    await owner.push('extend', { seconds: 60 });
    const frames = await owner.push('close', {});
    expect(ports.posted.every(({ connection }) => connections.has(connection))).toBe(true);
    expect(findPayloads(frames, 'phx_close')).toMatchObject([
      { receipt: { deleted: { connections: 2 } } },
    ]);
  });
});
