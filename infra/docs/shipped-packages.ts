// The packages that are shipped in the functions, the page, the element, the client library and the
// local server, as esbuild finds them. docs/security.md has them as a table.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { bundling } from '../aws/lambda-functions.ts';
import { renderTable } from './markdown-table.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const programs = {
  functions: {
    entryPoints: ['connect', 'default', 'disconnect', 'http', 'timer', 'fan-out'].map(
      (name) => `functions/handlers/handle-${name}.ts`,
    ),
    platform: 'node',
    external: [...bundling.externalModules],
  },
  page: { entryPoints: ['web/page/main.tsx', 'web/admin/admin-main.tsx'], platform: 'browser' },
  element: { entryPoints: ['web/embed/element.ts'], platform: 'browser' },
  'client library': { entryPoints: ['web/client/index.ts'], platform: 'neutral' },
  '`npm start`': { entryPoints: ['infra/local/start.ts'], platform: 'node', external: [] },
} as const;

export interface ShippedPackage {
  readonly name: string;
  /** An SPDX expression. */
  readonly licence: string;
  readonly programs: readonly string[];
}

/** Styles, texts and their `?inline` forms contain no package. */
const skipAssets: Plugin = {
  name: 'skip-assets',
  setup: (bundler) => {
    bundler.onResolve({ filter: /\.(css|ftl)(\?.*)?$/ }, ({ path }) => ({ path, external: true }));
  },
};

const packageName = /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/;

/** Bundles every program, which takes some seconds. Sorted by name. */
export async function listShippedPackages(): Promise<readonly ShippedPackage[]> {
  const users = new Map<string, string[]>();
  for (const [program, { entryPoints, platform, ...options }] of Object.entries(programs)) {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [...entryPoints],
      platform,
      external: 'external' in options ? [...options.external] : [],
      outdir: 'unwritten',
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      target: bundling.target,
      mainFields: ['module', 'main'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
      plugins: [skipAssets],
      logLevel: 'error',
    });
    const paths = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    const names = new Set(paths.map((path) => packageName.exec(path)?.[1]));
    names.delete(undefined);
    for (const name of names as Set<string>) {
      users.set(name, [...(users.get(name) ?? []), program]);
    }
  }
  return [...users]
    .map(([name, by]) => ({ name, licence: readLicence(name), programs: by }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const readLicence = (name: string): string => {
  const text = readFileSync(`${root}node_modules/${name}/package.json`, 'utf8');
  return (JSON.parse(text) as { readonly license?: string }).license ?? 'none';
};

export const renderPackagesTable = (packages: readonly ShippedPackage[]): string =>
  renderTable([
    ['package', 'licence', 'part of'],
    ...packages.map(({ name, licence, programs: by }) => [`\`${name}\``, licence, by.join(', ')]),
  ]);

/** Finds the table in the text of docs/security.md. */
export const packagesTablePattern = /\| package .*\n(?:\|.*\n)*\|.*/;
