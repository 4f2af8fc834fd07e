// One run of the simulation: a number of rooms of one kind in one account, from their creation to
// their end, in virtual time.

import type { Created } from '../../functions/core/lifecycle/create-room.ts';
import type { Keys } from '../../functions/core/ports.ts';
import type { Settings } from '../../functions/core/settings.ts';
import { createChance } from '../simulator/chance.ts';
import { createScheduler } from '../simulator/scheduler.ts';
import { byName } from './by-name.ts';
import {
  createAccount,
  noUse,
  used,
  type Account,
  type LimitName,
  type Use,
} from './quotas-account.ts';
import { series, slotMilliseconds, type Slots } from './quotas-buckets.ts';
import { createCloud, epochStart, type Cloud } from './quotas-cloud.ts';
import type { Limits } from './quotas-facts.ts';
import { createMember, newTally, type Habits, type Tally } from './quotas-members.ts';
import { defaultSettings } from '../default-settings.ts';

/** The activity of a room. */
export interface Scenario {
  readonly members: number;
  readonly habits: Habits;
  readonly roomSeconds: number;
  /** Seconds over which members arrive, evenly. */
  readonly arrivalSeconds: number;
  /**
   * The share of members who lose their connection once, at a random time, and return within 5 s.
   */
  readonly reconnecting: number;
}

export interface TestPortsOptions {
  readonly scenario: Scenario;
  readonly rooms: number;
  /** Rooms start evenly over this many seconds. */
  readonly spreadSeconds: number;
  /** If undefined, use is counted but nothing is throttled. */
  readonly limits: Limits | undefined;
  readonly warm: number;
  readonly seed: number;
  readonly readsLists?: boolean;
}

export interface Ran {
  readonly use: Use;
  readonly tally: Tally;
  readonly slots: Slots;
  readonly seconds: number;
  readonly refused: Readonly<Record<LimitName, number>>;
  readonly busiest: number;
  readonly hottest: { readonly writes: number; readonly reads: number };
  readonly roomsMade: number;
  /** The usage between the last arrival and the final seconds of a one-room run. */
  readonly talk: Talk;
}

interface Talk {
  readonly seconds: number;
  readonly use: Use;
  readonly accepted: number;
  readonly delivered: number;
}

/** The time after a room's end for late timers, closing sockets and running functions. */
const afterSeconds = 20;
/**
 * No member starts a message in the last seconds, since others could not receive it before the end.
 */
const quietSeconds = 8;
/** The time until everyone knows about the last arrivals. */
const settlingSeconds = 5;
const awayMilliseconds = 5_000;
const tries = 6;

/** Runs synchronously to its end. Call it only from a macrotask (test/simulator/scheduler.ts). */
function run(
  { scenario, rooms, spreadSeconds, limits, warm, seed, readsLists = true }: TestPortsOptions,
  keys: Keys,
): Ran {
  const scheduler = createScheduler();
  const chance = createChance(seed);
  const account = createAccount({ scheduler, chance, limits });
  const tally = newTally();
  const settings: Settings = {
    ...defaultSettings,
    roomSeconds: scenario.roomSeconds,
  };
  const cloud = createCloud({ account, keys, settings, warm, readsLists });
  let made = 0;
  let begun: Marked | undefined;
  let ended: Marked | undefined;
  const mark = (): Marked => ({
    at: scheduler.now(),
    use: { ...account.use },
    accepted: tally.accepted,
    delivered: tally.delivered,
  });

  const hold = async (index: number): Promise<void> => {
    const room = await makeRoom(cloud, { chance, after: account.after });
    if (room === undefined) return;
    made += 1;
    const saidAt = new Map<string, number>();
    const { members, arrivalSeconds, habits, reconnecting } = scenario;
    const endsAt = Date.parse(room.room.expiresAt) - epochStart;
    const facts = {
      id: room.room.id,
      token: room.joinUrl.slice(room.joinUrl.indexOf('#') + 1),
      quietAt: endsAt - quietSeconds * 1_000,
    };
    scheduler.after((arrivalSeconds + settlingSeconds) * 1_000, () => {
      begun ??= mark();
    });
    scheduler.after(facts.quietAt - scheduler.now(), () => {
      ended ??= mark();
    });
    for (let member = 0; member < members; member += 1) {
      const loses = chance.is(reconnecting);
      scheduler.after(((member + chance.next()) / members) * arrivalSeconds * 1_000, () => {
        const here = createMember({
          cloud,
          scheduler,
          chance,
          tally,
          habits,
          room: facts,
          name: `Member ${index}.${member}`,
          saidAt,
        });
        if (!loses) return;
        scheduler.after(chance.next() * (facts.quietAt - scheduler.now()), () => {
          here.lose(1_000 + chance.next() * (awayMilliseconds - 1_000));
        });
      });
    }
  };
  for (let index = 0; index < rooms; index += 1) {
    scheduler.after(
      ((index + chance.next()) / rooms) * spreadSeconds * 1_000,
      () => void hold(index),
    );
  }
  const seconds = spreadSeconds + scenario.roomSeconds + afterSeconds;
  scheduler.runUntil(seconds * 1_000);
  const { use, ledger, refused, busiest, hottest } = account;
  return {
    use,
    tally,
    slots: ledger.slots(seconds),
    seconds,
    refused,
    busiest: busiest(),
    hottest: hottest(),
    roomsMade: made,
    talk: measureBetween(begun, ended),
  };
}

interface Marked {
  readonly at: number;
  readonly use: Use;
  readonly accepted: number;
  readonly delivered: number;
}

function measureBetween(begun: Marked | undefined, ended: Marked | undefined): Talk {
  if (begun === undefined || ended === undefined) {
    return { seconds: 0, use: noUse(), accepted: 0, delivered: 0 };
  }
  return {
    seconds: (ended.at - begun.at) / 1_000,
    accepted: ended.accepted - begun.accepted,
    delivered: ended.delivered - begun.delivered,
    use: combineTraces(ended.use, begun.use, (after, before) => after - before),
  };
}

async function makeRoom(
  cloud: Cloud,
  { chance, after }: Pick<Account, 'chance' | 'after'>,
): Promise<Created | undefined> {
  const request = {
    route: 'POST /api/rooms',
    parameters: {},
    query: {},
    body: '{}',
    bearer: undefined,
    // Each from its own address.
    addressKey: chance.id(22),
    origin: 'https://chat.example',
  };
  for (let tried = 0; tried < tries; tried += 1) {
    const answer = await cloud.api(request);
    if (answer?.status === 201) return answer.body as Created;
    await after(1_000 * 2 ** tried * chance.next());
  }
  return undefined;
}

/** A run needs its own turn of the event loop (test/simulator/scheduler.ts). */
export const runPorts = (options: TestPortsOptions, keys: Keys): Promise<Ran> =>
  new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(run(options, keys));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });

/** A room as it ran, or as it would be with a longer life. */
export interface Trace {
  readonly slots: Slots;
  readonly use: Use;
  readonly accepted: number;
  readonly delivered: number;
  readonly delays: readonly number[];
  readonly hottest: Ran['hottest'];
}

/**
 * Extends a room to a longer life: the activity between the last arrival and the last seconds
 * continues unchanged.
 */
export function stretchRoom(
  { slots, use, tally, hottest, talk }: Ran,
  { scenario, seconds }: { readonly scenario: Scenario; readonly seconds: number },
): Trace {
  const { accepted, delivered, delays } = tally;
  const more = seconds - scenario.roomSeconds;
  if (more <= 0) return { slots, use, accepted, delivered, delays, hottest };
  const perSecond = 1_000 / slotMilliseconds;
  const from = Math.ceil((scenario.arrivalSeconds + settlingSeconds) * perSecond);
  const to = Math.floor((scenario.roomSeconds - quietSeconds) * perSecond);
  const times = more / talk.seconds;
  // A connection's minutes are counted at its end.
  const connectionMilliseconds = use.connectionMilliseconds + scenario.members * more * 1_000;
  const longer = {
    ...combineTraces(use, talk.use, (all, of) => all + of * times),
    connectionMilliseconds,
  };
  return {
    use: longer,
    accepted: accepted + talk.accepted * times,
    delivered: delivered + talk.delivered * times,
    delays,
    hottest,
    slots: byName(series, (name) => {
      const counts = slots[name];
      const added = Math.round(more * perSecond);
      return Float64Array.from({ length: counts.length + added }, (_, slot) => {
        if (slot < to) return counts[slot] ?? 0;
        return (
          (slot < to + added ? counts[from + ((slot - to) % (to - from))] : counts[slot - added]) ??
          0
        );
      });
    }),
  };
}

const combineTraces = (one: Use, other: Use, how: (a: number, b: number) => number): Use =>
  byName(used, (name) => how(one[name], other[name]));
