// One simulated AWS account and region: the shared quotas, the cost of each use, and throttling.

import type { FunctionName } from '../../infra/routes.ts';
import type { Chance } from '../simulator/chance.ts';
import type { Scheduler } from '../simulator/scheduler.ts';
import {
  createBucket,
  createLedger,
  type Bucket,
  type Ledger,
  type Rate,
} from './quotas-buckets.ts';
import type { Units } from './quotas-database.ts';
import { megabytes, prices, type Limits, type Taking } from './quotas-facts.ts';

/** Counters that the bill is computed from. */
export interface Use {
  /** In units of 32 KB, in both directions. */
  messages: number;
  posts: number;
  frames: number;
  connectionMilliseconds: number;
  httpRequests: number;
  handshakes: number;
  invocations: number;
  gigabyteSeconds: number;
  coldStarts: number;
  writeUnits: number;
  readUnits: number;
  commands: number;
  timers: number;
  logLines: number;
  bytesOut: number;
  /** The share of the posts and bytes that is presence. */
  presencePosts: number;
  presenceBytes: number;
}

export const noUse = (): Use => ({
  messages: 0,
  posts: 0,
  frames: 0,
  connectionMilliseconds: 0,
  httpRequests: 0,
  handshakes: 0,
  invocations: 0,
  gigabyteSeconds: 0,
  coldStarts: 0,
  writeUnits: 0,
  readUnits: 0,
  commands: 0,
  timers: 0,
  logLines: 0,
  bytesOut: 0,
  presencePosts: 0,
  presenceBytes: 0,
});

/** The counters over time, by name. */
export const used = Object.keys(noUse()) as readonly (keyof Use)[];

export type LimitName = 'requests' | 'frames' | 'connections' | 'lambda' | 'tables' | 'key';

export interface Account {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly use: Use;
  readonly ledger: Ledger;
  readonly refused: Readonly<Record<LimitName, number>>;
  /** The highest number of concurrent invocations so far. */
  readonly busiest: () => number;
  /** The most units per second of a single key in the rooms table. */
  readonly hottest: () => { readonly writes: number; readonly reads: number };
  draw(taking: Taking): number;
  /** Resolves after this many milliseconds. */
  after(milliseconds: number): Promise<void>;
  /** Counts a call to API Gateway. Returns false for 429. */
  request(kind: 'frame' | 'connection' | 'other'): boolean;
  messageOf(bytes: number): void;
  /**
   * Takes a place for an invocation. `isNew`: in an environment that starts for it. Returns false
   * if throttled.
   */
  begin(name: FunctionName, isNew: boolean): boolean;
  end(name: FunctionName, from: number): void;
  /** Returns false if throttled. A command's cost is known only after it ran. */
  mayAsk(of: {
    readonly table: string;
    readonly key: string;
    readonly kind: 'writes' | 'reads';
  }): boolean;
  spend(units: Units): void;
}

interface Throughput {
  readonly writes: Bucket;
  readonly reads: Bucket;
}

/** The 99th percentile of a standard normal distribution. */
const z99 = 2.326;

/** With undefined `limits`, nothing is throttled, but everything is counted. */
export function createAccount({
  scheduler,
  chance,
  limits,
}: {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly limits: Limits | undefined;
}): Account {
  const use = noUse();
  const ledger = createLedger();
  const refused: Record<LimitName, number> = {
    requests: 0,
    frames: 0,
    connections: 0,
    lambda: 0,
    tables: 0,
    key: 0,
  };
  const now = (): number => scheduler.now();
  const buckets =
    limits === undefined
      ? undefined
      : {
          requests: createBucket(limits.requests),
          frames: createBucket(limits.frames),
          connections: createBucket(limits.connections),
          tables: new Map<string, Throughput>(),
          keys: new Map<string, Throughput>(),
          environments: new Map<FunctionName, Bucket>(),
        };
  const createBuckets = <Key>(
    map: Map<Key, Throughput>,
    key: Key,
    { writes, reads }: { readonly writes: Rate; readonly reads: Rate },
  ): Throughput => {
    const known = map.get(key) ?? { writes: createBucket(writes), reads: createBucket(reads) };
    map.set(key, known);
    return known;
  };
  const bucketsAt = (
    table: string,
    key: string,
  ): { readonly ofTable?: Throughput; readonly ofKey?: Throughput } => {
    if (limits === undefined || buckets === undefined) return {};
    const ofOneKey = { writes: limits.keyWrites, reads: limits.keyReads };
    return {
      ofTable: createBuckets(buckets.tables, table, limits),
      ofKey: createBuckets(buckets.keys, `${table} ${key}`, ofOneKey),
    };
  };
  let busy = 0;
  let busiest = 0;
  /** For each key, the units in the current second, and the maximum so far. */
  const seconds = new Map<string, { second: number; writes: number; reads: number }>();
  const hottest = { writes: 0, reads: 0 };

  const refuse = (what: LimitName): false => {
    refused[what] += 1;
    return false;
  };

  const heat = ({ key, writes, reads }: Units): void => {
    const second = Math.floor(now() / 1_000);
    let of = seconds.get(key);
    if (of?.second !== second) seconds.set(key, (of = { second, writes: 0, reads: 0 }));
    hottest.writes = Math.max(hottest.writes, (of.writes += writes));
    hottest.reads = Math.max(hottest.reads, (of.reads += reads));
  };

  return {
    scheduler,
    chance,
    use,
    ledger,
    refused,
    busiest: () => busiest,
    hottest: () => hottest,
    draw: ({ p50, p99 }) => {
      const normal =
        Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
      return p50 * Math.exp((normal * Math.log(p99 / p50)) / z99);
    },
    after: (milliseconds) =>
      new Promise((resolve) => {
        scheduler.after(milliseconds, resolve);
      }),
    request(kind) {
      if (buckets !== undefined) {
        if (kind === 'connection' && !buckets.connections.take(now())) return refuse('connections');
        if (kind !== 'other' && !buckets.frames.take(now())) return refuse('frames');
        if (!buckets.requests.take(now())) return refuse('requests');
      }
      if (kind === 'connection') ledger.add('connections', now(), 1);
      if (kind !== 'other') ledger.add('frames', now(), 1);
      ledger.add('requests', now(), 1);
      return true;
    },
    messageOf(bytes) {
      use.messages += Math.max(1, Math.ceil(bytes / prices.socketMessageBytes));
    },
    begin(name, isNew) {
      if (limits !== undefined && buckets !== undefined) {
        if (busy >= limits.lambda.concurrent) return refuse('lambda');
        if (isNew) {
          const more = buckets.environments.get(name) ?? createBucket(limits.lambda.more);
          buckets.environments.set(name, more);
          if (!more.take(now())) return refuse('lambda');
        }
      }
      use.invocations += 1;
      if (isNew) use.coldStarts += 1;
      busiest = Math.max(busiest, (busy += 1));
      return true;
    },
    end(name, from) {
      busy -= 1;
      ledger.span('busy', from, now());
      // Billed by whole milliseconds, including the start of an environment since August 2025.
      use.gigabyteSeconds += (Math.ceil(now() - from) / 1_000) * (megabytes[name] / 1_024);
    },
    mayAsk({ table, key, kind }) {
      const { ofTable, ofKey } = bucketsAt(table, key);
      if (ofKey !== undefined && !ofKey[kind].use(now(), 0)) return refuse('key');
      return ofTable === undefined || ofTable[kind].use(now(), 0) || refuse('tables');
    },
    spend(units) {
      const { table, key, writes, reads } = units;
      const { ofTable, ofKey } = bucketsAt(table, key);
      for (const of of [ofTable, ofKey]) {
        if (writes > 0) of?.writes.use(now(), writes);
        if (reads > 0) of?.reads.use(now(), reads);
      }
      use.commands += 1;
      use.writeUnits += writes;
      use.readUnits += reads;
      if (table === 'rooms') heat(units);
      if (table === 'lists') return;
      ledger.add(table === 'rooms' ? 'roomWrites' : 'connectionWrites', now(), writes);
      ledger.add(table === 'rooms' ? 'roomReads' : 'connectionReads', now(), reads);
    },
  };
}
