// Log groups and the lines of access logs. They never hold an address, a query (which has the
// handshake's token), a header or a body.

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

export const websocketLogLine = line({
  time: '$context.requestTime',
  request: '$context.requestId',
  route: '$context.routeKey',
  event: '$context.eventType',
  connection: '$context.connectionId',
  status: '$context.status',
  error: '$context.integrationErrorMessage',
  milliseconds: '$context.integrationLatency',
});

/** Has the route, not the path: paths have room ids. */
export const httpLogLine = line({
  time: '$context.requestTime',
  request: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  error: '$context.integrationErrorMessage',
  milliseconds: '$context.responseLatency',
});

/**
 * Lets API Gateway write access logs. WebSocket stages need such a role in the account, once per
 * region (API Gateway developer guide, "Set up CloudWatch logging"). It stays when the stack goes,
 * because other APIs of the account may use it.
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
