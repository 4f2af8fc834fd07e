// The WebSocket API, its one stage, and its routes from infra/routes.ts. How a browser's path
// reaches it: edge.ts.

import { Stack } from 'aws-cdk-lib';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routes, websocketStage } from '../routes.ts';
import type { Functions } from './lambda-functions.ts';
import { addAccountLogRole, addLogGroup, socketLine } from './log-groups.ts';

export interface Sockets {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
  /** Host name of the API, without scheme or stage. */
  readonly host: string;
  /** Where the functions post frames and close connections. */
  readonly connectionsEndpoint: string;
  /** What may be done there, exactly: post a frame, close a connection. */
  readonly connectionArns: readonly string[];
}

export function addSockets(
  scope: Construct,
  input: { logDays: RetentionDays; accountLogRole: boolean },
): Sockets {
  const stack = Stack.of(scope);
  // One route does for every frame: the topic and event are ours to read, so the selection
  // expression matches nothing.
  const api = new WebSocketApi(scope, 'SocketApi', {
    routeSelectionExpression: '$request.body.action',
  });
  const stage = new WebSocketStage(scope, 'SocketStage', {
    webSocketApi: api,
    stageName: websocketStage,
    autoDeploy: true,
    // The account's 10,000 requests a second are shared by frames in and posts out: this leaves
    // fan-out most of them.
    throttle: { rateLimit: 2_000, burstLimit: 1_000 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(addLogGroup(scope, 'SocketAccessLog', input.logDays)),
      format: socketLine,
    },
  });
  if (input.accountLogRole) stage.node.addDependency(addAccountLogRole(scope));

  const host = `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`;
  const connections = (method: string) =>
    stack.formatArn({
      service: 'execute-api',
      resource: api.apiId,
      resourceName: `${websocketStage}/${method}/@connections/*`,
    });
  return {
    api,
    stage,
    host,
    connectionsEndpoint: `https://${host}/${websocketStage}`,
    connectionArns: [connections('POST'), connections('DELETE')],
  };
}

/** Apart from the API, for the functions need the API's id and its routes need the functions. */
export function addSocketRoutes(api: WebSocketApi, functions: Functions): void {
  for (const { routeKey, function: name } of routes.websocket) {
    // Every answer is posted, so no route returns a body: what a thrown error would become must
    // never reach a client.
    api.addRoute(routeKey, {
      integration: new WebSocketLambdaIntegration(`${name}Integration`, functions[name]),
    });
  }
}
