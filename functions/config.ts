// Environment to typed settings, parsed once at start; all problems told at once. What only the
// local engine has is in infra/local/.

import * as v from 'valibot';
import type { Settings } from './core/settings.ts';
import { limits } from './protocol/limits.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const list = v.pipe(
  v.string(),
  v.transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  ),
);

export const wholeNumber = ({
  min,
  max,
  unit,
}: {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}) => {
  const message = `must be a whole number from ${min} to ${max} (${unit})`;
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};

const roomName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9_-]{1,64}$/,
    'must be room names of letters, digits, - and _, with commas between',
  ),
);
const originMessage = 'must be origins like https://chat.example, with commas between, or *';
const origin = v.pipe(v.string(), v.regex(/^(\*|https?:\/\/[^/\s]+)$/, originMessage));

// A host by its name, and by the ASCII form of it where it has others.
const host = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/,
    'must be host names like tea.example, with commas between',
  ),
);

/** What the filter does beside words. */
const filterEntries = {
  /** `off`: links stay; `plain`: shown without their scheme; `allow`: only to FILTER_LINK_HOSTS. */
  FILTER_LINKS: v.optional(
    v.picklist(['off', 'plain', 'allow'], 'must be off, plain or allow'),
    'off',
  ),
  /** Hosts that links may lead to, with all that is under them, comma-separated. */
  FILTER_LINK_HOSTS: v.optional(v.pipe(list, v.array(host)), ''),
  /** What is taken out of messages: `email`, `phone` or both, comma-separated. */
  FILTER_REDACT: v.optional(
    v.pipe(
      list,
      v.array(v.picklist(['email', 'phone'], 'must be email, phone, or both with a comma between')),
    ),
    '',
  ),
  /** Seconds within which a member cannot say the same again; 0: at once. */
  FILTER_REPEAT_SECONDS: v.optional(wholeNumber({ min: 0, max: 3_600, unit: 'seconds' }), '0'),
};

/** What every way of running has. */
export const settingsEntries = {
  /** How long a room lives, in seconds, where its maker does not say. */
  ROOM_SECONDS: v.optional(
    wholeNumber({
      min: limits.roomSeconds.min,
      max: limits.roomSeconds.max,
      unit: 'seconds',
    }),
    String(limits.roomSeconds.default),
  ),
  /** Rooms that need no token, comma-separated. */
  OPEN_ROOMS: v.optional(v.pipe(list, v.array(roomName)), ''),
  /** Origins, besides our own, whose pages may connect, comma-separated; `*` for all. */
  ALLOWED_ORIGINS: v.optional(v.pipe(list, v.array(origin)), ''),
  ...filterEntries,
};

type Parsed = v.InferOutput<v.ObjectSchema<typeof settingsEntries, undefined>>;

/** What all tokens of all deployments name; their keys tell them apart. */
export const tokenSettings = { issuer: 'ten-minute-chat', audience: 'ten-minute-chat' };

export const settingsOf = (parsed: Parsed, publicOrigin: string): Settings => ({
  ...tokenSettings,
  publicOrigin,
  roomSeconds: parsed.ROOM_SECONDS,
  capacity: limits.capacity.default,
  openRooms: parsed.OPEN_ROOMS,
  allowedOrigins: parsed.ALLOWED_ORIGINS,
  filter: {
    links: parsed.FILTER_LINKS,
    linkHosts: parsed.FILTER_LINK_HOSTS,
    redact: parsed.FILTER_REDACT,
    repeatSeconds: parsed.FILTER_REPEAT_SECONDS,
  },
});

/** The filter's settings as the environment that they are read from. */
export const filterEnvironment = ({
  links = 'off',
  linkHosts = [],
  redact = [],
  repeatSeconds = 0,
}: NonNullable<Settings['filter']> = {}) => ({
  FILTER_LINKS: links,
  FILTER_LINK_HOSTS: linkHosts.join(','),
  FILTER_REDACT: redact.join(','),
  FILTER_REPEAT_SECONDS: String(repeatSeconds),
});

const url = v.pipe(v.string(), v.url('must be a URL'));
const needed = v.pipe(v.string('must be set'), v.minLength(1, 'must not be empty'));

const CloudEnvironment = v.object({
  ...settingsEntries,
  ROOMS_TABLE: needed,
  CONNECTIONS_TABLE: needed,
  LISTS_TABLE: needed,
  /** Changes with whatever compiles word lists; empty: compiled forms are not kept. */
  FILTER_EDITION: v.optional(v.string(), ''),
  SIGNING_SECRET: needed,
  TIMER_QUEUE_URL: url,
  /**
   * Who posts to connections: our own signed requests, or the client of the SDK, at ten times the
   * processor time.
   */
  POSTS_BY: v.optional(v.picklist(['signed', 'sdk'], 'must be signed or sdk'), 'signed'),
  /** Set by Lambda. */
  AWS_REGION: needed,
  /** Where these services are, if not where the region has them. */
  AWS_ENDPOINT_URL_DYNAMODB: v.optional(url),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: v.optional(url),
  AWS_ENDPOINT_URL_LAMBDA: v.optional(url),
  /** The function that takes a share of large fan-outs; empty: none does. */
  FAN_OUT_FUNCTION: v.optional(v.string(), ''),
  /**
   * By which CloudFront proves that what it says of a viewer is to be believed; empty: nobody
   * stands before us.
   */
  ORIGIN_KEY: v.optional(v.string(), ''),
  /** Where to post to connections: `https://{api}.execute-api.{region}.amazonaws.com/{stage}`. */
  CONNECTIONS_ENDPOINT: url,
  /** The origin people see, which links are made of. */
  PUBLIC_ORIGIN: v.pipe(
    url,
    v.regex(/^https?:\/\/[^/]+$/, 'must be an origin: scheme and host, no path'),
  ),
});

/** A function's configuration. Throws one Error naming every bad variable. */
export function cloudConfiguration(environment: Environment) {
  const parsed = parseEnvironment(CloudEnvironment, environment);
  return {
    settings: settingsOf(parsed, parsed.PUBLIC_ORIGIN),
    roomsTable: parsed.ROOMS_TABLE,
    connectionsTable: parsed.CONNECTIONS_TABLE,
    listsTable: parsed.LISTS_TABLE,
    filterEdition: parsed.FILTER_EDITION,
    originKey: parsed.ORIGIN_KEY,
    signingSecret: parsed.SIGNING_SECRET,
    timerQueueUrl: parsed.TIMER_QUEUE_URL,
    connectionsEndpoint: parsed.CONNECTIONS_ENDPOINT,
    postsBy: parsed.POSTS_BY,
    region: parsed.AWS_REGION,
    fanOutFunction: parsed.FAN_OUT_FUNCTION,
    endpoints: {
      dynamodb: parsed.AWS_ENDPOINT_URL_DYNAMODB,
      secretsManager: parsed.AWS_ENDPOINT_URL_SECRETS_MANAGER,
      lambda: parsed.AWS_ENDPOINT_URL_LAMBDA,
    },
  };
}

const PostingEnvironment = v.pick(CloudEnvironment, [
  'POSTS_BY',
  'AWS_REGION',
  'CONNECTIONS_ENDPOINT',
]);

export type PostingConfiguration = Pick<
  ReturnType<typeof cloudConfiguration>,
  'postsBy' | 'region' | 'connectionsEndpoint'
>;

/** The configuration of a function that does nothing but post. */
export function postingConfiguration(environment: Environment): PostingConfiguration {
  const parsed = parseEnvironment(PostingEnvironment, environment);
  return {
    postsBy: parsed.POSTS_BY,
    region: parsed.AWS_REGION,
    connectionsEndpoint: parsed.CONNECTIONS_ENDPOINT,
  };
}

/**
 * Parses an environment by a schema. Throws one Error that names every bad variable and what is
 * wrong with it.
 */
export function parseEnvironment<Schema extends v.GenericSchema<Record<string, unknown>, unknown>>(
  schema: Schema,
  environment: Environment,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, environment);
  if (parsed.success) return parsed.output;
  const problems = new Map(
    parsed.issues.map((issue) => [
      v.getDotPath(issue)?.split('.', 1)[0] ?? 'The environment',
      issue.message,
    ]),
  );
  throw new Error([...problems].map(([name, message]) => `${name} ${message}`).join('\n'));
}
