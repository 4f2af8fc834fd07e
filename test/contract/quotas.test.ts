// The Quotas contract on every adapter.

import { dynamodbQuotas } from '../../functions/adapters/dynamodb/quotas.ts';
import { inProcessQuotas } from '../../functions/adapters/in-process/quotas.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { describeQuotas } from './quotas.ts';

describeQuotas('in process', inProcessQuotas);
onEachEngine(({ name, client }) => {
  describeQuotas(name, () => dynamodbQuotas({ client: client(), table: names.connections }));
});
