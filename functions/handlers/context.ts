// The cloud's world, built once per warm function from its environment. Clients are made here and nowhere else.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { apiGatewayGateway, managementClient } from '../adapters/api-gateway/gateway.ts';
import { dynamodbConnectionStore } from '../adapters/dynamodb/connection-store.ts';
import { dynamodbFilterLists } from '../adapters/dynamodb/lists.ts';
import { dynamodbQuotas } from '../adapters/dynamodb/quotas.ts';
import { dynamodbRoomStore } from '../adapters/dynamodb/room-store.ts';
import { systemClock } from '../adapters/in-process/clock.ts';
import { cryptoRandom } from '../adapters/in-process/random.ts';
import { secretsManagerKeys } from '../adapters/keys/secrets-manager-keys.ts';
import { sqsAlarms } from '../adapters/sqs/alarms.ts';
import { cloudConfiguration } from '../config.ts';
import { createContext, type Context } from '../core/context.ts';
import { seedLists } from '../lists/seeds.ts';
import { addressKeyOf, viewerAddress } from './address.ts';

let configured: ReturnType<typeof cloudConfiguration> | undefined;
let built: Context | undefined;

const configuration = () => (configured ??= cloudConfiguration(process.env));

/**
 * The context of this function; made at the first event, so that a bad setting fails an invocation with its reason. `keepsCompiled`: it may
 * write word lists, and so keeps their compiled form for all functions.
 */
export const cloudContext = ({ keepsCompiled = false } = {}): Context => (built ??= build(keepsCompiled));

/** Whose rate limits an event counts against. `headers` with lower-case names. */
export function addressKey(headers: Readonly<Record<string, string | undefined>>, sourceAddress: string): string | undefined {
  const { originKey, settings } = configuration();
  return addressKeyOf(viewerAddress({ headers, sourceAddress, originKey }), `${originKey} ${settings.publicOrigin}`);
}

function build(keepsCompiled: boolean): Context {
  const { settings, filterEdition, roomsTable, connectionsTable, listsTable, connectionsEndpoint, alarmQueueUrl, signingSecret } = configuration();
  const dynamodb = new DynamoDBClient({});
  const clock = systemClock;
  const compiler = filterEdition === '' ? undefined : { edition: filterEdition, keeps: keepsCompiled };
  return createContext({
    rooms: dynamodbRoomStore({ client: dynamodb, table: roomsTable }),
    connections: dynamodbConnectionStore({ client: dynamodb, table: connectionsTable }),
    quotas: dynamodbQuotas({ client: dynamodb, table: connectionsTable }),
    gateway: apiGatewayGateway({ client: managementClient({ endpoint: connectionsEndpoint }) }),
    alarms: sqsAlarms({ client: new SQSClient({}), queueUrl: alarmQueueUrl, clock }),
    keys: secretsManagerKeys({ client: new SecretsManagerClient({}), secretId: signingSecret }),
    lists: dynamodbFilterLists({ client: dynamodb, table: listsTable }, { seeds: seedLists(), clock, compiler }),
    random: cryptoRandom,
    clock,
  }, settings);
}
