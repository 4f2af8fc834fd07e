// What a deployer may set, from CDK context (`cdk deploy -c roomSeconds=900`): one schema with
// defaults, all problems told at once. Nothing here is secret; the signing key is made in the
// account (keys.ts).

import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { limits } from '../../functions/protocol/limits.ts';

const seconds = limits.roomSeconds;
const flag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.check((value) => [true, false, 'true', 'false'].includes(value), 'must be true or false'),
  v.transform((value) => value === true || value === 'true'),
);

/**
 * Context comes from the command line as strings and from cdk.json as numbers: both are welcome.
 */
function whole(range: { min: number; max: number }) {
  const message = `must be a whole number from ${range.min} to ${range.max}`;
  return v.pipe(
    v.union(
      [v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/, message), v.transform(Number))],
      message,
    ),
    v.integer(message),
    v.minValue(range.min, message),
    v.maxValue(range.max, message),
  );
}

const commaList = (item: RegExp, message: string) =>
  v.pipe(
    v.string(message),
    v.transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    v.array(v.pipe(v.string(), v.regex(item, message))),
  );

const schema = v.object({
  /** CloudFormation's name of the stack; two names make two deployments side by side. */
  stackName: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
        'must be letters, digits and hyphens, a letter first',
      ),
    ),
    'TenMinuteChat',
  ),
  /** Where to deploy; unset: wherever the caller's AWS profile points. */
  region: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1'),
    ),
  ),
  /** How long a room lives unless its maker says otherwise (ROOM_SECONDS). */
  roomSeconds: v.optional(whole(seconds), seconds.default),
  /** Rooms that need no token (OPEN_ROOMS). None: whoever deploys must ask for them. */
  openRooms: v.optional(
    commaList(/^[A-Za-z0-9_-]{1,64}$/, 'must be room names separated by commas'),
    '',
  ),
  /** Further web origins that may connect (ALLOWED_ORIGINS), besides the stack's own. */
  allowedOrigins: v.optional(
    commaList(
      /^https?:\/\/[^/\s*,]+$/,
      'must be origins such as https://example.org, separated by commas',
    ),
    '',
  ),
  /**
   * What becomes of links: `off` leaves them, `plain` shows them without their scheme, `allow`
   * keeps those to `filterLinkHosts` (FILTER_LINKS).
   */
  filterLinks: v.optional(
    v.picklist(['off', 'plain', 'allow'], 'must be off, plain or allow'),
    'off',
  ),
  /** Hosts that links may lead to, with all that is under them (FILTER_LINK_HOSTS). */
  filterLinkHosts: v.optional(
    commaList(
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/,
      'must be host names in lower case, separated by commas',
    ),
    '',
  ),
  /** What is taken out of messages (FILTER_REDACT). */
  filterRedact: v.optional(
    commaList(/^(email|phone)$/, 'must be email, phone, or both with a comma between'),
    '',
  ),
  /** Within how many seconds a member cannot say the same again (FILTER_REPEAT_SECONDS). */
  filterRepeatSeconds: v.optional(whole({ min: 0, max: 3_600 }), 0),
  /** AWS WAF before CloudFront. Its web ACL can only live in us-east-1, so the stack must too. */
  waf: v.optional(flag, false),
  /** Requests one address may make in five minutes before the firewall blocks it. */
  wafRequests: v.optional(whole({ min: 100, max: 1_000_000 }), 3_000),
  /**
   * API Gateway writes WebSocket access logs only once the account and region name a role for it:
   * false where they already do.
   */
  accountLogRole: v.optional(flag, true),
  /** How long logs are kept. They say nothing of what was said, but less is better. */
  logDays: v.optional(
    v.pipe(whole({ min: 1, max: 30 }), v.enum(RetentionDays, 'must be 1, 3, 5, 7, 14 or 30')),
    RetentionDays.ONE_WEEK,
  ),
});

export type Settings = v.InferOutput<typeof schema>;
type Name = keyof Settings;

const settingNames = Object.keys(schema.entries) as readonly Name[];

/**
 * Reads every setting through `look` (a context's `tryGetContext`). Throws one error that names
 * each bad one.
 */
export function readSettings(look: (name: Name) => unknown): Settings {
  const looked = settingNames.map((name) => [name, look(name)] as const);
  const given: Record<string, unknown> = Object.fromEntries(
    looked.filter(([, value]) => value !== undefined && value !== null),
  );
  const result = v.safeParse(schema, given);
  const problems = result.success
    ? []
    : result.issues.map((issue) => `  ${v.getDotPath(issue) ?? 'settings'}: ${issue.message}`);
  if (result.success && result.output.waf && result.output.region !== 'us-east-1') {
    problems.push('  waf: a CloudFront web ACL lives in us-east-1 only; add -c region=us-east-1');
  }
  if (!result.success || problems.length > 0) {
    throw new Error(
      `The deployment's settings (CDK context, -c name=value) are wrong:\n${problems.join('\n')}`,
    );
  }
  return result.output;
}
