// The pool of warm functions: chooses the function for an invocation, wraps its calls to the
// outside, and lets faults strike it. In the cloud each function runs one invocation at a time and
// may die with it. Locally one process runs them all and does not fail.

import { cryptoHash } from '../../functions/adapters/system/crypto-hash.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type { Timers, FanOutWorkers, Ports } from '../../functions/core/ports.ts';
import { postShard } from '../../functions/core/messaging/shards.ts';
import type { Settings } from '../../functions/core/settings.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { HistoryEvent } from './history.ts';
import type { Plan } from './plan.ts';
import type { Scheduler } from './scheduler.ts';
import { wrapPorts, type Passage, type Stores } from './stores.ts';

/** Virtual time 0 as the core's clocks show it. */
export const epochStart = Date.UTC(2030, 0, 1);

/** One event being handled. `calm`: faults spare it. A dead invocation never continues. */
interface Invocation {
  readonly calm: boolean;
  readonly died: () => void;
  dead: boolean;
}

interface WarmFunction {
  readonly context: Context;
  /** The number of deploys before it was made. */
  readonly build: number;
  invocation: Invocation | undefined;
}

/** State that all functions share. `stores`: the stores as one function sees them. */
export interface Shared {
  readonly ports: Pick<Ports, 'gateway' | 'timers'>;
  readonly memory: Pick<Ports, 'keys' | 'lists'>;
  readonly stores: (passage: Passage) => Stores;
}

export interface Pool {
  /** Refuses events while this many functions run, for this many milliseconds. */
  limit(functions: number, milliseconds: number): void;
  /**
   * Deploys another build, which shards its fan-outs if this one does not. For this many
   * milliseconds functions of both builds serve events, then the old build's are gone.
   */
  deploy(milliseconds: number): void;
  /** Runs one event. Resolves to `lost` if its function died with it. */
  run<Result>(
    call: (context: Context) => Promise<Result>,
    options: { readonly calm: boolean },
  ): Promise<Result | 'lost'>;
}

export interface PoolOptions {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly shared: Shared;
  readonly settings: Settings;
  readonly events: HistoryEvent[];
}

export function createPool({
  plan,
  scheduler,
  chance,
  faults,
  shared,
  settings,
  events,
}: PoolOptions): Pool {
  const isLocal = plan.mode === 'local';
  const pool: WarmFunction[] = [];
  let made = 0;
  let build = 0;
  let oldestBuild = 0;
  const limits = new Set<{ readonly functions: number }>();

  // Usually a few milliseconds, occasionally many.
  const step = (calm: boolean): number =>
    !calm && chance.is(0.06) ? chance.int(20, 200) : chance.int(1, 8);

  const createPassage =
    (owner: { current: Invocation | undefined }): Passage =>
    (where, effect) =>
      new Promise((resolve, reject) => {
        const invocation = owner.current;
        if (invocation === undefined || invocation.dead) return;
        const fault = invocation.calm ? undefined : faults.strikeCall(where);
        const stall = fault?.kind === 'stall' ? fault.lasts : 0;
        const shouldContinue = (settle: () => void): void => {
          scheduler.after(step(invocation.calm) + (fault?.early === false ? stall : 0), () => {
            if (!invocation.dead) settle();
          });
        };
        const act = (): void => {
          // A call in flight when its function dies may or may not arrive.
          if (invocation.dead && chance.is(0.5)) return;
          if (fault?.kind === 'refused') {
            shouldContinue(() => {
              reject(new Error(`Simulated: ${where} was refused.`));
            });
            return;
          }
          effect().then(
            (value) => {
              if (fault?.kind === 'crash') invocation.died();
              else if (fault?.kind === 'lost answer') {
                shouldContinue(() => {
                  reject(new Error(`Simulated: the answer of ${where} was lost.`));
                });
              } else {
                shouldContinue(() => {
                  resolve(value);
                });
              }
            },
            (error: unknown) => {
              shouldContinue(() => {
                reject(error instanceof Error ? error : new Error(String(error)));
              });
            },
          );
        };
        if (fault?.kind === 'crash' && fault.early) invocation.died();
        else if (fault?.early === true || chance.is(0.4)) {
          scheduler.after(step(invocation.calm) + (fault?.early === true ? stall : 0), act);
        } else act();
      });

  // Shards travel as JSON.
  const createWorkers = (calm: () => boolean): Pick<FanOutWorkers, 'postShard'> => ({
    postShard: async (shard) => {
      const copy = JSON.parse(JSON.stringify(shard)) as typeof shard;
      const served = await run((context) => postShard(context, copy), { calm: calm() });
      return served === 'lost' ? 'ended' : served;
    },
  });

  const create = (): WarmFunction => {
    const skew = plan.skews[made % plan.skews.length] ?? 0;
    made += 1;
    if (skew !== 0) faults.record('clock skew', 0);
    const owner: { current: Invocation | undefined } = { current: undefined };
    const ownSkew = (): number => (owner.current?.calm === true ? 0 : skew);
    const passage: Passage = isLocal ? (_where, effect) => effect() : createPassage(owner);
    // A queue takes a delay, which the sender computes with its own clock.
    const timers: Timers = {
      set: (timer) => shared.ports.timers.set({ ...timer, at: timer.at - ownSkew() }),
    };
    const { workers, ...reached } = wrapPorts(passage, {
      ...shared.ports,
      timers,
      workers: createWorkers(() => owner.current?.calm ?? false),
    });
    const otherBeyond = plan.sharedBeyond === undefined ? 1 : undefined;
    const beyond = build % 2 === 0 ? plan.sharedBeyond : otherBeyond;
    const ports: Ports = {
      ...shared.memory,
      ...reached,
      workers:
        beyond === undefined ? undefined : { shardLimits: { beyond, min: 1, max: 3 }, ...workers },
      ...shared.stores(passage),
      random: { id: (length) => chance.id(length) },
      hash: cryptoHash,
      clock: {
        now: () => epochStart + Math.floor(scheduler.now()) + ownSkew(),
        wait: (milliseconds) =>
          new Promise((resolve) => {
            const invocation = owner.current;
            scheduler.after(milliseconds, () => {
              if (invocation?.dead !== true) resolve();
            });
          }),
      },
    };
    const warm: WarmFunction = {
      context: createContext(ports, settings),
      build,
      get invocation() {
        return owner.current;
      },
      set invocation(invocation) {
        owner.current = invocation;
      },
    };
    pool.push(warm);
    return warm;
  };

  const log = (error: unknown): void => {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (!text.includes('Simulated')) {
      events.push({ type: 'text', at: scheduler.now(), where: 'logged', text });
    }
  };

  const runLocally = async <Result>(
    call: (context: Context) => Promise<Result>,
  ): Promise<Result | 'lost'> => {
    const [only = create()] = pool;
    try {
      return await call(only.context);
    } catch (error) {
      log(error);
      return 'lost';
    }
  };

  const run: Pool['run'] = (call, { calm }) =>
    isLocal
      ? runLocally(call)
      : new Promise((resolve) => {
          const busy = pool.filter(({ invocation }) => invocation?.calm === false);
          const isFull = [...limits].some(({ functions }) => busy.length >= functions);
          if (!calm && isFull) {
            events.push({ type: 'reached', at: scheduler.now(), what: 'an event is refused' });
            scheduler.after(5, () => {
              resolve('lost');
            });
            return;
          }
          const idle = pool.filter(
            (one) => one.invocation === undefined && one.build >= oldestBuild,
          );
          if (idle.length > 0 && faults.strikeEvent('cold start') !== undefined) {
            pool.splice(pool.indexOf(chance.pick(idle)), 1);
          }
          const warm = idle.find((one) => pool.includes(one) && chance.is(0.9)) ?? create();
          if (busy.some((one) => one.build !== warm.build)) {
            events.push({ type: 'reached', at: scheduler.now(), what: 'two builds work at once' });
          }
          const end = (): void => {
            warm.invocation = undefined;
          };
          const invocation: Invocation = {
            calm,
            dead: false,
            died: () => {
              if (invocation.dead) return;
              invocation.dead = true;
              pool.splice(pool.indexOf(warm), 1);
              scheduler.after(0, () => {
                resolve('lost');
              });
            },
          };
          warm.invocation = invocation;
          call(warm.context).then(
            (result) => {
              end();
              resolve(result);
            },
            (error: unknown) => {
              log(error);
              end();
              resolve('lost');
            },
          );
        });
  const limit: Pool['limit'] = (functions, milliseconds) => {
    // Limits may overlap.
    const added = { functions };
    limits.add(added);
    scheduler.after(milliseconds, () => {
      limits.delete(added);
    });
  };
  const deploy: Pool['deploy'] = (milliseconds) => {
    build += 1;
    const current = build;
    scheduler.after(milliseconds, () => {
      oldestBuild = current;
    });
  };
  return { run, limit, deploy };
}
