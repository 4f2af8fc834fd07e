// Reads a catalog that the build has parsed and packed (pack-catalog.ts). The built page
// has it instead of parse-catalog.ts, because the parser is large.

import type { FluentResource } from '@fluent/bundle';

type Message = FluentResource['body'][number];
type Pattern = NonNullable<Message['value']>;
type Part = Exclude<Pattern, string>[number];

/** `[name]` inserts an argument, or the term of a name such as `-brand`. */
type PackedReference = readonly [name: string];
/** `star`: the default variant's index. */
type PackedChoice = readonly [name: string, star: number, ...variants: readonly PackedVariant[]];
export type PackedVariant = readonly [key: string | number, pattern: PackedPattern];
export type PackedPart = string | PackedReference | PackedChoice;
export type PackedPattern = string | readonly PackedPart[];
export type PackedCatalog = Readonly<Record<string, PackedPattern>>;

/** `packed`: JSON of a `PackedCatalog`. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- only data
export const parseCatalog = (packed: string): FluentResource => ({
  body: Object.entries(JSON.parse(packed) as PackedCatalog).map(([id, pattern]): Message => ({
    id,
    value: unpackPattern(pattern),
    attributes: {},
  })),
});

const unpackPattern = (pattern: PackedPattern): Pattern =>
  typeof pattern === 'string' ? pattern : pattern.map(unpackPart);

function unpackPart(part: PackedPart): Part {
  if (typeof part === 'string') return part;
  const [name, star, ...variants] = part;
  if (name.startsWith('-')) return { type: 'term', name: name.slice(1), attr: null, args: [] };
  if (star === undefined) return { type: 'var', name };
  return {
    type: 'select',
    selector: { type: 'var', name },
    star,
    variants: variants.map(([key, pattern]) => ({
      key:
        typeof key === 'string'
          ? { type: 'str', value: key }
          : { type: 'num', value: key, precision: 0 },
      value: unpackPattern(pattern),
    })),
  };
}
