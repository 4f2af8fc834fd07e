// The DynamoDB adapter's calls to the table, their number, and the items it leaves. test/contract
// covers its promises to callers.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cidsBehind,
  knownCids,
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
  admission,
  carry,
  deliver,
  end,
  made,
  memberNamed,
  messageOf,
  now,
  roomWith,
  subscriptionIn,
  sentAs,
} from '../../../../contract/room-builders.ts';
import { inMemoryDynamoDb } from '../../../../simulator/dynamodb/client.ts';

const engine = () => inMemoryDynamoDb({ rooms: roomsTable, connections: connectionsTable });

/** A function of its own, and the commands it sent. */
function functionOn(client: ReturnType<typeof engine>) {
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

/** The delivered messages that the only room's item holds. */
const heldIn = (client: ReturnType<typeof engine>): readonly string[] =>
  [...(client.items('rooms') as Iterable<Item>)]
    .filter((one) => one['item']?.S === 'room')
    .flatMap(heldLines);

describe('RoomStore on DynamoDB: calls', () => {
  it('one write admits a lone message, one releases it; several are logged together', async () => {
    const client = engine();
    const { store, sent } = functionOn(client);
    const room = await made(store);
    await carry(store, room, 150);
    for (const message of [admission(room, 'by the sender').message, messageOf('by the server')]) {
      sent.length = 0;
      const admitted = await store.rooms.admit({ ...admission(room, 'a'), message });
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
    expect(heldIn(client)).toHaveLength(2);
    sent.length = 0;
    for (let index = 1; index < cidsBehind; index += 1) {
      await store.rooms.admit(admission(room, `more-${index}`, 'last'));
    }
    await deliver(store, room, cidsBehind - 1);
    expect(sent.filter((name) => name === 'PutItemCommand')).toHaveLength(1);
    expect(heldIn(client)).toHaveLength(0);
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

  it('a function new to a room reads its log once, if the room forgot some', async () => {
    const client = engine();
    const { store } = functionOn(client);
    const young = await made(store);
    await carry(store, young, cidsBehind);
    const cold = functionOn(client);
    await cold.store.rooms.admit(admission(young, 'new'));
    expect(cold.sent).toEqual(['UpdateItemCommand']);

    const old = await made(store);
    await carry(store, old, cidsBehind + 1);
    cold.sent.length = 0;
    for (const cid of ['new', 'newer']) {
      expect(await cold.store.rooms.admit(admission(old, cid))).toMatchObject({ repeated: false });
    }
    expect(cold.sent).toEqual([
      'UpdateItemCommand',
      'QueryCommand',
      'UpdateItemCommand',
      'UpdateItemCommand',
    ]);
  });

  it('a function that knows a cid reads the room and the log and writes nothing', async () => {
    const { store, sent } = functionOn(engine());
    const room = await made(store);
    await carry(store, room, 60);
    sent.length = 0;
    expect(await store.rooms.admit(admission(room, 'cid-1'))).toMatchObject({ repeated: true });
    expect(sent).toEqual(['GetItemCommand', 'QueryCommand']);
  });
});

describe('RoomStore on DynamoDB: several functions in one room', () => {
  it('[G5] a repeated message has its first seq in a warm and in a new function', async () => {
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
          const client = engine();
          const functions = Array.from({ length: 4 }, () => functionOn(client).store);
          const [first = functionOn(client).store] = functions;
          const room = await made(first, { capacity });
          const firstSeqs = new Map<number, number>();
          for (const one of steps) {
            const by = functions['by' in one ? one.by : 0] ?? first;
            if ('anew' in one) functions[one.anew] = functionOn(client).store;
            else if ('deliver' in one) {
              const waiting = (await first.rooms.get(room.id))?.undelivered.length ?? 0;
              if (waiting > 0) await deliver(by, room, Math.min(waiting, one.deliver));
            } else {
              const seq = firstSeqs.get(one.cid);
              if (one.other && seq === undefined) continue;
              const outcome = await by.rooms.admit({
                ...admission(room, `${one.cid}`),
                message: sentAs(`${one.cid}`, one.other ? 'other' : 'same'),
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
  }, 30_000);
});

describe('RoomStore on DynamoDB: what it leaves in the table', () => {
  it('the room item holds the last cids and no more', async () => {
    const client = engine();
    const { store } = functionOn(client);
    const room = await made(store);
    await carry(store, room, 150);
    const [item] = [...(client.items('rooms') as Iterable<Item>)].filter(
      (one) => one['item']?.S === 'room',
    );
    expect(Object.keys(item?.['q']?.M ?? {})).toHaveLength(cidsBehind);
  });

  it('keeps no delivered message of a room of capacity 0', async () => {
    const client = engine();
    const { store } = functionOn(client);
    const room = await made(store, { capacity: 0 });
    await store.rooms.admit(admission(room, 'a'));
    expect(JSON.stringify([...client.items('rooms')])).toContain('body of a');
    const kept = await made(store, { capacity: 0 });
    await carry(store, kept, 1);
    expect(
      JSON.stringify(
        [...(client.items('rooms') as Iterable<Item>)].filter((one) => one['room']?.S === kept.id),
      ),
    ).not.toContain('cid-1');
    await carry(store, await made(store, { capacity: 0 }), 50);
    const [last] = [...(client.items('rooms') as Iterable<Item>)].filter(
      (one) => one['room']?.S !== room.id && one['item']?.S !== 'room',
    );
    expect(Object.keys(last ?? {}).toSorted()).toEqual(['e', 'item', 'q', 'room', 'ttl', 'z']);
    expect(JSON.stringify(last)).not.toContain('cid-1');
  });

  it('nothing of a room that can still be extended may be deleted by its ttl', async () => {
    const client = engine();
    const { store } = functionOn(client);
    const room = await made(store, { expiresAt: now + 60_000 });
    await carry(store, room, 50);
    await store.subscriptions.subscribe({ subscription: subscriptionIn(room, 'c1'), now });
    await store.names.claim({ room, key: 'ann', member: memberNamed('ann'), max: 1 });
    await store.rooms.useLink({ room, tokenId: 't', by: memberNamed('ann'), max: 1 });
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

describe('what a function knows of cids', () => {
  const seen = (id: string, seqs: readonly number[], changes = {}): Item => ({
    ...roomItem(
      roomWith({
        id: id as ReturnType<typeof roomWith>['id'],
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

  it('is learnt only where it joins on', () => {
    const known = knownCids();
    expect(known.learn(seen('r', [1, 2, 3])).upTo).toBe(3);
    expect(
      known.learn(seen('r', [cidsBehind + 4])),
      'some may have been dropped between',
    ).toMatchObject({ upTo: 3 });
    expect(known.learn(seen('r', [4, 5, cidsBehind + 3])).upTo).toBe(cidsBehind + 3);
    expect(known.learn(seen('r', [1], { epoch: 'e2' })).cids.size, 'another incarnation').toBe(1);
    known.learn(seen('r', [1], { epoch: 'e2', state: 'closed' }));
    expect(known.of(roomWith({ id: 'r' as ReturnType<typeof roomWith>['id'] }).id)).toBeUndefined();
  });

  it('is bounded in rooms and in cids; the room in use stays', () => {
    const ids = ['a', 'b', 'c'].map(
      (id) => roomWith({ id: id as ReturnType<typeof roomWith>['id'] }).id,
    );
    const few = knownCids({ rooms: 2 });
    for (const id of ids) few.learn(seen(id, [1]));
    expect(ids.map((id) => few.of(id)?.cids.size)).toEqual([undefined, 1, 1]);
    const small = knownCids({ cids: 4 });
    for (const id of ids) small.learn(seen(id, [1, 2]));
    expect(ids.map((id) => small.of(id)?.cids.size)).toEqual([undefined, 2, 2]);
    small.learn(seen('b', [1, 2, 3, 4, 5, 6]));
    expect(ids.map((id) => small.of(id)?.cids.size)).toEqual([undefined, 6, undefined]);
  });
});
