// The table of shipped packages in docs/security.md, and their licences.

import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import {
  listShippedPackages,
  packagesTablePattern,
  renderPackagesTable,
  type ShippedPackage,
} from '../../../infra/docs/shipped-packages.ts';
import lock from '../../../package-lock.json' with { type: 'json' };

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
  /** Part of another package, whose hash covers it. */
  readonly inBundle?: boolean;
}

const freeLicence = /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause)$/;

let packages: readonly ShippedPackage[];
beforeAll(async () => {
  packages = await listShippedPackages();
});

it('[C21] lists what each program contains (else look at it, and run: npm run docs:tables)', () => {
  const security = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  expect(packagesTablePattern.exec(security)?.[0]).toBe(renderPackagesTable(packages));
});

it('[C21] ships only packages under free licences that ask for nothing but their notice', () => {
  expect(packages.filter(({ licence }) => !freeLicence.test(licence))).toEqual([]);
});

it('[C21] installs only packages whose content is pinned by its hash', () => {
  const entries = Object.entries(lock.packages as Readonly<Record<string, LockedPackage>>);
  const loose = entries.filter(
    ([path, { integrity, resolved, inBundle }]) =>
      path !== '' && inBundle !== true && (integrity === undefined || resolved !== undefined),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});
