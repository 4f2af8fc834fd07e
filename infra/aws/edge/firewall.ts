// The optional AWS WAF in front of the distribution: Amazon's common rules, and a limit for each
// address. It costs money, and for CloudFront it must be in us-east-1.

import { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** Returns the web ACL's ARN. */
export function addFirewall(scope: Construct, requestsInFiveMinutes: number): string {
  const visible = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: false,
  });
  const acl = new CfnWebACL(scope, 'Firewall', {
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: visible(`${Stack.of(scope).stackName}-firewall`),
    rules: [
      {
        name: 'one-address',
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            limit: requestsInFiveMinutes,
            evaluationWindowSec: 300,
            aggregateKeyType: 'IP',
          },
        },
        visibilityConfig: visible('one-address'),
      },
      {
        name: 'amazon-common',
        priority: 1,
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: 'AWSManagedRulesCommonRuleSet',
            // People may write about script tags, and messages may be longer than 8 KB. Content is
            // the word filter's task.
            ruleActionOverrides: ['CrossSiteScripting_BODY', 'SizeRestrictions_BODY'].map(
              (name) => ({ name, actionToUse: { count: {} } }),
            ),
          },
        },
        visibilityConfig: visible('amazon-common'),
      },
    ],
  });
  return acl.attrArn;
}
