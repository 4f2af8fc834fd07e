// The HTTP API and its routes from infra/routes.ts, behind CloudFront.

import { Stack } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { routes } from '../routes.ts';
import type { Functions } from './lambda-functions.ts';
import { addLogGroup, httpLogLine } from './log-groups.ts';

export interface Http {
  readonly api: HttpApi;
  /** The API's host name, without scheme. */
  readonly host: string;
}

export function addHttp(scope: Construct, input: { logDays: RetentionDays }): Http {
  const stack = Stack.of(scope);
  const api = new HttpApi(scope, 'HttpApi', { createDefaultStage: false });
  new HttpStage(scope, 'HttpStage', {
    httpApi: api,
    autoDeploy: true,
    throttle: { rateLimit: 500, burstLimit: 500 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(addLogGroup(scope, 'HttpAccessLog', input.logDays)),
      format: httpLogLine,
    },
  });
  return { api, host: `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}` };
}

/**
 * Adds the routes. The functions need the site's address, and the site needs the API, so routes
 * come last.
 */
export function addHttpRoutes(api: HttpApi, functions: Functions): void {
  const integrations = new Map<string, HttpLambdaIntegration>();
  for (const { method, path, function: name } of routes.http) {
    const integration =
      integrations.get(name) ?? new HttpLambdaIntegration(`${name}Integration`, functions[name]);
    integrations.set(name, integration);
    api.addRoutes({ path, methods: [HttpMethod[method]], integration });
  }
}
