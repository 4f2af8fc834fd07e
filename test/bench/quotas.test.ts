// The quota simulation at a small scale: its buckets, its counts, and a capacity that can be
// computed by hand. At full scale: `npm run bench -- quotas`.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChance } from '../simulator/chance.ts';
import { synchronousKeys } from '../simulator/synchronous-crypto.ts';
import { byName } from './by-name.ts';
import { createBucket, series, slotMilliseconds, type Slots } from './quotas-buckets.ts';
import { createCrowd, findFits } from './quotas-capacity.ts';
import { computeCosts, sumCosts } from './quotas-costs.ts';
import { noUse } from './quotas-account.ts';
import { limits } from './quotas-facts.ts';
import { runPorts, type Scenario, type Trace } from './quotas-world.ts';

const keys = await synchronousKeys();
const habits = { pauseSeconds: 5, tellsTyping: false, bodyCharacters: 40 };
const quiet: Scenario = { members: 3, roomSeconds: 60, arrivalSeconds: 0, reconnecting: 0, habits };
const oneRoom = { scenario: quiet, rooms: 1, spreadSeconds: 0, warm: 5, seed: 3 };

const emptySlots = (seconds: number): Slots =>
  byName(series, () => new Float64Array((seconds * 1_000) / slotMilliseconds));

const traceOf = (slots: Slots): Trace => ({
  slots,
  use: noUse(),
  accepted: 0,
  delivered: 0,
  delays: [],
  hottest: { writes: 0, reads: 0 },
});

describe('a token bucket', () => {
  it('[C19] allows its burst and its refill, exactly', () => {
    const asks = fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 2_000 }),
        count: fc.integer({ min: 1, max: 20 }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        asks,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (all, rate, burst) => {
          const bucket = createBucket({ rate, burst });
          let now = 0;
          let tokens = burst;
          for (const { after, count } of all) {
            now += after;
            tokens = Math.min(burst, tokens + (rate * after) / 1_000);
            const taken = bucket.take(now, count);
            // Tiny differences are floating-point errors.
            if (Math.abs(tokens - count) > 1e-6) expect(taken).toBe(tokens > count);
            if (taken) tokens -= count;
          }
        },
      ),
    );
  });

  it('[C19] refuses after overuse until it has refilled', () => {
    const bucket = createBucket({ rate: 10, burst: 10 });
    expect(bucket.use(0, 25)).toBe(true);
    expect(bucket.use(1_400, 0)).toBe(false);
    expect(bucket.use(1_600, 0)).toBe(true);
  });
});

describe('a simulated room', () => {
  it('[C19] delivers every message to every member once, and counts each', async () => {
    const { tally, refused, roomsMade } = await runPorts({ ...oneRoom, limits }, keys);
    expect({
      roomsMade,
      unanswered: tally.unanswered,
      joins: tally.joins,
      refused: Object.values(refused).some((count) => count > 0),
    }).toEqual({ roomsMade: 1, unanswered: 0, joins: 3, refused: false });
    expect(tally.said).toBeGreaterThan(10);
    expect(tally.accepted).toBe(tally.said);
    expect(tally.delivered).toBe(3 * tally.said);
    expect(tally.delays).toHaveLength(tally.delivered);
  });

  it('[C19] [K20] counts the heartbeats of members in a silent room', async () => {
    const silent = { ...quiet, roomSeconds: 120, habits: { ...habits, pauseSeconds: 0 } };
    const run = async (isHidden: boolean): Promise<number> => {
      const scenario = { ...silent, habits: { ...silent.habits, isHidden } };
      const { tally } = await runPorts({ ...oneRoom, scenario, limits: undefined }, keys);
      return tally.heartbeats / silent.members;
    };
    expect(await run(true)).toBe(0);
    const visible = await run(false);
    expect(visible).toBeGreaterThan(3);
    expect(visible).toBeLessThan(7);
  });

  it('[C19] gives the same result twice', async () => {
    const one = await runPorts({ ...oneRoom, limits: undefined }, keys);
    const other = await runPorts({ ...oneRoom, limits: undefined }, keys);
    expect(other.use).toEqual(one.use);
    expect(other.tally.delays).toEqual(one.tally.delays);
  });

  it('[C19] delays messages if its account is far too small', async () => {
    const { tally, refused } = await runPorts(
      { ...oneRoom, limits: { ...limits, requests: { rate: 4, burst: 4 } } },
      keys,
    );
    expect(refused.requests).toBeGreaterThan(0);
    expect(tally.delivered).toBeLessThanOrEqual(3 * tally.said);
    expect(Math.max(...tally.delays)).toBeGreaterThan(1_000);
  });
});

describe('the number of rooms that fit', () => {
  it("[C19] is the quota divided by a room's rate, if that is even", () => {
    const slots = emptySlots(60);
    // Two requests in each slot of 200 ms: ten a second.
    slots.requests.fill(2);
    const crowd = createCrowd([traceOf(slots)], { seconds: 60, chance: createChance(1) });
    const [first] = findFits(crowd, limits);
    expect(first?.name).toBe('API Gateway requests');
    expect(first?.rooms).toBeGreaterThan(990);
    expect(first?.rooms).toBeLessThanOrEqual(1_001);
  });

  it("[C19] is the quota divided by a room's concurrency, for functions", () => {
    const slots = emptySlots(60);
    slots.busy.fill(slotMilliseconds / 2);
    const crowd = createCrowd([traceOf(slots)], { seconds: 60, chance: createChance(1) });
    const [first] = findFits(crowd, limits);
    expect(first?.name).toBe('Lambda at once');
    expect(first?.rooms).toBeGreaterThan(1_980);
    expect(first?.rooms).toBeLessThanOrEqual(2_003);
  });
});

describe('the cost of a room', () => {
  it('[C19] follows the price lists', () => {
    const use = {
      ...noUse(),
      messages: 1e6,
      connectionMilliseconds: 60_000e6,
      writeUnits: 1e6,
      readUnits: 1e6,
      timers: 1e6,
    };
    const costs = computeCosts(use, 0);
    expect(costs['API Gateway']).toBeCloseTo(1.25, 10);
    expect(costs.DynamoDB).toBeCloseTo(0.75, 10);
    expect(costs.SQS).toBeCloseTo(1.2, 10);
    expect(sumCosts(costs)).toBeCloseTo(3.2, 10);
  });
});
