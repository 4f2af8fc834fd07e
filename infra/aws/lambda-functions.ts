// The six functions: how they are bundled, their environment (functions/function-environment.ts),
// and what each may do, action by action. What calls them: websocket-api.ts, http-api.ts and
// timer-queue.ts. The others call fan-out.

import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { toEnvironment } from '../../functions/core/declare-setting.ts';
import { resourceVariables } from '../../functions/function-environment.ts';
import { filterEdition } from '../filter-edition.ts';
import type { FunctionName } from '../routes.ts';
import type { Data } from './dynamodb-tables.ts';
import type { TimerQueue } from './timer-queue.ts';
import { addLogGroup } from './log-groups.ts';
import type { StackSettings } from './stack-settings.ts';

/** As long as API Gateway waits for an answer. */
const timeout = Duration.seconds(29);
/** It begins nothing after 3 s, the baton's term, and a post takes 4 at most. */
const fanOutTimeout = Duration.seconds(10);

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Functions = Readonly<Record<FunctionName, NodejsFunction>>;

/**
 * What the functions use goes into the bundle, at the version the tests ran. The SDK's client for
 * posts is not used unless `POSTS_BY=sdk` says so, and is then the runtime's. @internal
 */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  externalModules: ['@aws-sdk/client-apigatewaymanagementapi'],
  forceDockerBundling: false,
} satisfies BundlingOptions;

const action = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `dynamodb:${name}`);
const takePart = action('GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem');
/** Makes nothing new: no PutItem. */
const windUp = action('GetItem', 'Query', 'UpdateItem', 'DeleteItem');

interface Needs {
  readonly memory: number;
  readonly rooms: readonly string[];
  readonly connections: readonly string[];
  /** `read`, and count matches; or `write`. */
  readonly lists: 'none' | 'read' | 'write';
  readonly gateway: boolean;
  readonly timers: boolean;
  readonly secret: boolean;
}

/** Memory buys processor time: the two that filter and fan out get more of it. */
const needs: Readonly<Record<FunctionName, Needs>> = {
  connect: {
    memory: 512,
    rooms: [],
    connections: action('PutItem'),
    lists: 'none',
    gateway: false,
    timers: false,
    secret: true,
  },
  default: {
    memory: 1024,
    rooms: takePart,
    connections: action('GetItem', 'UpdateItem', 'DeleteItem'),
    lists: 'read',
    gateway: true,
    timers: true,
    secret: true,
  },
  disconnect: {
    memory: 512,
    rooms: windUp,
    connections: action('DeleteItem'),
    lists: 'none',
    gateway: true,
    timers: true,
    secret: false,
  },
  // Rate limits are counted in the connections' table.
  http: {
    memory: 1024,
    rooms: takePart,
    connections: action('UpdateItem', 'DeleteItem'),
    lists: 'write',
    gateway: true,
    timers: true,
    secret: true,
  },
  // It may have to deliver what another one left.
  timer: {
    memory: 1024,
    rooms: takePart,
    connections: action('GetItem', 'UpdateItem', 'DeleteItem'),
    lists: 'none',
    gateway: true,
    timers: true,
    secret: false,
  },
  // It posts what it is given.
  'fan-out': {
    memory: 1024,
    rooms: [],
    connections: [],
    lists: 'none',
    gateway: true,
    timers: false,
    secret: false,
  },
};

export interface Surroundings {
  readonly settings: StackSettings;
  readonly data: Data;
  readonly queue: TimerQueue;
  /** Where frames are posted and connections closed, and the ARNs of doing so. */
  readonly sockets: {
    readonly connectionsEndpoint: string;
    readonly connectionArns: readonly string[];
  };
  readonly secret: Secret;
  /** The origin people see, `https://…`. */
  readonly publicOrigin: string;
  /** By which a function knows that CloudFront passed a request on (paths.ts names the header). */
  readonly originKey: string;
}

export function addFunctions(scope: Construct, around: Surroundings): Functions {
  const make = (
    name: FunctionName,
    environment: Readonly<Record<string, string>>,
  ): NodejsFunction => {
    const it = addFunction(scope, name, { settings: around.settings, environment });
    grant(it, needs[name], around);
    return it;
  };
  // No concurrency is reserved for it: that would be taken from all others, and who finds no worker
  // free does the work itself.
  const fanOut = make(
    'fan-out',
    toEnvironment(resourceVariables, {
      connectionsEndpoint: around.sockets.connectionsEndpoint,
    }),
  );
  const environment = createRoomEnvironment(around);
  const sharing = (name: FunctionName): NodejsFunction => {
    const it = make(name, {
      ...environment,
      ...toEnvironment(resourceVariables, { fanOutFunction: fanOut.functionName }),
    });
    it.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fanOut.functionArn] }),
    );
    return it;
  };
  return {
    connect: make('connect', environment),
    default: sharing('default'),
    disconnect: make('disconnect', environment),
    http: sharing('http'),
    timer: sharing('timer'),
    'fan-out': fanOut,
  };
}

interface Setting {
  readonly settings: StackSettings;
  readonly environment: Readonly<Record<string, string>>;
}

function addFunction(
  scope: Construct,
  name: FunctionName,
  { settings, environment }: Setting,
): NodejsFunction {
  const title = name.replaceAll(/(?:^|-)([a-z])/g, (_, initial: string) => initial.toUpperCase());
  const logGroup = addLogGroup(scope, `${title}Log`, settings.logDays);
  // A role of its own rather than the default one, whose managed policy may write to every log
  // group of the account.
  const role = new Role(scope, `${title}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  return new NodejsFunction(scope, `${title}Function`, {
    description: `Ten Minute Chat: ${name}`,
    entry: `${root}functions/handlers/handle-${name}.ts`,
    projectRoot: root,
    depsLockFilePath: `${root}package-lock.json`,
    bundling,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: needs[name].memory,
    timeout: name === 'fan-out' ? fanOutTimeout : timeout,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    logGroup,
    role,
    awsSdkConnectionReuse: false,
    environment,
  });
}

/** The environment of the functions that take part in rooms. */
function createRoomEnvironment(around: Surroundings): Readonly<Record<string, string>> {
  return {
    ...around.settings.roomEnvironment,
    ...toEnvironment(resourceVariables, {
      roomsTable: around.data.rooms.tableName,
      connectionsTable: around.data.connections.tableName,
      listsTable: around.data.lists.tableName,
      filterEdition: filterEdition(root),
      signingSecret: around.secret.secretArn,
      timerQueueUrl: around.queue.timers.queueUrl,
      connectionsEndpoint: around.sockets.connectionsEndpoint,
      publicOrigin: around.publicOrigin,
      originKey: around.originKey,
    }),
  };
}

/**
 * Statements written out rather than by grant methods, which allow more (SQS reads, table
 * descriptions, log wildcards).
 */
function grant(it: NodejsFunction, need: Needs, around: Surroundings): void {
  const allow = (actions: readonly string[], resources: readonly string[]): void => {
    if (actions.length > 0) {
      it.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }
  };
  allow(need.rooms, [around.data.rooms.tableArn]);
  allow(need.connections, [around.data.connections.tableArn]);
  const lists = around.data.lists.tableArn;
  if (need.lists !== 'none') allow(action('GetItem', 'Query'), [lists]);
  if (need.lists === 'write') allow(action('PutItem', 'UpdateItem'), [lists]);
  if (need.lists === 'read') {
    // Who filters counts what it finds, and must not write lists: counters lie in partitions of
    // that name.
    const counters = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#hits'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    it.addToRolePolicy(
      new PolicyStatement({
        actions: [...action('UpdateItem')],
        resources: [lists],
        conditions: counters,
      }),
    );
  }
  if (need.secret) allow(['secretsmanager:GetSecretValue'], [around.secret.secretArn]);
  if (need.timers) allow(['sqs:SendMessage'], [around.queue.timers.queueArn]);
  if (need.gateway) allow(['execute-api:ManageConnections'], around.sockets.connectionArns);
}
