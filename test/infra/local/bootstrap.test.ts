// The bootstrap: supported versions of Node, up-to-date packages, and when to rebuild the page.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, matchesLock, satisfies } from '../../../infra/local/bootstrap.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('the supported versions of Node', () => {
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

describe('installed packages', () => {
  const lock = {
    packages: { '': {}, a: { version: '1.0.0' }, b: { version: '2.0.0', optional: true } },
  };

  it('[L1] match at the locked versions, without optional ones of other platforms', () => {
    expect(matchesLock(lock, { packages: { a: { version: '1.0.0' } } })).toBe(true);
    expect(
      matchesLock(lock, { packages: { a: { version: '1.0.0' }, b: { version: '2.0.0' } } }),
    ).toBe(true);
  });

  it('[L1] do not match if one is missing, at another version, or left over', () => {
    expect(matchesLock(lock, { packages: {} })).toBe(false);
    expect(matchesLock(lock, { packages: { a: { version: '1.0.1' } } })).toBe(false);
    expect(
      matchesLock(lock, { packages: { a: { version: '1.0.0' }, c: { version: '1.0.0' } } }),
    ).toBe(false);
  });
});

describe('a link to the packages of another folder', () => {
  it('[L1] is refused, and its packages stay', () => {
    const folder = mkdtempSync(join(tmpdir(), 'prepare-'));
    const script = join('infra', 'local', 'bootstrap.mjs');
    for (const path of [script, 'package.json', 'package-lock.json']) {
      cpSync(join(root, path), join(folder, 'clone', path));
    }
    mkdirSync(join(folder, 'packages', 'kept'), { recursive: true });
    symlinkSync(join(folder, 'packages'), join(folder, 'clone', 'node_modules'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'clone', script)], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('node_modules is a link')]);
    expect(readdirSync(join(folder, 'packages'))).toEqual(['kept']);
    rmSync(folder, { recursive: true });
  });
});

describe('the hash of the sources', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prepare-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('[L1] changes when a file changes, is renamed or appears, and only then', () => {
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
