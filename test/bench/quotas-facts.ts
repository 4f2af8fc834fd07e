// AWS facts for the quota simulation: limits, prices and times, each with its source. Unpublished
// values say "assumed". Prices are for us-east-1 without free tiers or discounts.

import type { FunctionName } from '../../infra/routes.ts';

/** The limits of one account in one region. Rates are per second; a bucket holds `burst`. */
export interface Limits {
  readonly requests: { readonly rate: number; readonly burst: number };
  readonly frames: { readonly rate: number; readonly burst: number };
  readonly connections: { readonly rate: number; readonly burst: number };
  readonly lambda: {
    readonly concurrent: number;
    readonly more: { readonly rate: number; readonly burst: number };
  };
  readonly writes: { readonly rate: number; readonly burst: number };
  readonly reads: { readonly rate: number; readonly burst: number };
  readonly keyWrites: { readonly rate: number; readonly burst: number };
  readonly keyReads: { readonly rate: number; readonly burst: number };
}

const bucket = (rate: number, burst = rate) => ({ rate, burst });

export const limits: Limits = {
  requests: bucket(10_000, 5_000),
  frames: bucket(2_000, 1_000),
  connections: bucket(500),
  lambda: { concurrent: 1_000, more: bucket(100, 1_000) },
  writes: bucket(4_000),
  reads: bucket(12_000),
  keyWrites: bucket(1_000),
  keyReads: bucket(3_000),
};

/** Multiplies the limits of the whole account; the limits of a single key cannot be raised. */
export function scaled(of: Limits, times: number): Limits {
  const by = ({ rate, burst }: { readonly rate: number; readonly burst: number }) =>
    bucket(rate * times, Math.max(1, burst * times));
  const { lambda, keyWrites, keyReads, ...rest } = of;
  return {
    requests: by(rest.requests),
    frames: by(rest.frames),
    connections: by(rest.connections),
    writes: by(rest.writes),
    reads: by(rest.reads),
    lambda: { concurrent: Math.max(1, lambda.concurrent * times), more: by(lambda.more) },
    keyWrites,
    keyReads,
  };
}

/** The capacity that AWS gives an on-demand table without a request for more. */
export const grownTables = { writes: bucket(40_000), reads: bucket(40_000) } as const;

/** Dollars. */
export const prices = {
  socketMessage: 1.0e-6,
  socketMessageBytes: 32 * 1_024,
  connectionMinute: 0.25e-6,
  httpRequest: 1.0e-6,
  invocation: 0.2e-6,
  gigabyteSecond: 0.0000133334,
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  queueRequest: 0.4e-6,
  logGigabyte: 0.5,
  edgeGigabyte: 0.085,
  edgeRequest: 1.0e-6,
} as const;

/**
 * Milliseconds: half of the samples take up to `p50`, 99 of 100 up to `p99` (log-normal between and
 * beyond).
 */
export interface Taking {
  readonly p50: number;
  readonly p99: number;
}

export const takes = {
  read: { p50: 3, p99: 10 },
  write: { p50: 5, p99: 15 },
  post: { p50: 12, p99: 60 },
  queue: { p50: 10, p99: 40 },
  invoke: { p50: 10, p99: 40 },
  cold: { p50: 375, p99: 800 },
  way: { p50: 30, p99: 120 },
} as const satisfies Readonly<Record<string, Taking>>;

/** Milliseconds of processor time on a whole vCPU, and each function's share of one. */
export const work = { invocation: 1.5, command: 0.3, post: 0.05, vcpuMegabytes: 1_769 } as const;

/** The memory from infra/aws/lambda-functions.ts. */
export const megabytes = {
  connect: 512,
  default: 1_024,
  disconnect: 512,
  http: 1_024,
  timer: 1_024,
  'fan-out': 1_024,
} as const satisfies Readonly<Record<FunctionName, number>>;

/**
 * An access log line of infra/aws/log-groups.ts with typical values, and the 26 bytes that
 * CloudWatch counts for each event.
 */
export const logLineBytes = 330 + 26;
/** The bytes and requests that a member's browser needs to load the page. */
export const page = { bytes: 110 * 1_024, requests: 8 } as const;

const aws = 'https://docs.aws.amazon.com/';

/** The assumptions, with their sources. */
export const sources: readonly (readonly [what: string, from: string])[] = [
  [
    'API Gateway: 10,000 requests a second shared by all APIs and posts to connections; in ' +
      'many newer regions 2,500',
    `${aws}apigateway/latest/developerguide/limits.html`,
  ],
  [
    'its burst of 5,000',
    'https://docs.amazonaws.cn/en_us/apigateway/latest/developerguide/limits.md (the other ' +
      'page leaves the number out)',
  ],
  [
    '500 new connections a second; frames of 32 KB; 10 minutes idle',
    `${aws}apigateway/latest/developerguide/` +
      'apigateway-execution-service-websocket-limits-table.html',
  ],
  ['a burst of 500 new connections', 'assumed'],
  [
    '2,000 frames and handshakes a second into the stage, burst 1,000',
    'infra/aws/websocket-api.ts: our own, and raised there',
  ],
  [
    'a frame that API Gateway or Lambda refuses gets no answer that a client can read, and it ' +
      'asks again after 5 s',
    'assumed; 5 s: web/client/connection/shared-connection.ts',
  ],
  ['Lambda: 1,000 at once', `${aws}lambda/latest/dg/lambda-concurrency.html`],
  [
    '1,000 more environments of a function in 10 s, refilled all the time',
    `${aws}lambda/latest/dg/scaling-behavior.html`,
  ],
  ['1,769 MB are one vCPU', `${aws}lambda/latest/dg/configuration-memory.html`],
  [
    'any free environment may get an event, and none is given up in the time simulated',
    'assumed: which one Lambda chooses is not published',
  ],
  [
    'DynamoDB: a new on-demand table takes 4,000 writes and 12,000 reads a second',
    `${aws}amazondynamodb/latest/developerguide/on-demand-capacity-mode.html`,
  ],
  [
    'a table grows to 40,000 of each before one must ask',
    `${aws}amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html`,
  ],
  [
    'a key takes 1,000 write and 3,000 read units a second',
    'https://repost.aws/knowledge-center/dynamodb-spiky-workloads-short-intervals',
  ],
  [
    'units by size: writes 1 KB of the larger of before and after, strong reads 4 KB, a query ' +
      'the sum',
    `${aws}amazondynamodb/latest/developerguide/read-write-operations.html; seen on dynalite below`,
  ],
  [
    'WebSocket $1.00 a million messages in steps of 32 KB, $0.25 a million connection minutes, ' +
      'HTTP API $1.00 a million',
    'https://aws.amazon.com/api-gateway/pricing/',
  ],
  [
    'Lambda on arm64 $0.0000133334 a GB-second, $0.20 a million requests',
    'https://aws.amazon.com/lambda/pricing/ (figures: ' +
      'https://cloudchipr.com/blog/aws-lambda-pricing)',
  ],
  [
    'DynamoDB $0.625 a million writes, $0.125 a million reads',
    'https://aws.amazon.com/dynamodb/pricing/on-demand/ (figures: ' +
      'https://airbyte.com/data-engineering-resources/dynamodb-pricing)',
  ],
  [
    'SQS $0.40 a million requests; a timer is three: send, receive, delete',
    'https://aws.amazon.com/sqs/pricing/ (figures: https://cloudburn.io/blog/amazon-sqs-pricing)',
  ],
  [
    'CloudWatch Logs $0.50 a GB taken in: one access log line an event. Functions log failures ' +
      'only',
    'https://aws.amazon.com/cloudwatch/pricing/ (figures: ' +
      'https://c3x.dev/blog/cloudwatch-logs-cost-optimization); infra/aws/log-groups.ts',
  ],
  [
    'CloudFront $0.085 a GB out, $1.00 a million requests',
    'https://aws.amazon.com/cloudfront/pricing/ (requests: ' +
      'https://wring.co/blog/aws-cloudfront-pricing-guide)',
  ],
  [
    'not counted: free tiers, storage, keys, the polling of an empty queue, WAF',
    'each is cents, or fixed, but WAF ($0.60 a million requests)',
  ],
  [
    'DynamoDB answers in single-digit milliseconds',
    'https://aws.amazon.com/blogs/database/understanding-amazon-dynamodb-latency/',
  ],
  [`of which: read ${formatTaking(takes.read)}, write ${formatTaking(takes.write)}`, 'assumed'],
  [`a post to a connection ${formatTaking(takes.post)}`, 'assumed'],
  [
    `API Gateway and the start of a warm function ${formatTaking(takes.invoke)}; SQS ` +
      `${formatTaking(takes.queue)}; a client's network, one way, ${formatTaking(takes.way)}`,
    'assumed',
  ],
  [
    `a cold start ${formatTaking(takes.cold)}: half of them as measured with three AWS clients ` +
      'and a first request; ours has none of these clients',
    'https://speedrun.nobackspacecrew.com/blog/2025/07/21/the-fastest-node-22-lambda-coldstart-configuration.html; ' +
      'p99 assumed',
  ],
  [`processor time: a post ${work.post} ms of a vCPU`, 'npm run bench -- posts'],
  [`an invocation ${work.invocation} ms, a DynamoDB command ${work.command} ms`, 'assumed'],
];

function formatTaking({ p50, p99 }: Taking): string {
  return `p50 ${p50} ms, p99 ${p99} ms`;
}
