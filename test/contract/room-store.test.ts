// The RoomStore contract on every adapter.

import { createDynamoDbRooms } from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-rooms.ts';
import { createMemoryRooms } from '../../functions/adapters/memory/memory-rooms.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { describeRoomStore } from './room-store.ts';

describeRoomStore('in process', createMemoryRooms);
onEachEngine(({ name, client }) => {
  describeRoomStore(name, () => createDynamoDbRooms({ client: client(), table: names.rooms }));
});
