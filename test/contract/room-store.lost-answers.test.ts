// The SDK sends a request again when its answer is lost, though it was carried out. So here every write is carried out twice, and the caller
// sees only the second answer. What a store promises otherwise is in room-store.ts.

import { PutItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../functions/adapters/dynamodb/items.ts';
import { dynamodbRoomStore } from '../../functions/adapters/dynamodb/room-store.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { admission, batonNamed, made, now, seatIn } from './room-builders.ts';

function losingAnswers(client: Table['client']): Table['client'] {
  const send = async (command: Parameters<DynamoDBClient['send']>[0]) => {
    if (command instanceof UpdateItemCommand) await client.send(command).catch(() => undefined);
    if (command instanceof PutItemCommand) await client.send(command).catch(() => undefined);
    return client.send(command);
  };
  return { send: send as DynamoDBClient['send'] };
}

onEachEngine(({ name, client }) => {
  const stores = () => ({
    reliable: dynamodbRoomStore({ client: client(), table: names.rooms }),
    store: dynamodbRoomStore({ client: losingAnswers(client()), table: names.rooms }),
  });

  describe(`RoomStore whose answers are lost: ${name}`, () => {
    it('[G5] admits a message once, and tells its sender that the baton is theirs', async () => {
      const { reliable, store } = stores();
      const room = await made(reliable);
      const input = admission(room, 'a');
      expect(await store.admit(input)).toMatchObject({ ok: true, seq: 1, room: { seq: 1, baton: input.baton } });
      expect(await store.admit({ ...admission(room, 'b'), remember: undefined })).toMatchObject({ ok: true, seq: 2, room: { seq: 2 } });
      expect(await reliable.read(room.id)).toMatchObject({ seq: 2, baton: input.baton });
    });

    it('takes a baton once, and tells so', async () => {
      const { reliable, store } = stores();
      const room = await made(reliable);
      const [a, b] = [batonNamed('a'), batonNamed('b')];
      expect(await store.takeBaton({ room: room.id, from: undefined, to: a, now })).toMatchObject({ baton: a });
      expect(await store.takeBaton({ room: room.id, from: a, to: b, now })).toMatchObject({ baton: b });
    });

    it('[G4] removes what was drained, and nothing that waits behind it', async () => {
      const { reliable, store } = stores();
      const room = await made(reliable);
      const baton = batonNamed('a');
      for (const cid of ['a', 'b', 'c', 'd', 'e']) await reliable.admit(admission(room, cid, 'a'));
      const released = await store.release({ room: room.id, baton, renewed: baton, count: 2, forgetUpTo: 1 });
      expect(released).toMatchObject({ state: 'more', room: { drained: 2, pending: [{ cid: 'c' }, { cid: 'd' }, { cid: 'e' }] } });
      await store.release({ room: room.id, baton, renewed: baton, count: 3, forgetUpTo: 1 });
      expect(await reliable.read(room.id)).toMatchObject({ seq: 5, drained: 5, pending: [], baton: undefined });
    });

    it('takes a seat and changes its typing', async () => {
      const { reliable, store } = stores();
      const room = await made(reliable);
      const seat = seatIn(room, 'c1');
      expect(await store.sit({ seat, now })).toMatchObject({ id: room.id });
      const change = { room: room.id, connection: seat.connection, typing: true, from: seat.phxRef, to: 'ref-2' };
      expect(await store.setTyping(change)).toEqual({ ...seat, typing: true, phxRef: 'ref-2' });
    });
  });
});
