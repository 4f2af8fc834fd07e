// The HTTP API and its routes from infra/routes.ts; each goes to the one http function. CloudFront
// (edge.ts) stands before it.

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
import { addLogGroup, httpLine } from './log-groups.ts';

export interface Http {
  readonly api: HttpApi;
  /** Host name of the API, without scheme. */
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
      format: httpLine,
    },
  });
  return { api, host: `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}` };
}

/** Apart from the API, for the functions need the site's address, which needs the API's. */
export function addHttpRoutes(api: HttpApi, functions: Functions): void {
  const integrations = new Map<string, HttpLambdaIntegration>();
  for (const { method, path, function: name } of routes.http) {
    const integration =
      integrations.get(name) ?? new HttpLambdaIntegration(`${name}Integration`, functions[name]);
    integrations.set(name, integration);
    api.addRoutes({ path, methods: [HttpMethod[method]], integration });
  }
}
