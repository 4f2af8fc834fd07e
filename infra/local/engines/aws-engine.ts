// The engine of `npm run start:aws`: the Lambda handlers on emulated AWS services. The AWS clients
// speak HTTP to an embedded DynamoDB and to the emulated API Gateway, SQS, Secrets Manager and
// Lambda.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createTables } from '../../../functions/adapters/aws/dynamodb/create-tables.ts';
import { toEnvironment } from '../../../functions/core/declare-setting.ts';
import { resourceVariables } from '../../../functions/function-environment.ts';
import { cloudContext } from '../../../functions/handlers/cloud-context.ts';
import { handler as connectHandler } from '../../../functions/handlers/handle-connect.ts';
import { handler as defaultHandler } from '../../../functions/handlers/handle-default.ts';
import { handler as disconnectHandler } from '../../../functions/handlers/handle-disconnect.ts';
import { handler as fanOutHandler } from '../../../functions/handlers/handle-fan-out.ts';
import { handler as httpHandler } from '../../../functions/handlers/handle-http.ts';
import { handler as timerHandler } from '../../../functions/handlers/handle-timer.ts';
import { filterEdition } from '../../filter-edition.ts';
import { websocketStage } from '../../routes.ts';
import { createHttpApi } from '../emulator/emulated-http-api.ts';
import { createLambdaListener } from '../emulator/emulated-lambda.ts';
import { createWebSocketApi } from '../emulator/emulated-websocket-api.ts';
import { createJsonServices } from '../emulator/json-services.ts';
import { createManagementApi } from '../emulator/management-api.ts';
import { createMessageFiles } from '../emulator/waiting-messages.ts';
import type { LocalConfiguration } from '../local-settings.ts';
import { createCallers } from '../server/callers.ts';
import { noFrameLog, type LogFrame } from '../server/frame-log.ts';
import { startInternalServer, type Engine } from '../server/web-server.ts';

const tables = { rooms: 'rooms', connections: 'connections', lists: 'lists' };
const secretName = 'signing-key';
const fanOutFunction = 'fan-out';
const timerQueue = 'timers';

export interface AwsEngineOptions {
  readonly logFrame?: LogFrame;
}

/** Sets this process's environment as the stack sets a function's: one such engine per process. */
export async function createAwsEngine(
  configuration: LocalConfiguration,
  { logFrame = noFrameLog }: AwsEngineOptions = {},
): Promise<Engine> {
  const { settings, roomEnvironment, dataDirectory, filterFile } = configuration;
  const { findAddress, knowsHost } = createCallers(configuration);
  if (filterFile !== undefined) {
    throw new Error(
      'FILTER_FILE works with npm start only. ' +
        'Import word lists instead: npx ten-minute-chat filter import <list> <file>',
    );
  }
  if (dataDirectory !== undefined) await mkdir(dataDirectory, { recursive: true });

  const database = dynalite({
    createTableMs: 0,
    ...(dataDirectory === undefined ? {} : { path: join(dataDirectory, 'dynamodb') }),
  });
  const databasePort = await startDatabase(database);
  const sockets = createWebSocketApi({
    findAddress,
    functions: {
      connect: connectHandler,
      default: (event) => logFrame(event.body ?? '', () => defaultHandler(event)),
      disconnect: disconnectHandler,
    },
  });
  const management = await startInternalServer(
    createManagementApi({ connections: sockets.connections }),
  );
  const services = createJsonServices({
    queues: { [timerQueue]: timerHandler },
    secrets: { [secretName]: await readSecret(dataDirectory) },
    ...(dataDirectory === undefined
      ? {}
      : { waiting: await createMessageFiles(join(dataDirectory, 'queue')) }),
  });
  const json = await startInternalServer(services.listener);
  const invocations = await startInternalServer(
    createLambdaListener({ functions: { [fanOutFunction]: fanOutHandler } }),
  );

  const url = (port: number): string => `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    // The functions run on a newer Node in the cloud. The SDK warns of this one.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: url(json.port),
    ...roomEnvironment,
    ...toEnvironment(resourceVariables, {
      region: 'local',
      roomsTable: tables.rooms,
      connectionsTable: tables.connections,
      listsTable: tables.lists,
      filterEdition: filterEdition('.'),
      signingSecret: secretName,
      fanOutFunction,
      timerQueueUrl: `${url(json.port)}/000000000000/${timerQueue}`,
      connectionsEndpoint: `${url(management.port)}/${websocketStage}`,
      publicOrigin: settings.publicOrigin,
      dynamodbEndpoint: url(databasePort),
      secretsEndpoint: url(json.port),
      lambdaEndpoint: url(invocations.port),
    }),
  });
  const client = new DynamoDBClient({});
  await createTables({ client, names: tables });
  // All functions share this process and so one context. It is created before their first call.
  const context = cloudContext({ storesCompiled: true });
  await services.resume();

  return {
    context,
    knowsHost,
    handleApi: createHttpApi({ handler: httpHandler, findAddress }),
    handleUpgrade: (request, socket, head) => {
      sockets.upgrade(request, socket, head);
    },
    stop: async () => {
      await sockets.stop();
      services.stop();
      await Promise.all([management.stop(), json.stop(), invocations.stop()]);
      await new Promise<void>((resolve) => {
        database.close(() => {
          resolve();
        });
      });
    },
  };
}

const startDatabase = (database: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    database.once('error', reject);
    database.listen(0, '127.0.0.1', () => {
      const address = database.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });

/** Returns the signing secret. It is kept with the data, so links survive a restart as rooms do. */
async function readSecret(directory: string | undefined): Promise<string> {
  const newSecret = randomBytes(32).toString('hex');
  if (directory === undefined) return newSecret;
  const file = join(directory, 'signing-secret');
  try {
    return await readFile(file, 'utf8');
  } catch {
    // There is none yet.
    await writeFile(file, newSecret, { mode: 0o600 });
    return newSecret;
  }
}
