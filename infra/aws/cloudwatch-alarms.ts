// CloudWatch alarms: failing or throttled functions, failures that a function logged, and timers
// that failed for good. Deployers add the actions.

import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { TimerQueue } from './timer-queue.ts';
import type { Functions } from './lambda-functions.ts';

export function addCloudWatchAlarms(
  scope: Construct,
  input: { functions: Functions; queue: TimerQueue },
): void {
  const alarm = (id: string, metric: Metric, alarmDescription: string): void => {
    new Alarm(scope, id, {
      metric,
      alarmDescription,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  };
  const period = Duration.minutes(1);
  for (const [name, it] of Object.entries(input.functions)) {
    alarm(
      `${it.node.id}Errors`,
      it.metricErrors({ period }),
      `The function ${name} failed: see its log group.`,
    );
    alarm(
      `${it.node.id}Throttles`,
      it.metricThrottles({ period }),
      `The function ${name} was throttled: the concurrency of the account is used up.`,
    );
  }
  const logged = new Metric({
    namespace: Stack.of(scope).stackName,
    metricName: 'LoggedFailures',
    statistic: 'Sum',
    period,
  });
  for (const it of Object.values(input.functions)) {
    it.logGroup.addMetricFilter('Failures', {
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
      metricNamespace: logged.namespace,
      metricName: logged.metricName,
      metricValue: '1',
    });
  }
  alarm(
    'LoggedFailures',
    logged,
    'A function failed and replied `unavailable`: see the log groups for level ERROR.',
  );
  const failedTimers = input.queue.failed.metricApproximateNumberOfMessagesVisible({ period });
  alarm(
    'FailedTimersWaiting',
    failedTimers,
    'A timer failed five times, so a room may still be open: see docs/operations.md.',
  );
}
