// The decisions of the preparation: which Node will do, when packages are up to date, when the page
// must be built again.

import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, matchesLock, satisfies } from '../../../infra/local/bootstrap.mjs';

describe('which Node will do', () => {
  it.each([
    ['20.19.0', true],
    ['20.20.2', true],
    ['20.18.9', false],
    ['21.9.0', false],
    ['22.13.0', true],
    ['22.12.9', false],
    ['23.0.0', false],
    ['24.0.0', true],
    ['26.3.1', true],
  ])('%s: %s', (version, expected) => {
    expect(satisfies(version, '^20.19.0 || ^22.13.0 || >=24.0.0')).toBe(expected);
  });
});

describe('when packages are up to date', () => {
  const lock = {
    packages: { '': {}, a: { version: '1.0.0' }, b: { version: '2.0.0', optional: true } },
  };

  it('[L1] accepts packages at their versions, without optional ones of other platforms', () => {
    expect(matchesLock(lock, { packages: { a: { version: '1.0.0' } } })).toBe(true);
    expect(
      matchesLock(lock, { packages: { a: { version: '1.0.0' }, b: { version: '2.0.0' } } }),
    ).toBe(true);
  });

  it('[L1] is not when one is missing, at another version, or left over', () => {
    expect(matchesLock(lock, { packages: {} })).toBe(false);
    expect(matchesLock(lock, { packages: { a: { version: '1.0.1' } } })).toBe(false);
    expect(
      matchesLock(lock, { packages: { a: { version: '1.0.0' }, c: { version: '1.0.0' } } }),
    ).toBe(false);
  });
});

describe('when the page must be built again', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prepare-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('[L1] is when a file changes, is renamed or comes, not when nothing did', () => {
    writeFileSync(join(folder, 'a'), '1');
    const first = hashOf([folder]);
    expect(hashOf([folder])).toBe(first);
    writeFileSync(join(folder, 'a'), '2');
    const changed = hashOf([folder]);
    renameSync(join(folder, 'a'), join(folder, 'b'));
    const renamed = hashOf([folder]);
    writeFileSync(join(folder, 'c'), '');
    expect(new Set([first, changed, renamed, hashOf([folder])]).size).toBe(4);
  });
});
