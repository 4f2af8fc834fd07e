// The Quotas contract on every adapter.

import { createDynamoDbQuotas } from '../../functions/adapters/aws/dynamodb/dynamodb-quotas.ts';
import { createMemoryQuotas } from '../../functions/adapters/memory/memory-quotas.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { describeQuotas } from './quotas.ts';

describeQuotas('in process', createMemoryQuotas);
onEachEngine(({ name, client }) => {
  describeQuotas(name, () => createDynamoDbQuotas({ client: client(), name: names.connections }));
});
