// Log groups: how long they keep, and what an access log line says. No address, query (the
// handshake's token stands there), header or body is ever written; that a request came, to which
// route, and how it ended, is enough.

import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat, CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export function addLogGroup(scope: Construct, id: string, days: RetentionDays): LogGroup {
  return new LogGroup(scope, id, { retention: days, removalPolicy: RemovalPolicy.DESTROY });
}

function line(fields: Readonly<Record<string, string>>): AccessLogFormat {
  return AccessLogFormat.custom(JSON.stringify(fields));
}

export const socketLine = line({
  time: '$context.requestTime',
  request: '$context.requestId',
  route: '$context.routeKey',
  event: '$context.eventType',
  connection: '$context.connectionId',
  status: '$context.status',
  error: '$context.integrationErrorMessage',
  milliseconds: '$context.integrationLatency',
});

/** The route, not the path: paths carry room ids. */
export const httpLine = line({
  time: '$context.requestTime',
  request: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  error: '$context.integrationErrorMessage',
  milliseconds: '$context.responseLatency',
});

/**
 * WebSocket stages may write access logs only when the account names a role for API Gateway, once a
 * region (API Gateway developer guide, "Set up CloudWatch logging"). Kept when the stack goes, for
 * other APIs of the account may have come to rely on it.
 */
export function addAccountLogRole(scope: Construct): CfnAccount {
  const role = new Role(scope, 'ApiGatewayLogs', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [
      ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
    ],
  });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  const account = new CfnAccount(scope, 'ApiGatewayAccount', { cloudWatchRoleArn: role.roleArn });
  account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return account;
}
