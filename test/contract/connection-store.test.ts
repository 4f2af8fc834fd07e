// The ConnectionStore contract on every adapter.

import { dynamodbConnectionStore } from '../../functions/adapters/dynamodb/connection-store.ts';
import { inProcessConnectionStore } from '../../functions/adapters/in-process/connection-store.ts';
import { describeConnectionStore } from './connection-store.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';

describeConnectionStore('in process', inProcessConnectionStore);
onEachEngine(({ name, client }) => {
  describeConnectionStore(name, () =>
    dynamodbConnectionStore({ client: client(), table: names.connections }),
  );
});
