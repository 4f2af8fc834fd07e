// The cloud's world, built once per warm function from its environment. Clients are made here and
// nowhere else.

import { dynamodb } from '../adapters/dynamodb/commands.ts';
import { dynamodbConnectionStore } from '../adapters/dynamodb/connection-store.ts';
import { dynamodbFilterLists } from '../adapters/dynamodb/lists.ts';
import { dynamodbQuotas } from '../adapters/dynamodb/quotas.ts';
import { dynamodbRoomStore } from '../adapters/dynamodb/room-store.ts';
import { systemClock } from '../adapters/in-process/clock.ts';
import { cryptoRandom } from '../adapters/in-process/random.ts';
import { secretsManager, secretsManagerKeys } from '../adapters/keys/secrets-manager-keys.ts';
import { lambdaWorkers } from '../adapters/lambda/fan-out-workers.ts';
import { sqs, sqsAlarms } from '../adapters/sqs/alarms.ts';
import { regionalEndpoint } from '../aws/service.ts';
import { cloudConfiguration } from '../config.ts';
import { createContext, type Context } from '../core/context.ts';
import { bounds } from '../core/settings.ts';
import { seedLists } from '../lists/seeds.ts';
import { addressKeyOf, viewerAddress } from './address.ts';
import { gatewayOf } from './gateway.ts';
import { logFailure } from './log.ts';

let configured: ReturnType<typeof cloudConfiguration> | undefined;
let built: Context | undefined;

const configuration = () => (configured ??= cloudConfiguration(process.env));

/**
 * The context of this function; made at the first event, so that a bad setting fails an invocation
 * with its reason. `keepsCompiled`: it may write word lists, and so keeps their compiled form for
 * all functions.
 */
export const cloudContext = ({ keepsCompiled = false } = {}): Context =>
  (built ??= build(keepsCompiled));

/** Whose rate limits an event counts against. `headers` with lower-case names. */
export function addressKey(
  headers: Readonly<Record<string, string | undefined>>,
  sourceAddress: string,
): string | undefined {
  const { originKey, settings } = configuration();
  return addressKeyOf(
    viewerAddress({ headers, sourceAddress, originKey }),
    `${originKey} ${settings.publicOrigin}`,
  );
}

function build(keepsCompiled: boolean): Context {
  const {
    settings,
    filterEdition,
    roomsTable,
    connectionsTable,
    listsTable,
    connectionsEndpoint,
    alarmQueueUrl,
    signingSecret,
    fanOutFunction,
    postsBy,
    region,
    endpoints,
  } = configuration();
  const database = dynamodb({
    region,
    endpoint: endpoints.dynamodb ?? regionalEndpoint('dynamodb', region),
  });
  const secrets = secretsManager({
    region,
    endpoint: endpoints.secretsManager ?? regionalEndpoint('secretsmanager', region),
  });
  const clock = systemClock;
  const compiler =
    filterEdition === '' ? undefined : { edition: filterEdition, keeps: keepsCompiled };
  return createContext(
    {
      rooms: dynamodbRoomStore({ client: database, table: roomsTable }),
      connections: dynamodbConnectionStore({ client: database, table: connectionsTable }),
      quotas: dynamodbQuotas({ client: database, table: connectionsTable }),
      gateway: gatewayOf({ postsBy, region, connectionsEndpoint }),
      workers:
        fanOutFunction === ''
          ? undefined
          : lambdaWorkers({
              region,
              endpoint: endpoints.lambda ?? regionalEndpoint('lambda', region),
              functionName: fanOutFunction,
              cut: bounds.shards,
              clock,
              failed: (error) => {
                logFailure('fan-out', error);
              },
            }),
      alarms: sqsAlarms({
        service: sqs({ region, endpoint: alarmQueueUrl }),
        queueUrl: alarmQueueUrl,
        clock,
      }),
      keys: secretsManagerKeys({ service: secrets, secretId: signingSecret }),
      lists: dynamodbFilterLists(
        { client: database, table: listsTable },
        { seeds: seedLists(), clock, compiler },
      ),
      random: cryptoRandom,
      clock,
    },
    settings,
  );
}
