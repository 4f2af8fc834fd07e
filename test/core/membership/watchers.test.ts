// The number of watchers: published when it changes.

import { describe, expect, it } from 'vitest';
import { publishWatchers } from '../../../functions/core/membership/watchers.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import type { RecordWatchersInput, RoomId } from '../../../functions/core/ports.ts';
import type { RoomEvent } from '../../../functions/protocol/events.ts';
import {
  createTestPorts,
  createTestRoom,
  elapse,
  findPayloads,
  joinTestRoom,
  type TestMember,
  type TestPorts,
} from '../test-ports.ts';
import { listPosted } from './presence-model.ts';

/** All numbers that a client ever got. */
const listCounts = (ports: TestPorts, { id }: TestMember): readonly number[] =>
  (findPayloads(listPosted(ports, id), 'room') as readonly RoomEvent[]).map(
    ({ room }) => room.watchers,
  );

describe('Watchers', () => {
  it('[R37] are counted anew for everyone when one joins, leaves or disconnects', async () => {
    const ports = createTestPorts();
    const { joinUrl, watchUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const eve = await joinTestRoom(ports, watchUrl);
    await elapse(ports, 2_000, 'watchers');
    expect([listCounts(ports, ann), listCounts(ports, eve)]).toEqual([[1], [1]]);

    const bob = await joinTestRoom(ports, watchUrl);
    await elapse(ports, 2_000, 'watchers');
    await eve.push('phx_leave', {});
    await elapse(ports, 2_000, 'watchers');
    ports.ended.add(bob.id);
    await ann.push('shout', { body: 'hello' });
    await elapse(ports, 2_000, 'watchers');
    expect(listCounts(ports, ann)).toEqual([1, 2, 1, 0]);
  });

  it('[R37] are counted once for many changes, in however many processes', async () => {
    const ports = createTestPorts();
    const { joinUrl, watchUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    for (let count = 0; count < 30; count += 1) {
      ports.context.memory.timers.clear();
      await joinTestRoom(ports, watchUrl);
    }
    const timers = ports.timers.filter(({ kind }) => kind === 'watchers');
    expect(timers.length).toBeGreaterThan(1);
    // The last one is later, because the room is larger.
    expect(timers.at(-1)?.at).toBeGreaterThan(ports.now + 1_000);
    await elapse(ports, 5_000, 'watchers');
    expect(listCounts(ports, ann)).toEqual([30]);
  });

  it('[R37] are counted once if several processes set a timer for the same moment', async () => {
    const ports = createTestPorts();
    const { joinUrl, watchUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const watchers = [];
    for (let count = 0; count < 5; count += 1) watchers.push(await joinTestRoom(ports, watchUrl));
    await elapse(ports, 2_000, 'watchers');
    const before = ports.timers.length;
    for (const { id } of watchers) {
      ports.context.memory.timers.clear();
      ports.context.memory.subscriptions.clear();
      ports.ended.add(id);
      await handleDisconnect(ports.context, id);
    }
    const times = ports.timers.slice(before).map(({ at }) => at);
    expect([times.length, new Set(times).size]).toEqual([5, 1]);
    await elapse(ports, 2_000, 'watchers');
    expect(listCounts(ports, ann)).toEqual([5, 0]);
  });

  it('[R37] are right in the end if an older number is published last', async () => {
    const ports = createTestPorts();
    const { joinUrl, watchUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    await joinTestRoom(ports, watchUrl);
    const { rooms } = ports.context;
    const { recordWatchers } = rooms;
    Object.assign(rooms, {
      recordWatchers: async (input: RecordWatchersInput) => {
        Object.assign(rooms, { recordWatchers });
        const isNew = await recordWatchers(input);
        await joinTestRoom(ports, watchUrl);
        await publishWatchers(ports.context, {
          kind: 'watchers',
          room: room.id as RoomId,
          epoch: input.epoch,
        });
        return isNew;
      },
    });
    await elapse(ports, 5_000, 'watchers');
    expect(listCounts(ports, ann)).toEqual([2, 1, 2]);
  });

  it('[R37] are published by the repeated timer if its function died before', async () => {
    const ports = createTestPorts();
    const { joinUrl, watchUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    await joinTestRoom(ports, watchUrl);
    const timer = ports.timers.find(({ kind }) => kind === 'watchers');
    const { rooms } = ports.context;
    const { recordWatchers } = rooms;
    Object.assign(rooms, {
      recordWatchers: async (input: RecordWatchersInput) => {
        await recordWatchers(input);
        throw new Error('The function died.');
      },
    });
    await expect(elapse(ports, 2_000, 'watchers')).rejects.toThrow('died');
    expect(listCounts(ports, ann)).toEqual([]);

    Object.assign(rooms, { recordWatchers });
    if (timer !== undefined) ports.fired.delete(timer);
    await elapse(ports, 1_000, 'watchers');
    expect(listCounts(ports, ann)).toEqual([1]);
  });

  it('[R37] are not published again if one left as another joined', async () => {
    const ports = createTestPorts();
    const { joinUrl, watchUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const eve = await joinTestRoom(ports, watchUrl);
    await elapse(ports, 2_000, 'watchers');
    await eve.push('phx_leave', {});
    await joinTestRoom(ports, watchUrl);
    await elapse(ports, 2_000, 'watchers');
    expect(listCounts(ports, ann)).toEqual([1]);
  });
});
