// The client repeats a request when its response is lost, even if the request succeeded. So here
// every write runs twice, and the caller sees only the second response.

import { describe, expect, it } from 'vitest';
import {
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type Command,
} from '../../functions/adapters/aws/dynamodb/commands.ts';
import * as dynamoDb from '../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import type { Table } from '../../functions/adapters/aws/dynamodb/items.ts';
import { createDynamoDbQuotas } from '../../functions/adapters/aws/dynamodb/dynamodb-quotas.ts';
import * as roomPorts from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import type { ConnectionId } from '../../functions/core/ports.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import {
  buildAdmission,
  buildLease,
  end,
  createRoom,
  toMemberId,
  now,
  buildRoom,
  buildSubscription,
} from './room-builders.ts';

const writes = [DeleteItemCommand, PutItemCommand, UpdateItemCommand];
const $metadata = { attempts: 2 };

function loseResponses(client: Table['client']): Table['client'] {
  const send = async (command: Command) => {
    if (!writes.some((write) => command instanceof write)) return client.send(command);
    await client.send(command).catch(() => undefined);
    try {
      return { ...((await client.send(command)) as object), $metadata };
    } catch (error) {
      throw error instanceof Error ? Object.assign(error, { $metadata }) : error;
    }
  };
  return { send: send as Table['client']['send'] };
}

onEachEngine(({ name, client }) => {
  const stores = () => ({
    reliable: roomPorts.createDynamoDbRoomPorts({ client: client(), name: names.rooms }),
    store: roomPorts.createDynamoDbRoomPorts({
      client: loseResponses(client()),
      name: names.rooms,
    }),
  });

  describe(`RoomStore with lost responses: ${name}`, () => {
    it("[G5] admits a message once, and gives the lease to its sender's function", async () => {
      const { reliable, store } = stores();
      const room = await createRoom(reliable);
      const input = buildAdmission(room, 'a');
      expect(await store.rooms.admit(input)).toMatchObject({
        ok: true,
        seq: 1,
        room: { seq: 1, lease: input.lease },
      });
      expect(await store.rooms.admit(buildAdmission(room, 'b'))).toMatchObject({
        ok: true,
        seq: 2,
        room: { seq: 2 },
      });
      expect(await reliable.rooms.get(room.id)).toMatchObject({ seq: 2, lease: input.lease });
    });

    it('takes a lease once, and reports it', async () => {
      const { reliable, store } = stores();
      const room = await createRoom(reliable);
      const [a, b] = [buildLease('a'), buildLease('b')];
      expect(
        await store.rooms.takeLease({ room: room.id, from: undefined, to: a, now }),
      ).toMatchObject({
        lease: a,
      });
      expect(await store.rooms.takeLease({ room: room.id, from: a, to: b, now })).toMatchObject({
        lease: b,
      });
    });

    it('[G4] removes delivered messages, and none behind them', async () => {
      const { reliable, store } = stores();
      const room = await createRoom(reliable);
      const lease = buildLease('a');
      for (const cid of ['a', 'b', 'c', 'd', 'e']) {
        await reliable.rooms.admit(buildAdmission(room, cid, 'a'));
      }
      const released = await store.rooms.release({
        room: room.id,
        lease,
        renewed: lease,
        count: 2,
      });
      expect(released).toMatchObject({
        state: 'renewed',
        room: { deliveredSeq: 2, undelivered: [{ cid: 'c' }, { cid: 'd' }, { cid: 'e' }] },
      });
      await store.rooms.release({ room: room.id, lease, renewed: lease, count: 3 });
      expect(await reliable.rooms.get(room.id)).toMatchObject({
        seq: 5,
        deliveredSeq: 5,
        undelivered: [],
        lease: undefined,
      });
    });

    it('[G7] keeps a subscription if its join comes again while the room is closing', async () => {
      const { reliable } = stores();
      const room = await createRoom(reliable);
      const subscription = buildSubscription(room, 'c1');
      await reliable.subscriptions.subscribe({ subscription, now });
      const send = async (command: Command) => {
        const written = client().send(command);
        if (!(command instanceof PutItemCommand)) return written;
        await written.catch(() => undefined);
        await reliable.rooms.close({ room: room.id, epoch: room.epoch });
        return written;
      };
      const closing = roomPorts.createDynamoDbRoomPorts({
        client: { send: send as Table['client']['send'] },
        name: names.rooms,
      });
      const again = { ...subscription, phxRef: 'ref-2' };
      expect(await closing.subscriptions.subscribe({ subscription: again, now })).toBeUndefined();
      expect(await reliable.subscriptions.list(room.id)).toHaveLength(1);
    });

    it('subscribes, updates and unsubscribes', async () => {
      const { reliable, store } = stores();
      const room = await createRoom(reliable);
      const subscribed = await store.subscriptions.subscribe({
        subscription: buildSubscription(room, 'c1'),
        now,
      });
      if (subscribed === undefined || subscribed === 'overtaken') throw new Error('not subscribed');
      const after = { ...subscribed.subscription, typing: true, phxRef: 'ref-2' };
      expect(
        await store.subscriptions.update({
          before: subscribed.subscription,
          after,
          bumpsMembership: true,
        }),
      ).toBe(true);
      expect(
        await store.subscriptions.update({
          before: after,
          after: { ...after, typing: false },
          bumpsMembership: false,
        }),
      ).toBe(true);
      expect(
        await store.subscriptions.unsubscribe({ room: room.id, connection: after.connection }),
      ).toMatchObject({
        subscription: { phxRef: 'ref-2', typing: false },
        room: { id: room.id },
      });
      expect(
        await store.subscriptions.unsubscribe({ room: room.id, connection: after.connection }),
      ).toBeUndefined();
    });

    it('claims a name once and releases it once', async () => {
      const { reliable, store } = stores();
      const room = await createRoom(reliable);
      const claim = { room, key: 'ann', member: toMemberId('1'), max: 2 };
      const place = { room: room.id, epoch: room.epoch, key: 'ann', member: toMemberId('1') };
      expect(await store.names.claim(claim)).toBe('claimed');
      expect(await store.names.claim({ ...claim, key: 'bob' })).toBe('claimed');
      expect(await reliable.rooms.get(room.id)).toMatchObject({ members: 2 });
      expect(await store.names.claim({ ...claim, key: 'eve' })).toBe('full');
      const [ann, bob] = [
        { key: 'ann', name: 'ann' },
        { key: 'bob', name: 'bob' },
      ];
      expect(await store.names.assign({ ...claim, ...ann })).toEqual(ann);
      expect(await store.names.assign({ ...claim, ...bob, replacing: ann })).toEqual(bob);
      expect(
        await store.names.claim({
          ...claim,
          member: toMemberId('2'),
          replacing: toMemberId('1'),
        }),
      ).toBe('claimed');
      await store.names.release(place);
      expect(await reliable.rooms.get(room.id)).toMatchObject({ members: 2 });
      await store.names.release({ ...place, member: toMemberId('2') });
      expect(await reliable.rooms.get(room.id)).toMatchObject({ members: 1 });
    });

    it('creates a room, changes it and closes it, and reports each success', async () => {
      const { store } = stores();
      const room = await createRoom(store);
      const change = {
        state: 'locked',
        expiresAt: end + 60_000,
        slow: 5,
        kick: toMemberId('eve'),
      } as const;
      const changed = {
        ...room,
        state: 'locked',
        expiresAt: end + 60_000,
        slow: 5,
        kicked: [toMemberId('eve')],
      };
      expect(await store.rooms.change({ room: room.id, epoch: room.epoch, change, now })).toEqual(
        changed,
      );
      await store.rooms.recordPresenceSync({
        room: room.id,
        epoch: room.epoch,
        lastPresenceSync: { membership: 2, at: now },
      });
      expect(await store.rooms.close({ room: room.id, epoch: room.epoch })).toEqual({
        ...changed,
        state: 'closed',
        lastPresenceSync: { membership: 2, at: now },
      });
      expect(await store.rooms.close({ room: room.id, epoch: room.epoch })).toBeUndefined();
      const recreated = buildRoom({
        id: room.id,
        epoch: 'e2',
        createdAt: end + 60_000,
        expiresAt: end + 660_000,
      });
      expect(await store.rooms.create({ room: recreated, now: end + 60_000 })).toBe('created');
    });

    it('records a number of watchers for its caller', async () => {
      const { store } = stores();
      const room = await createRoom(store);
      const watchers = { room: room.id, epoch: room.epoch, watchers: 2 };
      expect(await store.rooms.recordWatchers({ ...watchers, by: 'a' })).toBe(true);
      expect(await store.rooms.recordWatchers({ ...watchers, by: 'b' })).toBe(false);
    });

    it("counts a link's use once", async () => {
      const { store } = stores();
      const room = await createRoom(store);
      const uses = [];
      for (const name of ['ann', 'bob', 'cat']) {
        uses.push(await store.rooms.useLink({ room, tokenId: 't', by: toMemberId(name), max: 2 }));
      }
      expect(uses).toEqual([true, true, false]);
    });

    it('counts a use once, starts a pause, and returns an ended connection', async () => {
      const at = { client: loseResponses(client()), name: names.connections };
      const quotas = createDynamoDbQuotas(at);
      const use = { key: `lost on ${name}`, seconds: 60, now };
      for (const ok of [true, true, false]) {
        expect(await quotas.take({ ...use, max: 2 })).toMatchObject({ ok });
      }
      for (const ok of [true, false]) expect(await quotas.pause(use)).toMatchObject({ ok });
      const connections = dynamoDb.createDynamoDbConnections(at);
      const connection = {
        id: `lost on ${name}` as ConnectionId,
        version: 2,
        grant: undefined,
        addressKey: 'hash',
        rooms: [],
        earlyLeaves: [],
      } as const;
      await connections.open({ connection, expiresAt: end });
      expect(await connections.end(connection.id)).toEqual(connection);
      expect(await connections.end(connection.id)).toBeUndefined();
    });
  });
});
