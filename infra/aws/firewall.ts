// AWS WAF before the distribution, on request: Amazon's common rules, and a bound on one address's
// requests. Its price and its place (us-east-1 only, for CloudFront) make it a choice.

import { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** The web ACL's ARN. */
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
            // People write about script tags, and messages may be longer than 8 KB: what is said is
            // the filter's business.
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
