// A leave, or the end of a connection, while its join is still running in another function.

import { describe, expect, it } from 'vitest';
import { createDynamoDbConnections } from '../../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import { createDynamoDbRoomPorts } from '../../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { connectionsTable, roomsTable } from '../../../functions/adapters/aws/dynamodb/tables.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import type { Ports, RoomId } from '../../../functions/core/ports.ts';
import { timing } from '../../../functions/core/settings.ts';
import { inMemoryDynamoDb } from '../../simulator/dynamodb/client.ts';
import {
  connectClient,
  createTestPorts,
  createTestRoom,
  elapse,
  extractToken,
  findReply,
  getReason,
  isOk,
  joinTestRoom,
  tryJoin,
  type TestClient,
  type TestPorts,
} from '../test-ports.ts';
import { applyPresence, listPosted } from './presence-model.ts';

function createDynamoDbPorts(): Partial<Ports> {
  const client = inMemoryDynamoDb({ rooms: roomsTable, connections: connectionsTable });
  return {
    ...createDynamoDbRoomPorts({ client, name: 'rooms' }),
    connections: createDynamoDbConnections({ client, name: 'connections' }),
  };
}

const stores = [
  { store: 'memory', createPorts: (): Partial<Ports> => ({}) },
  { store: 'DynamoDB', createPorts: createDynamoDbPorts },
];

/** The moments of a join at which something else happens. */
type Moment = 'the join begins' | 'it subscribes' | 'it has subscribed';
const moments: readonly Moment[] = ['the join begins', 'it subscribes', 'it has subscribed'];

/** Runs something once, at a moment of the next join. */
function runDuringJoin(ports: TestPorts, moment: Moment, run: () => Promise<unknown>): void {
  const { connections, subscriptions } = ports.context;
  const { read } = connections;
  const { subscribe } = subscriptions;
  if (moment === 'the join begins') {
    Object.assign(connections, {
      read: async (...input: Parameters<typeof read>) => {
        Object.assign(connections, { read });
        await run();
        return read.apply(connections, input);
      },
    });
    return;
  }
  Object.assign(subscriptions, {
    subscribe: async (...input: Parameters<typeof subscribe>) => {
      Object.assign(subscriptions, { subscribe });
      if (moment === 'it subscribes') await run();
      const subscribed = await subscribe.apply(subscriptions, input);
      if (moment === 'it has subscribed') await run();
      return subscribed;
    },
  });
}

const leave = { event: 'phx_leave', payload: {} };

async function joinAsCat(client: TestClient, url: string, ref = '5') {
  const payload = { username: 'cat', token: extractToken(url) };
  return findReply(await client.push('phx_join', payload, { joinRef: ref, ref }));
}

interface OvertakenJoin {
  readonly ports: TestPorts;
  readonly moment: Moment;
  readonly client: TestClient;
  readonly url: string;
}

/** Joins under ref 5, and leaves at a moment of that join. The leave has a reply. */
async function leaveDuringJoin({ ports, moment, client, url }: OvertakenJoin): Promise<void> {
  const replies: unknown[] = [];
  runDuringJoin(ports, moment, async () => {
    const frames = await client.push(leave.event, leave.payload, { joinRef: '5', ref: '6' });
    replies.push(findReply(frames));
  });
  await joinAsCat(client, url);
  expect(replies).toMatchObject([{ ref: '6', payload: { status: 'ok' } }]);
}

async function expectNobodyButAnn(ports: TestPorts, room: string, ann: TestClient): Promise<void> {
  const subscriptions = await ports.context.subscriptions.list(room as RoomId);
  expect(subscriptions.map(({ member }) => member?.name)).toEqual(['ann']);
  await elapse(ports, 5_000, 'presence');
  expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });
}

describe.each(stores)('A leave that overtakes its join, in $store', ({ createPorts }) => {
  it.each(moments)('[W11] [R29] ends the join, when %s', async (moment) => {
    const ports = createTestPorts({ ports: createPorts() });
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const cat = await connectClient(ports, `room:${room.id}`);
    await leaveDuringJoin({ ports, moment, client: cat, url: joinUrl });
    await expectNobodyButAnn(ports, room.id, ann);
    // The name is free, and the connection can join again.
    expect(isOk((await tryJoin(ports, joinUrl, { username: 'cat' })).reply)).toBe(true);
    const again = await cat.push(
      'phx_join',
      { username: 'cat two', token: extractToken(joinUrl) },
      { joinRef: '7', ref: '7' },
    );
    expect(isOk(findReply(again))).toBe(true);
  });

  it.each(moments)(
    '[W9] [W11] [R29] ends a join that replaces another, when %s',
    async (moment) => {
      const ports = createTestPorts({ ports: createPorts() });
      const { joinUrl, room } = await createTestRoom(ports);
      const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
      const cat = await connectClient(ports, `room:${room.id}`);
      expect(isOk(await joinAsCat(cat, joinUrl, '3'))).toBe(true);
      await leaveDuringJoin({ ports, moment, client: cat, url: joinUrl });
      await expectNobodyButAnn(ports, room.id, ann);
      expect(isOk((await tryJoin(ports, joinUrl, { username: 'cat' })).reply)).toBe(true);
    },
  );

  it.each(moments)('[R13] [R29] is the end of its connection, when %s', async (moment) => {
    const ports = createTestPorts({ ports: createPorts() });
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const cat = await connectClient(ports, `room:${room.id}`);
    runDuringJoin(ports, moment, async () => {
      ports.ended.add(cat.id);
      await handleDisconnect(ports.context, cat.id);
    });

    await joinAsCat(cat, joinUrl);
    await expectNobodyButAnn(ports, room.id, ann);
  });
});

describe('A leave that found no subscription', () => {
  const join = async (client: TestClient, url: string, refs: object) =>
    findReply(await client.push('phx_join', { username: 'c', token: extractToken(url) }, refs));

  it('[W11] ends no later join, whose refs say so', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const client = await connectClient(ports, `room:${room.id}`);
    await client.push('phx_leave', {}, { joinRef: '1', ref: '2' });
    await client.push('phx_leave', {}, { joinRef: null, ref: '2' });
    await client.push('phx_leave', {}, { joinRef: null, ref: null });
    expect(getReason(await join(client, joinUrl, { joinRef: '1', ref: '1' }))).toBe('conflict');
    expect(getReason(await join(client, joinUrl, { joinRef: null, ref: '1' }))).toBe('conflict');
    expect(isOk(await join(client, joinUrl, { joinRef: '1', ref: '3' }))).toBe(true);
    expect(isOk(await join(client, joinUrl, { joinRef: null, ref: null }))).toBe(true);
  });

  it('[W11] is forgotten when no join can still be running', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const client = await connectClient(ports, `room:${room.id}`);
    await client.push('phx_leave', {}, { joinRef: '1', ref: '1' });
    ports.now += timing.earlyLeaveMilliseconds;
    expect(isOk(await join(client, joinUrl, { joinRef: '1', ref: '1' }))).toBe(true);
  });
});
