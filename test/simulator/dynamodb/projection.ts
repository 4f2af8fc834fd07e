// Projection expressions: the parts of an item that are returned.

import { byText, reader, type Parsed, type Path } from './reader.ts';
import { nameIn, valueAt, type Scope } from './scope.ts';
import type { Attributes, Value } from './values.ts';

export type Projection = readonly Path[];

export const parseProjection = byText((text: string): Parsed<Projection> => {
  const read = reader('ProjectionExpression', text);
  const paths = [read.path()];
  while (read.accept(',') !== undefined) paths.push(read.path());
  return read.end(paths, paths);
});

type Part = { readonly value: Value } | Map<string | number, Part>;

export function project(scope: Scope, { root }: Parsed<Projection>): Attributes {
  const found: Part = new Map();
  for (const path of root) {
    const value = valueAt(scope, path);
    if (value === undefined) continue;
    let parts: Map<string | number, Part> = found;
    path.forEach((segment, depth) => {
      const key = typeof segment === 'number' ? segment : nameIn(scope, segment);
      if (depth === path.length - 1) return void parts.set(key, { value });
      const known = parts.get(key);
      const below = known instanceof Map ? known : new Map<string | number, Part>();
      parts.set(key, below);
      parts = below;
    });
  }
  return Object.freeze(mapOf(found));
}

const mapOf = (parts: ReadonlyMap<string | number, Part>): Attributes =>
  Object.fromEntries([...parts].map(([name, part]) => [name, valueOf(part)]));

// List elements come in order, without the gaps between them.
function valueOf(part: Part): Value {
  if (!(part instanceof Map)) return part.value;
  const isList = [...part.keys()].some((key) => typeof key === 'number');
  if (!isList) return Object.freeze({ M: Object.freeze(mapOf(part)) });
  const elements = [...part]
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, below]) => valueOf(below));
  return Object.freeze({ L: Object.freeze(elements) as Value[] });
}
