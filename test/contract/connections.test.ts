// The ConnectionStore contract on every adapter.

import * as dynamoDb from '../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import { createMemoryConnections } from '../../functions/adapters/memory/memory-connections.ts';
import { describeConnectionStore } from './connections.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';

describeConnectionStore('in process', createMemoryConnections);
onEachEngine(({ name, client }) => {
  describeConnectionStore(name, () =>
    dynamoDb.createDynamoDbConnections({ client: client(), name: names.connections }),
  );
});
