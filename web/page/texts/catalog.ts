// One language's texts, compiled from its .ftl file. Which language is shown, and where its file
// comes from, is texts.ts's matter.

import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { Direction } from './languages.ts';

export type TextArgument = string | number | Date;
export type TextArguments = Readonly<Record<string, TextArgument>>;

/** Null where the text is missing or cannot be made of these arguments. */
export type Catalog = (id: string, args: TextArguments) => string | null;

/**
 * Letters that are written from right to left, and characters that turn the direction; Arabic
 * digits do neither.
 */
const rightToLeft =
  /[\u0590-\u065F\u066A-\u06EF\u06FA-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * What is put into a sentence stands between U+2068 and U+2069, so that a Latin name in an Arabic
 * sentence, or an Arabic one in an English sentence, leaves the order of the rest alone. Only
 * there: where both run the same way nothing invisible gets into what is copied, into titles, or
 * before the eyes of a test.
 */
export function compileCatalog({
  source,
  locale,
  direction,
}: {
  source: string;
  locale: string;
  direction: Direction;
}): Catalog {
  const resource = new FluentResource(source);
  const [plain, isolating] = [false, true].map((useIsolating) => {
    const bundle = new FluentBundle(locale, { useIsolating });
    bundle.addResource(resource);
    return bundle;
  });
  return (id, args) => {
    const mixed = Object.values(args).some(
      (value) => typeof value === 'string' && (direction === 'rtl' || rightToLeft.test(value)),
    );
    const bundle = mixed ? isolating : plain;
    const pattern = bundle?.getMessage(id)?.value;
    if (bundle === undefined || pattern == null) return null;
    const errors: Error[] = [];
    const text = bundle.formatPattern(pattern, args, errors);
    return errors.length === 0 ? text : null;
  };
}

/**
 * The first that has the text: what one language lacks is shown in the next. The id shows what none
 * has.
 */
export function formatText({
  id,
  args,
  catalogs,
}: {
  id: string;
  args: TextArguments;
  catalogs: readonly Catalog[];
}): string {
  for (const catalog of catalogs) {
    const text = catalog(id, args);
    if (text !== null) return text;
  }
  return id;
}
