// The engine of `npm run start:aws`: the Lambda handlers, given real events, with the AWS SDK
// speaking HTTP to an embedded DynamoDB API and to the emulated API Gateway, SQS, Secrets Manager
// and Lambda.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
import { handler as timerHandler } from '../../../functions/handlers/handle-timer.ts';
import { handler as fanOutHandler } from '../../../functions/handlers/handle-fan-out.ts';
import { handler as httpHandler } from '../../../functions/handlers/handle-http.ts';
import type { LocalConfiguration } from '../local-settings.ts';
import { webSocketApi } from '../emulator/emulated-websocket-api.ts';
import { httpApi } from '../emulator/emulated-http-api.ts';
import { jsonServices } from '../emulator/json-services.ts';
import { lambda } from '../emulator/emulated-lambda.ts';
import { managementApi } from '../emulator/management-api.ts';
import { waitingMessagesIn } from '../emulator/waiting-messages.ts';
import { filterEdition } from '../../filter-edition.ts';
import { websocketStage } from '../../routes.ts';
import { listenInside, type RunningEngine } from '../server/web-server.ts';
import { staticFiles } from '../server/static-files.ts';

const names = { rooms: 'rooms', connections: 'connections', lists: 'lists' };
const secretName = 'signing-key';
const fanOutFunction = 'fan-out';
const timerQueue = 'timers';

/** Sets this process's environment as the stack sets a function's. One such engine a process. */
export async function emulatedEngine({
  settings,
  roomEnvironment,
  dataDirectory,
  filterFile,
}: LocalConfiguration): Promise<RunningEngine> {
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
  const databasePort = await new Promise<number>((resolve, reject) => {
    database.once('error', reject);
    database.listen(0, '127.0.0.1', () => {
      const address = database.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
  const sockets = webSocketApi({
    functions: { connect: connectHandler, default: defaultHandler, disconnect: disconnectHandler },
  });
  const management = await listenInside(managementApi({ connections: sockets.connections }));
  const services = jsonServices({
    queues: { [timerQueue]: timerHandler },
    secrets: { [secretName]: await secretIn(dataDirectory) },
    ...(dataDirectory === undefined
      ? {}
      : { waiting: await waitingMessagesIn(join(dataDirectory, 'queue')) }),
  });
  const json = await listenInside(services.listener);
  const invocations = await listenInside(
    lambda({ functions: { [fanOutFunction]: fanOutHandler } }),
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
      roomsTable: names.rooms,
      connectionsTable: names.connections,
      listsTable: names.lists,
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
  await createTables({ client, names });
  // One context for all functions, as they share this process: made before the first of them is
  // called.
  const context = cloudContext({ keepsCompiled: true });
  await services.resume();

  return {
    context,
    page: staticFiles({ root: 'dist/page' }),
    api: httpApi({ handler: httpHandler }),
    upgrade: (request, socket, head) => {
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

/**
 * What stands in the secret: kept with the data, so that links outlive a restart as the rooms do.
 */
async function secretIn(directory: string | undefined): Promise<string> {
  const made = randomBytes(32).toString('hex');
  if (directory === undefined) return made;
  const file = join(directory, 'signing-secret');
  try {
    return await readFile(file, 'utf8');
  } catch {
    await writeFile(file, made, { mode: 0o600 });
    return made;
  }
}
