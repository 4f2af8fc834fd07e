// The context of a Lambda function, built once per warm function from its environment. All AWS
// clients are created here.

import { dynamodb } from '../adapters/aws/dynamodb/commands.ts';
import { createDynamoDbConnections } from '../adapters/aws/dynamodb/dynamodb-connections.ts';
import { createDynamoDbWordLists } from '../adapters/aws/dynamodb/word-lists/dynamodb-word-lists.ts';
import { createDynamoDbQuotas } from '../adapters/aws/dynamodb/dynamodb-quotas.ts';
import { createDynamoDbRoomPorts } from '../adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { cryptoHash } from '../adapters/system/crypto-hash.ts';
import { cryptoRandom } from '../adapters/system/crypto-random.ts';
import {
  secretsManager,
  createSecretsManagerKeys,
} from '../adapters/aws/secrets/secrets-manager-keys.ts';
import { createLambdaFanOutWorkers } from '../adapters/aws/lambda/lambda-fan-out-workers.ts';
import { sqs, createSqsTimers } from '../adapters/aws/sqs/sqs-timers.ts';
import { regionalEndpoint } from '../adapters/aws/client/aws-service.ts';
import { createContext, type Context } from '../core/context.ts';
import { serverLimits } from '../core/settings.ts';
import { readFunctionEnvironment, type FunctionEnvironment } from '../function-environment.ts';
import { seedLists } from '../lists/seeds.ts';
import { createAddressKey, getViewerAddress, type RequestHeaders } from './viewer-address.ts';
import { createGateway } from './create-gateway.ts';
import { logFailure } from './log-failure.ts';

let environment: FunctionEnvironment | undefined;
let built: Context | undefined;

const getEnvironment = (): FunctionEnvironment =>
  (environment ??= readFunctionEnvironment(process.env));

/**
 * Returns this function's context. It is built at the first event, so a bad setting fails an
 * invocation and shows its reason. `storesCompiled`: the function may write word lists, and stores
 * their compiled form for all functions.
 */
export const cloudContext = ({ storesCompiled = false } = {}): Context =>
  (built ??= build(storesCompiled));

/** Returns the key of the caller's rate limits. Header names are in lower case. */
export function getAddressKey(headers: RequestHeaders, sourceAddress: string): string | undefined {
  const { originKey, settings } = getEnvironment();
  return createAddressKey(
    getViewerAddress({ headers, sourceAddress, originKey }),
    `${originKey} ${settings.publicOrigin}`,
  );
}

function build(storesCompiled: boolean): Context {
  const {
    settings,
    filterEdition,
    roomsTable,
    connectionsTable,
    listsTable,
    connectionsEndpoint,
    timerQueueUrl,
    signingSecret,
    fanOutFunction,
    postsBy,
    region,
    dynamodbEndpoint,
    secretsEndpoint,
    lambdaEndpoint,
  } = getEnvironment();
  const database = dynamodb({
    region,
    endpoint: dynamodbEndpoint ?? regionalEndpoint('dynamodb', region),
  });
  const secrets = secretsManager({
    region,
    endpoint: secretsEndpoint ?? regionalEndpoint('secretsmanager', region),
  });
  const clock = systemClock;
  const compiler = filterEdition === '' ? undefined : { edition: filterEdition, storesCompiled };
  return createContext(
    {
      ...createDynamoDbRoomPorts({ client: database, name: roomsTable }),
      connections: createDynamoDbConnections({ client: database, name: connectionsTable }),
      quotas: createDynamoDbQuotas({ client: database, name: connectionsTable }),
      gateway: createGateway({ postsBy, region, connectionsEndpoint }),
      workers:
        fanOutFunction === ''
          ? undefined
          : createLambdaFanOutWorkers({
              region,
              endpoint: lambdaEndpoint ?? regionalEndpoint('lambda', region),
              functionName: fanOutFunction,
              shardLimits: serverLimits.shards,
              clock,
              onFailure: (error) => {
                logFailure('fan-out', error);
              },
            }),
      timers: createSqsTimers({
        service: sqs({ region, endpoint: timerQueueUrl }),
        queueUrl: timerQueueUrl,
        clock,
      }),
      keys: createSecretsManagerKeys({ service: secrets, secretId: signingSecret }),
      lists: createDynamoDbWordLists(
        { client: database, name: listsTable },
        { seeds: seedLists(), clock, compiler },
      ),
      random: cryptoRandom,
      hash: cryptoHash,
      clock,
    },
    settings,
  );
}
