// The WebSocket API, its stage, and its routes from infra/routes.ts, behind CloudFront.

import { Stack } from 'aws-cdk-lib';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routes, websocketStage } from '../routes.ts';
import type { Functions } from './lambda-functions.ts';
import { addAccountLogRole, addLogGroup, websocketLogLine } from './log-groups.ts';

export interface Sockets {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
  /** The API's host name, without scheme or stage. */
  readonly host: string;
  /** Functions post frames and close connections there. */
  readonly connectionsEndpoint: string;
  /** The ARNs for posting a frame and closing a connection. */
  readonly connectionArns: readonly string[];
}

export function addSockets(
  scope: Construct,
  input: { logDays: RetentionDays; accountLogRole: boolean },
): Sockets {
  const stack = Stack.of(scope);
  // One route handles every frame: we read topic and event ourselves. This expression matches
  // nothing.
  const api = new WebSocketApi(scope, 'SocketApi', {
    routeSelectionExpression: '$request.body.action',
  });
  const stage = new WebSocketStage(scope, 'SocketStage', {
    webSocketApi: api,
    stageName: websocketStage,
    autoDeploy: true,
    // Frames in and posts out share the account's 10,000 requests a second. This leaves most of
    // them to fan-out.
    throttle: { rateLimit: 2_000, burstLimit: 1_000 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(addLogGroup(scope, 'SocketAccessLog', input.logDays)),
      format: websocketLogLine,
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

/** Adds the routes. The functions need the API's id, so routes come last. */
export function addSocketRoutes(api: WebSocketApi, functions: Functions): void {
  for (const { routeKey, function: name } of routes.websocket) {
    // Replies are posted, so no route returns a body, and a thrown error never reaches a client.
    api.addRoute(routeKey, {
      integration: new WebSocketLambdaIntegration(`${name}Integration`, functions[name]),
    });
  }
}
