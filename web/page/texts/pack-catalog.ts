// Packs a catalog for the built page, where unpack-catalog.ts reads it. Every byte is fetched on
// somebody's phone before the first word is shown.

import { FluentResource } from '@fluent/bundle';
import type { PackedPart, PackedPattern, PackedVariant } from './unpack-catalog.ts';

type Pattern = NonNullable<FluentResource['body'][number]['value']>;
type Part = Exclude<Pattern, string>[number];

/** Parses a Fluent file and packs it for unpack-catalog.ts, without translators' comments. */
export const packCatalog = (source: string): string =>
  JSON.stringify(
    Object.fromEntries(
      new FluentResource(source).body.map(({ id, value, attributes }) => {
        if (value === null || Object.keys(attributes).length > 0) {
          throw new Error(`${id}: a text has a value and no attributes.`);
        }
        return [id, packPattern(value)];
      }),
    ),
  );

const packPattern = (pattern: Pattern): PackedPattern =>
  typeof pattern === 'string' ? pattern : pattern.map(packPart);

function packPart(part: Part): PackedPart {
  if (typeof part === 'string') return part;
  if (part.type === 'var') return [part.name];
  if (part.type === 'term' && part.attr === null && part.args.length === 0) {
    return [`-${part.name}`];
  }
  if (part.type === 'select' && part.selector.type === 'var') {
    const variants = part.variants.map(({ key, value }): PackedVariant => [
      key.value,
      packPattern(value),
    ]);
    return [part.selector.name, part.star, ...variants];
  }
  throw new Error(`The page's catalogs cannot have this: ${JSON.stringify(part)}`);
}
