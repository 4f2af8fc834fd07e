// Runs a bench by name and keeps its figures: npm run bench -- filter [--quick]

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { benchBundles } from './bundles.ts';
import { benchCostliest } from './costliest.ts';
import { benchFilter } from './filter.ts';
import { benchPosts } from './posts.ts';
import { benchQuotas, benchQuotasLarge } from './quotas.ts';
import { benchSoak } from './rooms-soak.ts';
import { benchRooms } from './rooms.ts';
import { benchShards } from './shards.ts';
import { benchSiege } from './siege.ts';
import { benchUnits } from './units.ts';

interface Report {
  readonly text: string;
  readonly json: unknown;
}

const benches: Readonly<Record<string, (quick: boolean) => Report | Promise<Report>>> = {
  filter: benchFilter,
  costliest: benchCostliest,
  siege: benchSiege,
  rooms: benchRooms,
  soak: benchSoak,
  posts: benchPosts,
  bundles: benchBundles,
  units: benchUnits,
  shards: benchShards,
  quotas: benchQuotas,
  'quotas-large': benchQuotasLarge,
};

const [name = '', ...options] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined || options.some((option) => option !== '--quick')) {
  process.stderr.write(`npm run bench -- <${Object.keys(benches).join('|')}> [--quick]\n`);
  process.exit(1);
}

const from = performance.now();
const load = loadavg()[0] ?? 0;
const { text, json } = await bench(options.includes('--quick'));
// Other work on the machine affects the times but not the ratios.
const machine =
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, load ${load.toFixed(1)} ` +
  `before; Node ${process.version}`;
process.stdout.write(
  `${text}\n\n${machine}; ${Math.round((performance.now() - from) / 1_000)} s\n`,
);
const folder = new URL('../../.data/bench/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL(`${name}.json`, folder),
  `${JSON.stringify({ machine, ...(json as object) }, undefined, 2)}\n`,
);
// A bench may have left connections open.
process.exit();
