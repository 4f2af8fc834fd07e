// Finding entries of lists with different actions, of some lists only, and with a stored form.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WordList } from '../../../../../functions/core/ports.ts';
import {
  compileLists,
  createFinder,
  createMatcher,
  type FindMatches,
} from '../../../../../functions/core/track/word-filter/index.ts';

const words = [
  'foo',
  'bar',
  'foo bar',
  'bar foo',
  'foob*',
  '*oof',
  'baz',
  'foo bar baz',
  'bär',
  '犬',
  '犬小屋',
  'oba',
] as const;
const entries = fc.uniqueArray(fc.constantFrom(...words), { maxLength: 6 });
const plain = fc.uniqueArray(
  fc.constantFrom('foo', 'foo bar', 'bar baz', 'foobar', 'baz foo bar', '小犬'),
  { maxLength: 3 },
);
const wordLists = fc
  .array(
    fc.record({
      action: fc.constantFrom('block', 'replace', 'mask', 'flag', undefined),
      forbidden: entries,
      allowed: fc.option(plain, { nil: undefined }),
      anywhere: fc.option(fc.constant(true), { nil: undefined }),
      language: fc.constantFrom('en', 'de', 'ja'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((lists): readonly WordList[] =>
    lists.map(({ action, allowed, anywhere, ...list }, index) => ({
      ...list,
      name: `list-${index}`,
      version: 1,
      replacements: ['nicer'],
      ...(action === undefined ? {} : { action }),
      ...(allowed === undefined ? {} : { allowed }),
      ...(anywhere === undefined ? {} : { anywhere }),
    })),
  );
const texts = fc
  .array(
    fc.constantFrom(
      'foo',
      'bar',
      'baz',
      'FOO',
      'f0o',
      'b.a.r',
      'foobar',
      'oof',
      'bär',
      'f*o',
      '犬',
      '小屋',
      '犬小屋',
      ' ',
      ' ',
      ' ',
      ', ',
      '\n',
      '-',
    ),
    { maxLength: 16 },
  )
  .map((parts) => parts.join(''));

const foundBy = (find: FindMatches, text: string) => {
  const found = find(text);
  return found.ok
    ? found.matches.map(({ list, entry, start, end, disguised }) => ({
        list: list.name,
        entry,
        start,
        end,
        disguised,
      }))
    : found.reason;
};
type Place = Exclude<ReturnType<typeof foundBy>, string>[number];
const sorted = (places: readonly Place[]) =>
  [...places].sort((one, other) => one.start - other.start || one.list.localeCompare(other.list));

describe('createMatcher', () => {
  it('[T14] finds in one pass what it finds for each kind of action alone', () => {
    fc.assert(
      fc.property(wordLists, texts, (lists, text) => {
        const apart = [['block'], ['replace', 'mask', undefined], ['flag']].flatMap((actions) => {
          const ofKind = lists.map((list) =>
            actions.includes(list.action) ? list : { ...list, forbidden: [] },
          );
          const found = foundBy(createFinder(ofKind), text);
          return typeof found === 'string' ? [] : found;
        });
        const together = foundBy(createFinder(lists), text);
        expect(typeof together === 'string' ? together : sorted(together)).toEqual(sorted(apart));
      }),
      { numRuns: 500 },
    );
  });

  it('[T20] finds in some of the lists what it finds if compiled from these alone', () => {
    fc.assert(
      fc.property(wordLists, texts, fc.nat(31), (lists, text, chosen) => {
        const some = lists.filter((_, index) => (chosen & (1 << index)) !== 0);
        expect(
          foundBy(createMatcher({ lists }).createFinder(some.map(({ name }) => name)), text),
        ).toEqual(foundBy(createFinder(some), text));
      }),
      { numRuns: 500 },
    );
  });

  it('[T36] finds the same with a stored form, even a damaged one', () => {
    fc.assert(
      fc.property(
        fc.tuple(wordLists, wordLists),
        texts,
        fc.nat(),
        ([lists, others], text, place) => {
          const whole = compileLists(lists);
          const flipped = whole.with(
            place % whole.length,
            (whole[place % whole.length] ?? 0) ^ (1 << (place % 8)),
          );
          const kept = [
            whole,
            flipped,
            whole.slice(0, place % whole.length),
            whole.subarray(1),
            new Uint8Array([...whole, 0]),
            new Uint8Array(),
          ];
          for (const compiled of kept) {
            expect(foundBy(createMatcher({ lists, compiled }).createFinder(), text)).toEqual(
              foundBy(createFinder(lists), text),
            );
          }
          // The form of other lists, which need not fit.
          const fits =
            others.length === lists.length &&
            others.every(({ language }, index) => language === lists[index]?.language);
          if (!fits) {
            expect(
              foundBy(
                createMatcher({ lists, compiled: compileLists(others) }).createFinder(),
                text,
              ),
            ).toEqual(foundBy(createFinder(lists), text));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
