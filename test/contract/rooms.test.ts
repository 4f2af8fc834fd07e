// The RoomStore contract on every adapter.

import * as roomPorts from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { createMemoryRoomPorts } from '../../functions/adapters/memory/memory-room-ports.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { describeRoomStore } from './rooms.ts';

describeRoomStore('in process', createMemoryRoomPorts);
onEachEngine(({ name, client }) => {
  describeRoomStore(name, () =>
    roomPorts.createDynamoDbRoomPorts({ client: client(), name: names.rooms }),
  );
});
