// Size, content and load time of each function's bundle, in a fresh process and in alternating
// rounds. Also those of `default` with the SDK's clients for DynamoDB and API Gateway instead of
// ours (stock-clients.ts).

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundling } from '../../infra/aws/lambda-functions.ts';
import { short, computeSpread, table, type Spread } from './figures.ts';

const root = new URL('../../', import.meta.url).pathname;
const names = ['connect', 'default', 'disconnect', 'http', 'timer', 'fan-out'] as const;
const nothingName = 'nothing.mjs';
const stockName = 'default, stock SDK clients';

const withStockClients: Plugin = {
  name: 'stock-clients',
  setup({ onResolve }) {
    onResolve({ filter: /\/(commands|signed-gateway)\.ts$/ }, ({ path, importer }) =>
      importer.includes('/functions/') && /dynamodb|api-gateway|\.\/commands/.test(path)
        ? { path: `${root}test/bench/stock-clients.ts` }
        : undefined,
    );
  },
};

interface Bundle {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly largest: readonly (readonly [name: string, bytes: number])[];
}

export async function benchBundles(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  writeFileSync(join(folder, nothingName), '');
  const bundles = await Promise.all([
    ...names.map((name) => bundle({ name, entry: name, folder, plugins: [] })),
    bundle({ name: stockName, entry: 'default', folder, plugins: [withStockClients] }),
  ]);
  const rounds = quick ? 5 : 21;
  const loads = new Map<string, { wall: number[]; cpu: number[] }>(
    bundles.map(({ name }) => [name, { wall: [], cpu: [] }]),
  );
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, file } of bundles) {
      const { wall, cpu } = load(file);
      // The first round only warms the disk's cache.
      if (round >= 0) loads.get(name)?.wall.push(wall);
      if (round >= 0) loads.get(name)?.cpu.push(cpu);
    }
  }
  rmSync(folder, { recursive: true });
  const figures = bundles.map(({ name, bytes, largest }) => {
    const { wall, cpu } = loads.get(name) ?? { wall: [], cpu: [] };
    return { name, bytes, largest, wall: computeSpread(wall), cpu: computeSpread(cpu) };
  });
  return {
    text: formatFigures(figures, rounds),
    json: { unit: 'milliseconds', rounds, bundles: figures },
  };
}

interface BundleFigures {
  readonly name: string;
  readonly bytes: number;
  readonly largest: Bundle['largest'];
  readonly wall: Spread;
  readonly cpu: Spread;
}

function formatFigures(figures: readonly BundleFigures[], rounds: number): string {
  const rows = figures.map(({ name, bytes, wall, cpu }) => [
    name,
    ...[bytes / 1_000, wall.median, wall.min, wall.max, cpu.median, cpu.min].map(short),
  ]);
  const [ours, stock] = ['default', stockName].map((name) =>
    figures.find((it) => it.name === name),
  );
  const ratio = (of: (it: BundleFigures) => number): string =>
    ours === undefined || stock === undefined ? '-' : (of(ours) / of(stock)).toFixed(2);
  const largest = ours?.largest
    .map(([name, bytes]) => `${name} ${short(bytes / 1_000)}`)
    .join(', ');
  return [
    `Bundles of the functions, and their load in a fresh process, in ${rounds} alternating rounds`,
    '',
    table(['', 'KB', 'ms', 'least', 'most', 'ms of processor', 'least'], rows),
    '',
    `default: ${short((ours?.bytes ?? NaN) / 1_000)} KB (to hold: at most 300); its load is ` +
      `${ratio(({ wall }) => wall.median)}× that with stock SDK clients ` +
      `(to hold: at most 0.5), by processor time ${ratio(({ cpu }) => cpu.median)}×; ` +
      `by the least of each ${ratio(({ wall }) => wall.min)}× and ${ratio(({ cpu }) => cpu.min)}×`,
    '',
    `Largest in default: ${largest ?? '-'}`,
  ].join('\n');
}

async function bundle({
  name,
  entry,
  folder,
  plugins,
}: {
  readonly name: string;
  readonly entry: string;
  readonly folder: string;
  readonly plugins: Plugin[];
}): Promise<Bundle> {
  const file = join(folder, `${name.replace(/\W+/g, '-')}.mjs`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/handlers/handle-${entry}.ts`],
    outfile: file,
    bundle: true,
    metafile: true,
    platform: 'node',
    logLevel: 'error',
    plugins,
    format: bundling.format,
    target: bundling.target,
    minify: bundling.minify,
    charset: bundling.charset,
    mainFields: bundling.mainFields,
    external: plugins.length === 0 ? bundling.externalModules : [],
  });
  const bytes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs),
  )) {
    const part =
      /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 4).join('/');
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  return {
    name,
    file,
    bytes: statSync(file).size,
    largest: [...bytes].sort(([, one], [, other]) => other - one).slice(0, 8),
  };
}

/**
 * Milliseconds to import the bundle in a process that has already imported an empty file. It
 * excludes the start of the process and of its loader, which Lambda's runtime, itself a module,
 * completes before it loads ours.
 */
function load(file: string): { readonly wall: number; readonly cpu: number } {
  const [bundle, nothing] = [file, join(dirname(file), nothingName)].map((it) =>
    JSON.stringify(pathToFileURL(it).href),
  );
  const script = `
    await import(${nothing});
    const from = process.cpuUsage(), at = performance.now();
    await import(${bundle});
    const wall = performance.now() - at, { user, system } = process.cpuUsage(from);
    process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1_000 }));
    process.exit();
  `;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  ) as { wall: number; cpu: number };
}
