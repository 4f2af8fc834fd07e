// The settings that only a deployment has, each declared once, and what the stack reads from the
// CDK's context (`cdk deploy -c roomSeconds=900`). None is secret.
// The settings of rooms are in functions/core/room-settings.ts.

import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import {
  flag,
  pickEnvironment,
  readSettings,
  wholeNumber,
  type SettingDeclarations,
  type SettingValues,
} from '../../functions/core/declare-setting.ts';
import { roomSettings } from '../../functions/core/room-settings.ts';

export const stackSettings = {
  /** CloudFormation's name of the stack. Two names make two independent deployments. */
  stackName: {
    schema: v.pipe(
      v.string(),
      v.regex(
        /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
        'must be letters, digits and hyphens, a letter first',
      ),
    ),
    default: 'TenMinuteChat',
    description: "the stack's name",
    defaultDescription: '`TenMinuteChat`',
  },
  region: {
    schema: v.pipe(
      v.string(),
      v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1'),
    ),
    isOptional: true,
    description: 'where to deploy',
    defaultDescription: "your profile's",
  },
  /** AWS WAF in front of CloudFront. */
  waf: {
    schema: flag,
    default: 'false',
    description: 'adds AWS WAF; needs `us-east-1`',
  },
  wafRequests: {
    schema: wholeNumber({ min: 100, max: 1_000_000, unit: 'requests' }),
    default: '3000',
    description: 'requests per address in 5 minutes',
  },
  logDays: {
    schema: v.pipe(
      wholeNumber({ min: 1, max: 30, unit: 'days' }),
      v.enum(RetentionDays, 'must be 1, 3, 5, 7, 14 or 30'),
    ),
    default: String(RetentionDays.ONE_WEEK),
    description: 'log retention: 1, 3, 5, 7, 14 or 30',
  },
  /**
   * API Gateway writes WebSocket access logs only if the account and region name a role for it.
   * False where they already do.
   */
  accountLogRole: {
    schema: flag,
    default: 'true',
    description: 'see [Logs](#logs)',
  },
} as const satisfies SettingDeclarations;

const allSettings = { ...roomSettings, ...stackSettings };

export interface StackSettings extends SettingValues<typeof allSettings> {
  /** The settings of rooms as environment variables, for the functions. */
  readonly roomEnvironment: Readonly<Record<string, string>>;
}

type ContextValue = string | number | boolean | null | undefined;
type SettingName = keyof typeof allSettings;

/**
 * Reads every setting with `getContext` (a construct's `tryGetContext`). Throws one error that
 * names each bad one.
 */
export function readStackSettings(getContext: (name: SettingName) => unknown): StackSettings {
  // The command line gives texts, cdk.json also numbers and booleans.
  const read = readSettings(allSettings, (name) => {
    const value = getContext(name) as ContextValue;
    return value === undefined || value === null ? undefined : String(value);
  });
  const problems = read.ok
    ? findConflicts(read.values)
    : read.problems.map(({ name, message }) => `${name}: ${message}`);

  if (!read.ok || problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}`).join('\n');
    throw new Error(`The deployment's settings (CDK context, -c name=value) are wrong:\n${lines}`);
  }
  return { ...read.values, roomEnvironment: pickEnvironment(roomSettings, read.environment) };
}

/** Returns the problems of settings that contradict each other. */
function findConflicts({
  waf,
  region,
  allowedOrigins,
}: SettingValues<typeof allSettings>): readonly string[] {
  const problems: string[] = [];
  if (waf && region !== 'us-east-1') {
    problems.push('waf: a CloudFront web ACL must be in us-east-1; add -c region=us-east-1');
  }
  if (allowedOrigins.some((origin) => origin.includes('*'))) {
    problems.push(
      'allowedOrigins: must be origins such as https://example.org; * is for local servers',
    );
  }
  return problems;
}
