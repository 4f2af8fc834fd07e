// The RoomStore contract on every adapter.

import { dynamodbRoomStore } from '../../functions/adapters/dynamodb/room-store.ts';
import { inProcessRoomStore } from '../../functions/adapters/in-process/room-store.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { describeRoomStore } from './room-store.ts';

describeRoomStore('in process', inProcessRoomStore);
onEachEngine(({ name, client }) => {
  describeRoomStore(name, () => dynamodbRoomStore({ client: client(), table: names.rooms }));
});
