// The catalogs as files: held against English, against the types made of it, and against the code
// that uses them.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { idsSource, textsOf } from '../../../../infra/texts/make-ids.ts';
import { compileCatalog, type TextArgument } from '../../../../web/page/texts/catalog.ts';
import { languages, type Language } from '../../../../web/page/texts/languages.ts';

const web = fileURLToPath(new URL('../../../../web/', import.meta.url));
const texts = `${web}page/texts/`;
const sourceOf = (language: string): string => readFileSync(`${texts}${language}.ftl`, 'utf8');
const english = sourceOf('en');
const all = Object.keys(languages) as readonly Language[];
const others = all.filter((language) => language !== 'en');

/** Names that a number stands for, so that each plural form is tried. */
const counts = [0, 1, 2, 3, 11, 100, 1_000];

/** The variants of every choice in a pattern, by their keys. */
function choicesIn(node: unknown): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [];
  const inside = Object.values(node).flatMap(choicesIn);
  if (!('variants' in node) || !Array.isArray(node.variants)) return inside;
  const keys = node.variants.map((variant: { key: { value: unknown } }) =>
    String(variant.key.value),
  );
  return [keys, ...inside];
}

const isPlural = (keys: readonly string[]): boolean =>
  keys.some((key) => ['zero', 'one', 'two', 'few', 'many'].includes(key));

/** The one number that alone is of the category; it may stand there instead. */
const exact: Readonly<Record<string, string>> = { zero: '0', one: '1', two: '2' };

/** Where French and Spanish count in millions, nothing here does. */
const categoriesOf = (language: string): readonly string[] =>
  new Intl.PluralRules(language)
    .resolvedOptions()
    .pluralCategories.filter((category) => language === 'ar' || category !== 'many');

describe('the catalogs', () => {
  it('[X1] are those of the languages that are offered', () => {
    expect(
      readdirSync(texts)
        .filter((file) => file.endsWith('.ftl'))
        .sort(),
    ).toEqual(all.map((language) => `${language}.ftl`).sort());
  });

  it.each(all)('[X1] can be read to the last line, and say nothing twice: %s', (language) => {
    const source = sourceOf(language);
    const heads = source
      .split('\n')
      .filter((line) => /^[^\s#}]/.test(line))
      .map((line) => line.split(' =', 1)[0]);
    const read = new FluentResource(source).body.map(({ id }) => id);
    expect(read).toEqual(heads);
    expect(read.filter((id, index) => read.indexOf(id) !== index)).toEqual([]);
  });

  it.each(others)(
    '[X1] have every text of the English one, with the same arguments: %s',
    (language) => {
      const own = textsOf(sourceOf(language));
      const wanted = textsOf(english);
      expect([...own.keys()].filter((id) => !wanted.has(id))).toEqual([]);
      expect(
        [...wanted].filter(([id, names]) => own.get(id)?.join() !== names.join()).map(([id]) => id),
      ).toEqual([]);
    },
  );

  it.each(all)('[X1] say every plural form that the language has: %s', (language) => {
    const bad = new FluentResource(sourceOf(language)).body.filter(({ value }) =>
      choicesIn(value)
        .filter(isPlural)
        .some((keys) =>
          categoriesOf(language).some(
            (category) => !keys.includes(category) && !keys.includes(exact[category] ?? ''),
          ),
        ),
    );
    expect(bad.map(({ id }) => id)).toEqual([]);
  });

  it.each(all)('[X1] make every text of whatever it is given: %s', (language) => {
    const source = sourceOf(language);
    const catalog = compileCatalog({
      source,
      locale: language,
      direction: languages[language].direction,
    });
    const bad = [...textsOf(source)].filter(([id, names]) =>
      ['Ada', 'سلمى', ...counts].some(
        (value: TextArgument) =>
          catalog(id, Object.fromEntries(names.map((name) => [name, value]))) === null,
      ),
    );
    expect(bad.map(([id]) => id)).toEqual([]);
  });

  it('[X1] are what the types say: `npm run texts` makes them', () => {
    expect(readFileSync(`${texts}text-ids.ts`, 'utf8')).toBe(idsSource(english));
  });

  it('[X1] have no text that nothing shows', () => {
    const code = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) =>
          /\.tsx?$/.test(file) &&
          !file.startsWith('client/') &&
          !file.endsWith('texts/text-ids.ts'),
      )
      .map((file) => readFileSync(`${web}${file}`, 'utf8'))
      .join('\n');
    // An id is named in full, or put together behind a beginning: `t(`month-${month}`)`.
    const beginnings = [...code.matchAll(/`([a-z][a-z0-9-]*-)\$\{/g)].map(
      ([, beginning]) => beginning ?? '',
    );
    const unused = [...textsOf(english).keys()].filter(
      (id) =>
        !code.includes(`'${id}'`) && !beginnings.some((beginning) => id.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });
});
