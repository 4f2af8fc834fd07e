// The DynamoDB adapter's commands, their number, and the items it leaves. test/contract covers
// its behavior for callers.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cidsBehind,
  createCidMemory,
} from '../../../../../functions/adapters/aws/dynamodb/rooms/cid-memory.ts';
import type { Item } from '../../../../../functions/adapters/aws/dynamodb/items.ts';
import {
  heldLines,
  roomItem,
} from '../../../../../functions/adapters/aws/dynamodb/rooms/room-item.ts';
import { createDynamoDbRoomPorts } from '../../../../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import {
  connectionsTable,
  roomsTable,
} from '../../../../../functions/adapters/aws/dynamodb/tables.ts';
import {
  buildAdmission,
  deliverMessages,
  deliver,
  end,
  createRoom,
  toMemberId,
  buildMessage,
  now,
  buildRoom,
  buildSubscription,
} from '../../../../contract/room-builders.ts';
import { inMemoryDynamoDb } from '../../../../simulator/dynamodb/client.ts';

const createEngine = () => inMemoryDynamoDb({ rooms: roomsTable, connections: connectionsTable });

/** A function with its own store, and the commands it sent. */
function createFunction(client: ReturnType<typeof createEngine>) {
  const sent: string[] = [];
  const send = (command: Parameters<typeof client.send>[0]) => {
    sent.push(command.constructor.name);
    return client.send(command);
  };
  return {
    store: createDynamoDbRoomPorts({
      client: { send: send as typeof client.send },
      name: 'rooms',
    }),
    sent,
  };
}

/** The delivered messages in the only room's item. */
const listHeld = (client: ReturnType<typeof createEngine>): readonly string[] =>
  [...(client.items('rooms') as Iterable<Item>)]
    .filter((one) => one['item']?.S === 'room')
    .flatMap(heldLines);

describe('RoomStore on DynamoDB: calls', () => {
  it('admits and releases a lone message by a write each, logs several together', async () => {
    const client = createEngine();
    const { store, sent } = createFunction(client);
    const room = await createRoom(store);
    await deliverMessages(store, room, 150);
    for (const cid of ['a', 'b']) {
      sent.length = 0;
      const admitted = await store.rooms.admit(buildAdmission(room, cid));
      expect(sent).toEqual(['UpdateItemCommand']);
      if (!admitted.ok || admitted.room.lease === undefined) throw new Error('not admitted');
      const {
        room: held,
        room: { lease },
      } = admitted;
      await store.messages.append({ room: held, messages: held.undelivered });
      expect(await store.rooms.release({ room: room.id, lease, renewed: lease, count: 1 })).toEqual(
        { state: 'released' },
      );
      expect(sent).toEqual(['UpdateItemCommand', 'UpdateItemCommand']);
    }
    expect(listHeld(client)).toHaveLength(2);
    sent.length = 0;
    for (let index = 1; index < cidsBehind; index += 1) {
      await store.rooms.admit(buildAdmission(room, `more-${index}`, 'last'));
    }
    await deliver(store, room, cidsBehind - 1);
    expect(sent.filter((name) => name === 'PutItemCommand')).toHaveLength(1);
    expect(listHeld(client)).toHaveLength(0);
    const logged = await store.messages.read({
      room,
      after: 150,
      before: 1_000,
      limit: 20,
    });
    expect(logged.map(({ seq }) => seq)).toEqual(
      Array.from({ length: cidsBehind + 1 }, (_, index) => 151 + index),
    );
  });

  it('reads the log once in a function new to a room, if the room item dropped cids', async () => {
    const client = createEngine();
    const { store } = createFunction(client);
    const young = await createRoom(store);
    await deliverMessages(store, young, cidsBehind);
    const cold = createFunction(client);
    await cold.store.rooms.admit(buildAdmission(young, 'new'));
    expect(cold.sent).toEqual(['UpdateItemCommand']);

    const old = await createRoom(store);
    await deliverMessages(store, old, cidsBehind + 1);
    cold.sent.length = 0;
    for (const cid of ['new', 'newer']) {
      expect(await cold.store.rooms.admit(buildAdmission(old, cid))).toMatchObject({
        repeated: false,
      });
    }
    expect(cold.sent).toEqual([
      'UpdateItemCommand',
      'QueryCommand',
      'UpdateItemCommand',
      'UpdateItemCommand',
    ]);
  });

  it('reads the room item and the log for a known cid, and writes nothing', async () => {
    const { store, sent } = createFunction(createEngine());
    const room = await createRoom(store);
    await deliverMessages(store, room, 60);
    sent.length = 0;
    expect(await store.rooms.admit(buildAdmission(room, 'cid-1'))).toMatchObject({
      repeated: true,
    });
    expect(sent).toEqual(['GetItemCommand', 'QueryCommand']);
  });
});

describe('RoomStore on DynamoDB: several functions in one room', () => {
  it('[G5] gives a repeated message its first seq in warm and cold functions', async () => {
    const step = fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({ by: fc.nat(3), cid: fc.nat(60), other: fc.constant(false) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ by: fc.nat(3), cid: fc.nat(60), other: fc.constant(true) }),
      },
      { weight: 5, arbitrary: fc.record({ deliver: fc.integer({ min: 1, max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ anew: fc.nat(3) }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 60, maxLength: 250 }),
        fc.constantFrom(0, 200),
        async (steps, capacity) => {
          const client = createEngine();
          const functions = Array.from({ length: 4 }, () => createFunction(client).store);
          const [first = createFunction(client).store] = functions;
          const room = await createRoom(first, { capacity });
          const firstSeqs = new Map<number, number>();
          for (const one of steps) {
            const by = functions['by' in one ? one.by : 0] ?? first;
            if ('anew' in one) functions[one.anew] = createFunction(client).store;
            else if ('deliver' in one) {
              const waiting = (await first.rooms.get(room.id))?.undelivered.length ?? 0;
              if (waiting > 0) await deliver(by, room, Math.min(waiting, one.deliver));
            } else {
              const seq = firstSeqs.get(one.cid);
              if (one.other && seq === undefined) continue;
              const outcome = await by.rooms.admit({
                ...buildAdmission(room, `${one.cid}`),
                message: buildMessage(`${one.cid}`, { content: one.other ? 'other' : 'same' }),
              });
              if (one.other) expect(outcome).toEqual({ ok: false, reason: 'conflict' });
              else {
                expect(outcome).toMatchObject({
                  ok: true,
                  seq: seq ?? firstSeqs.size + 1,
                  repeated: seq !== undefined,
                });
                firstSeqs.set(one.cid, seq ?? firstSeqs.size + 1);
              }
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('RoomStore on DynamoDB: the items it leaves', () => {
  it('keeps only the last cids in the room item', async () => {
    const client = createEngine();
    const { store } = createFunction(client);
    const room = await createRoom(store);
    await deliverMessages(store, room, 150);
    const [item] = [...(client.items('rooms') as Iterable<Item>)].filter(
      (one) => one['item']?.S === 'room',
    );
    expect(Object.keys(item?.['q']?.M ?? {})).toHaveLength(cidsBehind);
  });

  it('keeps no delivered message of a room of capacity 0', async () => {
    const client = createEngine();
    const { store } = createFunction(client);
    const room = await createRoom(store, { capacity: 0 });
    await store.rooms.admit(buildAdmission(room, 'a'));
    expect(JSON.stringify([...client.items('rooms')])).toContain('body of a');
    const kept = await createRoom(store, { capacity: 0 });
    await deliverMessages(store, kept, 1);
    expect(
      JSON.stringify(
        [...(client.items('rooms') as Iterable<Item>)].filter((one) => one['room']?.S === kept.id),
      ),
    ).not.toContain('cid-1');
    await deliverMessages(store, await createRoom(store, { capacity: 0 }), 50);
    const [last] = [...(client.items('rooms') as Iterable<Item>)].filter(
      (one) => one['room']?.S !== room.id && one['item']?.S !== 'room',
    );
    expect(Object.keys(last ?? {}).toSorted()).toEqual(['e', 'item', 'q', 'room', 'ttl', 'z']);
    expect(JSON.stringify(last)).not.toContain('cid-1');
  });

  it('sets no ttl before the end of a room that can still be extended', async () => {
    const client = createEngine();
    const { store } = createFunction(client);
    const room = await createRoom(store, { expiresAt: now + 60_000 });
    await deliverMessages(store, room, 50);
    await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c1'), now });
    await store.names.claim({ room, key: 'ann', member: toMemberId('ann'), max: 1 });
    await store.rooms.useLink({ room, tokenId: 't', by: toMemberId('ann'), max: 1 });
    await store.rooms.change({
      room: room.id,
      epoch: room.epoch,
      change: { expiresAt: now + 3_600_000 },
      now,
    });
    const items = [...(client.items('rooms') as Iterable<Item>)];
    expect(items.map((item) => item['item']?.S?.split('#')[0]).toSorted()).toEqual([
      'link',
      'log',
      'name',
      'room',
      'sub',
    ]);
    for (const { ttl } of items) expect(Number(ttl?.N)).toBeGreaterThan((now + 3_600_000) / 1_000);
  });
});

describe("a function's memory of cids", () => {
  const createItem = (id: string, seqs: readonly number[], changes = {}): Item => ({
    ...roomItem(
      buildRoom({
        id: id as ReturnType<typeof buildRoom>['id'],
        seq: Math.max(0, ...seqs),
        deliveredSeq: Math.max(0, ...seqs),
        ...changes,
      }),
    ),
    q: {
      M: Object.fromEntries(
        seqs.map((seq) => [
          `${id}-${seq}`,
          { N: `1${String(end).padStart(13, '0')}${String(seq).padStart(10, '0')}` },
        ]),
      ),
    },
  });

  it('grows only when it has no gap', () => {
    const known = createCidMemory();
    expect(known.addFromItem(createItem('r', [1, 2, 3])).upTo).toBe(3);
    expect(
      known.addFromItem(createItem('r', [cidsBehind + 4])),
      'some may have been dropped between',
    ).toMatchObject({ upTo: 3 });
    expect(known.addFromItem(createItem('r', [4, 5, cidsBehind + 3])).upTo).toBe(cidsBehind + 3);
    expect(
      known.addFromItem(createItem('r', [1], { epoch: 'e2' })).cids.size,
      'another incarnation',
    ).toBe(1);
    known.addFromItem(createItem('r', [1], { epoch: 'e2', state: 'closed' }));
    expect(
      known.get(buildRoom({ id: 'r' as ReturnType<typeof buildRoom>['id'] }).id),
    ).toBeUndefined();
  });

  it('limits rooms and cids, and keeps the room in use', () => {
    const ids = ['a', 'b', 'c'].map(
      (id) => buildRoom({ id: id as ReturnType<typeof buildRoom>['id'] }).id,
    );
    const few = createCidMemory({ rooms: 2 });
    for (const id of ids) few.addFromItem(createItem(id, [1]));
    expect(ids.map((id) => few.get(id)?.cids.size)).toEqual([undefined, 1, 1]);
    const small = createCidMemory({ cids: 4 });
    for (const id of ids) small.addFromItem(createItem(id, [1, 2]));
    expect(ids.map((id) => small.get(id)?.cids.size)).toEqual([undefined, 2, 2]);
    small.addFromItem(createItem('b', [1, 2, 3, 4, 5, 6]));
    expect(ids.map((id) => small.get(id)?.cids.size)).toEqual([undefined, 6, undefined]);
  });
});
