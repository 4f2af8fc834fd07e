// The schema of a word list, wherever it comes from: a seed, a file or the API. Callers parse the
// JSON themselves.

import * as v from 'valibot';
import { parseWildcards } from '../matcher/compiler.ts';
import { splitWords } from '../unicode/split-words.ts';
import type { WordList } from './word-list.ts';

/** Limits how far a match may extend beyond its first word; see matcher/scanner.ts. */
const maxPhraseWords = 8;
const maxEntryCharacters = 80;
const maxEntries = 100_000;
const maxReplacements = 1_000;
const maxCredits = 20;
const maxCreditCharacters = 1_000;

const printable = v.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Control characters are not allowed.');
const noOuterSpaces = v.check(
  (text: string) => text.trim() === text,
  'Spaces at the ends are not allowed.',
);
const limitLength = (max: number): v.CheckAction<string, string> =>
  v.check(
    (text: string) => text.length > 0 && countCharacters(text) <= max,
    `Expected 1 to ${max} characters.`,
  );

/** Returns the number of code points. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function isPhrase(text: string): boolean {
  const words = splitWords(text);
  const last = words[words.length - 1];
  return words[0]?.start === 0 && last?.end === text.length && words.length <= maxPhraseWords;
}

const AllowedEntry = v.pipe(
  v.string(),
  printable,
  limitLength(maxEntryCharacters),
  v.check(
    isPhrase,
    `Expected a word or a phrase of up to ${maxPhraseWords} words. ` +
      'It must begin and end with a letter or a digit.',
  ),
);

const ForbiddenEntry = v.pipe(
  v.string(),
  printable,
  limitLength(maxEntryCharacters),
  v.check(
    (entry) => isPhrase(parseWildcards(entry).text),
    `Expected a word or a phrase of up to ${maxPhraseWords} words. ` +
      'It must begin and end with a letter, a digit or the wildcard *.',
  ),
  v.check((entry) => {
    const { text, flags } = parseWildcards(entry);
    return flags === 0 || (countCharacters(text) > 1 && splitWords(text).length === 1);
  }, 'An entry with a wildcard must be one word with at least two letters.'),
);

const Replacement = v.pipe(v.string(), printable, limitLength(maxEntryCharacters), noOuterSpaces);

const CreditName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, 'Expected a name such as "license" or "source".'),
);
/** One line, with whatever a license requires. */
const Credit = v.pipe(v.string(), printable, limitLength(maxCreditCharacters), noOuterSpaces);

const ListName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9](-?[a-z0-9]){0,39}$/, 'Expected up to 40 of a-z, 0-9 and single hyphens.'),
);
export const isListName = (name: string): boolean => v.is(ListName, name);

const List = v.pipe(
  v.strictObject({
    name: ListName,
    version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    language: v.pipe(
      v.string(),
      v.regex(
        /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
        'Expected a language tag such as "en" or "pt-BR".',
      ),
    ),
    action: v.exactOptional(v.picklist(['replace', 'mask', 'block', 'flag'])),
    tell: v.exactOptional(v.picklist(['why', 'that', 'nothing'])),
    forbidden: v.pipe(v.array(ForbiddenEntry), v.maxLength(maxEntries)),
    allowed: v.exactOptional(v.pipe(v.array(AllowedEntry), v.maxLength(maxEntries))),
    anywhere: v.exactOptional(v.boolean()),
    replacements: v.optional(v.pipe(v.array(Replacement), v.maxLength(maxReplacements)), []),
    credits: v.exactOptional(
      v.pipe(
        v.record(CreditName, Credit),
        v.check(
          (credits) => Object.keys(credits).length <= maxCredits,
          `Expected at most ${maxCredits} credits.`,
        ),
      ),
    ),
  }),
  v.forward(
    v.check(
      ({ action = 'replace', replacements }) => action !== 'replace' || replacements.length > 0,
      'Expected at least one replacement, because the list replaces words.',
    ),
    ['replacements'],
  ),
);

type ParsedLists =
  | { readonly ok: true; readonly lists: readonly WordList[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Validates one list, or an array of lists with distinct names. Reports the first problem as `path:
 * message`.
 *
 * @example
 * parseLists({ name: 'mine', version: 1, language: 'en', forbidden: ['tabs'] });
 * // { ok: false, problem: 'replacements: Expected at least one replacement, …' }
 */
export function parseLists(json: unknown): ParsedLists {
  const parsed = v.safeParse(Array.isArray(json) ? v.array(List) : List, json, {
    abortEarly: true,
  });
  if (!parsed.success) return { ok: false, problem: describeIssue(parsed.issues[0]) };

  const lists = [parsed.output].flat();
  const names = new Set<string>();
  for (const [index, { name }] of lists.entries()) {
    if (names.has(name)) {
      return { ok: false, problem: `${index}.name: Another list before it has the same name.` };
    }
    names.add(name);
  }
  return { ok: true, lists };
}

/** Quotes the value, since a place among 100,000 entries is hard to find by number. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const message = path === null ? issue.message : `${path}: ${issue.message}`;
  const { input } = issue;
  if (typeof input !== 'string') return message;
  const excerpt = input.length > 80 ? `${input.slice(0, 80)}…` : input;
  return `${message} It is ${JSON.stringify(excerpt)}.`;
}
