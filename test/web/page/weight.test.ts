// The size of the built page's JavaScript, compressed, and the code that the build leaves out.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { FluentResource } from '@fluent/bundle';
import { expect, it } from 'vitest';
import { languages } from '../../../web/page/texts/languages.ts';
import { packCatalog } from '../../../web/page/texts/pack-catalog.ts';
import { parseCatalog } from '../../../web/page/texts/unpack-catalog.ts';

const built = fileURLToPath(new URL('../../../dist/page/', import.meta.url));
const source = (name: string): string =>
  readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

/** Returns the compressed bytes of a script and its static imports. */
function measure(path: string, seen: Set<string>): number {
  if (seen.has(path)) return 0;
  seen.add(path);
  const code = readFileSync(`${built}${path}`, 'utf8');
  const imported = [...code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(
    ([, name]) => `assets/${name ?? ''}`,
  );
  return imported.reduce(
    (sum, name) => sum + measure(name, seen),
    gzipSync(code, { level: 9 }).length,
  );
}

it('[P46] loads at most 60 KB of JavaScript with the largest language', () => {
  const html = readFileSync(`${built}index.html`, 'utf8');
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, address]) => address ?? '',
  );
  expect(addresses.filter((address) => !/^\/[^/]/.test(address))).toEqual([]);
  const seen = new Set<string>();
  const scripts = addresses.filter((address) => address.endsWith('.js'));
  expect(scripts).not.toEqual([]);
  const initial = scripts.reduce((sum, address) => sum + measure(address.slice(1), seen), 0);
  const catalogs = readdirSync(`${built}assets`).filter((name) =>
    Object.keys(languages).some((language) => new RegExp(`^${language}-[\\w-]+\\.js$`).test(name)),
  );
  expect(catalogs).toHaveLength(Object.keys(languages).length - 1);
  const language = Math.max(...catalogs.map((name) => measure(`assets/${name}`, seen)));
  expect(
    initial + language,
    `${String(initial)} and ${String(language)} bytes`,
  ).toBeLessThanOrEqual(60_000);
});

it('[P46] packs catalogs without changing a text', () => {
  for (const language of Object.keys(languages)) {
    const catalog = source(`web/page/texts/${language}.ftl`);
    expect(parseCatalog(packCatalog(catalog)).body, language).toEqual(
      new FluentResource(catalog).body,
    );
  }
});

it('[P46] refuses a catalog that cannot be packed', () => {
  for (const text of ['a = B\n  .hint = C', 'a = { NUMBER($b) }', 'a = { b }']) {
    expect(() => packCatalog(text), text).toThrow();
  }
});
