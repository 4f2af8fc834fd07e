// The cloud's world, built once per warm function from its environment. Clients are made here and nowhere else.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { apiGatewayGateway, managementClient } from '../adapters/api-gateway/gateway.ts';
import { dynamodbConnectionStore } from '../adapters/dynamodb/connection-store.ts';
import { dynamodbQuotas } from '../adapters/dynamodb/quotas.ts';
import { dynamodbRoomStore } from '../adapters/dynamodb/room-store.ts';
import { bundledFilterLists } from '../adapters/filter-lists/bundled.ts';
import { systemClock } from '../adapters/in-process/clock.ts';
import { cryptoRandom } from '../adapters/in-process/random.ts';
import { secretsManagerKeys } from '../adapters/keys/secrets-manager-keys.ts';
import { sqsAlarms } from '../adapters/sqs/alarms.ts';
import { cloudConfiguration } from '../config.ts';
import { createContext, type Context } from '../core/context.ts';

let built: Context | undefined;

/** The context of this function; made at the first event, so that a bad setting fails an invocation with its reason. */
export const cloudContext = (): Context => (built ??= build());

function build(): Context {
  const configuration = cloudConfiguration(process.env);
  const dynamodb = new DynamoDBClient({});
  const clock = systemClock;
  return createContext({
    rooms: dynamodbRoomStore({ client: dynamodb, table: configuration.roomsTable }),
    connections: dynamodbConnectionStore({ client: dynamodb, table: configuration.connectionsTable }),
    quotas: dynamodbQuotas({ client: dynamodb, table: configuration.connectionsTable }),
    gateway: apiGatewayGateway({ client: managementClient({ endpoint: configuration.connectionsEndpoint }) }),
    alarms: sqsAlarms({ client: new SQSClient({}), queueUrl: configuration.alarmQueueUrl, clock }),
    keys: secretsManagerKeys({ client: new SecretsManagerClient({}), secretId: configuration.signingSecret }),
    lists: bundledFilterLists(),
    random: cryptoRandom,
    clock,
  }, configuration.settings);
}
