// Each fuzzed target for a moment, with new inputs in every run.

import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { isThorough } from '../thorough.ts';
import { runTarget } from './run-target.ts';
import { targets } from './targets.ts';

const limits = isThorough
  ? { runs: 100_000, milliseconds: 15_000 }
  : { runs: 300, milliseconds: 700 };

it.each(Object.keys(targets))('[W25] survives what is nearly right: %s', async (name) => {
  const target = targets[name];
  if (target === undefined) throw new Error(`No target ${name}.`);
  const { failure } = await runTarget(target, { ...limits, seed: randomInt(2 ** 31) });
  expect(failure).toBeUndefined();
});
