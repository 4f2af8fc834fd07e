// The six functions: how they are bundled, their environment (functions/function-environment.ts),
// and what each may do, action by action. websocket-api.ts, http-api.ts and timer-queue.ts call
// five of them, which call fan-out.

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
import { Charset, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { toEnvironment } from '../../functions/core/declare-setting.ts';
import { resourceVariables } from '../../functions/function-environment.ts';
import { filterEdition } from '../filter-edition.ts';
import type { FunctionName } from '../routes.ts';
import type { Tables } from './dynamodb-tables.ts';
import type { TimerQueue } from './timer-queue.ts';
import { addLogGroup } from './log-groups.ts';
import type { StackSettings } from './stack-settings.ts';

/** API Gateway waits no longer. */
const timeout = Duration.seconds(29);
/**
 * A fan-out worker starts no post after 3 s, the term of the delivery lease. A post takes at most 4
 * s.
 */
const fanOutTimeout = Duration.seconds(10);

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Functions = Readonly<Record<FunctionName, NodejsFunction>>;

/**
 * Bundles the dependencies, at the tested versions. The SDK's client for posts is only used with
 * `POSTS_BY=sdk`, and comes from the runtime.
 */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  // Escapes would make the tables of letters three times as long.
  charset: Charset.UTF8,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  externalModules: ['@aws-sdk/client-apigatewaymanagementapi'],
  forceDockerBundling: false,
} satisfies BundlingOptions;

const action = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `dynamodb:${name}`);
const fullAccess = action('GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem');
/** Cannot create items: no PutItem. */
const withoutCreate = action('GetItem', 'Query', 'UpdateItem', 'DeleteItem');

interface Needs {
  readonly memory: number;
  readonly rooms: readonly string[];
  readonly connections: readonly string[];
  /** `read` includes counting matches. */
  readonly lists: 'none' | 'read' | 'write';
  readonly gateway: boolean;
  readonly timers: boolean;
  readonly secret: boolean;
}

/** For records of connections: a function that posts ends those that are gone. */
const endConnections = action('GetItem', 'UpdateItem', 'DeleteItem');

/** Memory also buys processor time: the functions that filter and fan out get more. */
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
    rooms: fullAccess,
    connections: endConnections,
    lists: 'read',
    gateway: true,
    timers: true,
    secret: true,
  },
  disconnect: {
    memory: 512,
    rooms: withoutCreate,
    connections: endConnections,
    lists: 'none',
    gateway: true,
    timers: true,
    secret: false,
  },
  // The connections table also counts rate limits.
  http: {
    memory: 1024,
    rooms: fullAccess,
    connections: endConnections,
    lists: 'write',
    gateway: true,
    timers: true,
    secret: true,
  },
  // It may deliver another function's undelivered messages, and publish its change with new tokens.
  timer: {
    memory: 1024,
    rooms: fullAccess,
    connections: endConnections,
    lists: 'none',
    gateway: true,
    timers: true,
    secret: true,
  },
  // It only posts.
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

export interface FunctionOptions {
  readonly settings: StackSettings;
  readonly data: Tables;
  readonly queue: TimerQueue;
  /** Where functions post frames and close connections, and the ARNs for that. */
  readonly sockets: {
    readonly connectionsEndpoint: string;
    readonly connectionArns: readonly string[];
  };
  readonly secret: Secret;
  /** The origin that people see, `https://…`. */
  readonly publicOrigin: string;
  /** Proves that CloudFront forwarded a request (see edge/edge-functions.ts). */
  readonly originKey: string;
}

export function addFunctions(scope: Construct, options: FunctionOptions): Functions {
  const make = (
    name: FunctionName,
    environment: Readonly<Record<string, string>>,
  ): NodejsFunction => {
    const lambda = addFunction(scope, name, { settings: options.settings, environment });
    grant(lambda, needs[name], options);
    return lambda;
  };
  // It reserves no concurrency, which would be taken from the others. Without a free worker, the
  // caller posts itself.
  const fanOut = make(
    'fan-out',
    toEnvironment(resourceVariables, {
      connectionsEndpoint: options.sockets.connectionsEndpoint,
    }),
  );
  const environment = createRoomEnvironment(options);
  const makeSharing = (name: FunctionName): NodejsFunction => {
    const lambda = make(name, {
      ...environment,
      ...toEnvironment(resourceVariables, { fanOutFunction: fanOut.functionName }),
    });
    lambda.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fanOut.functionArn] }),
    );
    return lambda;
  };
  return {
    connect: make('connect', environment),
    default: makeSharing('default'),
    disconnect: make('disconnect', environment),
    http: makeSharing('http'),
    timer: makeSharing('timer'),
    'fan-out': fanOut,
  };
}

interface NewFunction {
  readonly settings: StackSettings;
  readonly environment: Readonly<Record<string, string>>;
}

function addFunction(
  scope: Construct,
  name: FunctionName,
  { settings, environment }: NewFunction,
): NodejsFunction {
  const title = name.replaceAll(/(?:^|-)([a-z])/g, (_, initial: string) => initial.toUpperCase());
  const logGroup = addLogGroup(scope, `${title}Log`, settings.logDays);
  // The default role could write to every log group of the account.
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
function createRoomEnvironment(options: FunctionOptions): Readonly<Record<string, string>> {
  return {
    ...options.settings.roomEnvironment,
    ...toEnvironment(resourceVariables, {
      roomsTable: options.data.rooms.tableName,
      connectionsTable: options.data.connections.tableName,
      listsTable: options.data.lists.tableName,
      filterEdition: filterEdition(root),
      signingSecret: options.secret.secretArn,
      timerQueueUrl: options.queue.timers.queueUrl,
      connectionsEndpoint: options.sockets.connectionsEndpoint,
      publicOrigin: options.publicOrigin,
      originKey: options.originKey,
    }),
  };
}

/**
 * Grants exactly what is needed. The constructs' grant methods allow more: SQS reads, table
 * descriptions, log wildcards.
 */
function grant(lambda: NodejsFunction, need: Needs, options: FunctionOptions): void {
  const allow = (actions: readonly string[], resources: readonly string[]): void => {
    if (actions.length > 0) {
      lambda.addToRolePolicy(
        new PolicyStatement({ actions: [...actions], resources: [...resources] }),
      );
    }
  };
  allow(need.rooms, [options.data.rooms.tableArn]);
  allow(need.connections, [options.data.connections.tableArn]);
  const lists = options.data.lists.tableArn;
  if (need.lists !== 'none') allow(action('GetItem', 'Query'), [lists]);
  if (need.lists === 'write') allow(action('PutItem', 'UpdateItem'), [lists]);
  if (need.lists === 'read') {
    // Functions that filter also count matches, but must not write lists. Counters are in
    // partitions of this name.
    const counters = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#hits'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: [...action('UpdateItem')],
        resources: [lists],
        conditions: counters,
      }),
    );
  }
  if (need.secret) allow(['secretsmanager:GetSecretValue'], [options.secret.secretArn]);
  if (need.timers) allow(['sqs:SendMessage'], [options.queue.timers.queueArn]);
  if (need.gateway) allow(['execute-api:ManageConnections'], options.sockets.connectionArns);
}
