// The compiled form of all active word lists, stored for cold functions. Items of partition
// `#compiled`, under a name unique to these lists and this compiler. t one part · n in the first
// part: the number of parts. A function that cannot read it compiles the lists itself.

import { promisify } from 'node:util';
import type { WordList } from '../../../../core/ports.ts';
import {
  hashKey,
  getItem,
  N,
  number,
  putIf,
  S,
  text,
  ttlAfter,
  type Item,
  type Table,
} from '../items.ts';
import { split, zlib } from './list-items.ts';

/** After this time, the compiled form is stored again if it is still used. */
const lifetimeSeconds = 30 * 24 * 3_600;

/** `heads`: the current version of each list; `edition`: the compiler's version. */
export function compiledName({
  heads,
  seeds,
  edition,
}: {
  readonly heads: ReadonlyMap<string, string>;
  readonly seeds: readonly WordList[];
  readonly edition: string;
}): string {
  // Which letters are equal also depends on the runtime's Unicode version.
  return hashKey(
    JSON.stringify([
      edition,
      process.versions['unicode'],
      [...heads].sort(([one], [other]) => (one < other ? -1 : 1)),
      seeds,
    ]),
  );
}

const partKey = (name: string, part: number): Item => ({
  list: S('#compiled'),
  item: S(`${name}#${part}`),
});

/** Returns undefined if there is no compiled form, or if it cannot be read. */
export async function readCompiled(table: Table, name: string): Promise<Uint8Array | undefined> {
  try {
    const [first, { gunzip }] = await Promise.all([getItem(table, partKey(name, 0)), zlib()]);
    if (first === undefined) return undefined;
    const others = await Promise.all(
      Array.from({ length: number(first, 'n') - 1 }, (_, index) =>
        getItem(table, partKey(name, index + 1)),
      ),
    );
    const packed = [first, ...others].map((item) => text(item ?? {}, 't')).join('');
    return await promisify(gunzip)(Buffer.from(packed, 'base64'));
  } catch {
    return undefined;
  }
}

/**
 * Stores a compiled form. The first part is written last, so a reader that finds it finds all
 * parts.
 */
export async function storeCompiled(
  table: Table,
  {
    name,
    bytes,
    now,
  }: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly now: number;
  },
): Promise<void> {
  const { gzip } = await zlib();
  // The fastest level already saves most of the space.
  const [first = '', ...others] = split(
    (await promisify(gzip)(bytes, { level: 1 })).toString('base64'),
  );
  const ttl = ttlAfter(now, lifetimeSeconds);
  await Promise.all(
    others.map((part, index) =>
      putIf(table, { key: partKey(name, index + 1), item: { t: S(part), ttl } }),
    ),
  );
  await putIf(table, {
    key: partKey(name, 0),
    item: { t: S(first), n: N(others.length + 1), ttl },
  });
}
