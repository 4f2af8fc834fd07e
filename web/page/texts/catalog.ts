// One language's texts, compiled from its .ftl file. texts.ts loads the files and chooses the
// language.

import { FluentBundle } from '@fluent/bundle';
import type { Direction } from './languages.ts';
import { parseCatalog } from './parse-catalog.ts';

export type TextArgument = string | number | Date;
export type TextArguments = Readonly<Record<string, TextArgument>>;

/** Returns null if the text is missing or cannot be made of these arguments. */
export type Catalog = (id: string, args: TextArguments) => string | null;

/** Right-to-left letters and direction controls. Arabic digits change no direction. */
const rightToLeft = new RegExp(
  '[\\u0590-\\u065F\\u066A-\\u06EF\\u06FA-\\u08FF\\u200F\\u202A-\\u202E\\u2066-\\u2069' +
    '\\uFB1D-\\uFDFF\\uFE70-\\uFEFF\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}]',
  'u',
);

export interface CatalogSource {
  /** The content of the .ftl file. */
  readonly source: string;
  readonly locale: string;
  readonly direction: Direction;
}

/**
 * Compiles a catalog. It isolates arguments with U+2068 and U+2069 where they run in another
 * direction than the sentence: a Latin name must not reorder an Arabic sentence. Elsewhere it adds
 * nothing invisible, because texts are copied and used in titles.
 */
export function compileCatalog({ source, locale, direction }: CatalogSource): Catalog {
  const resource = parseCatalog(source);
  const [plain, isolating] = [false, true].map((useIsolating) => {
    const bundle = new FluentBundle(locale, { useIsolating });
    bundle.addResource(resource);
    return bundle;
  });
  return (id, args) => {
    const isMixed = Object.values(args).some(
      (value) => typeof value === 'string' && (direction === 'rtl' || rightToLeft.test(value)),
    );
    const bundle = isMixed ? isolating : plain;
    const pattern = bundle?.getMessage(id)?.value;
    if (bundle === undefined || pattern == null) return null;
    const errors: Error[] = [];
    const text = bundle.formatPattern(pattern, args, errors);
    return errors.length === 0 ? text : null;
  };
}

export interface TextRequest {
  readonly id: string;
  readonly args: TextArguments;
  /** Tried in this order. */
  readonly catalogs: readonly Catalog[];
}

/** Returns the text of the first catalog that has it; the id if none does. */
export function formatText({ id, args, catalogs }: TextRequest): string {
  for (const catalog of catalogs) {
    const text = catalog(id, args);
    if (text !== null) return text;
  }
  return id;
}
