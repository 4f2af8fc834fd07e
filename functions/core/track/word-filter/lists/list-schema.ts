// The form of a word list, wherever it comes from: a seed, a file, the API. Reading the JSON itself
// is the caller's part.

import * as v from 'valibot';
import { wildcards } from '../matcher/compiler.ts';
import { wordsOf } from '../unicode/split-words.ts';
import type { WordList } from './word-list.ts';

/** Bounds how far a match may reach beyond its first word; see filter/find.ts. */
const phraseWords = 8;

const printable = v.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Control characters are not allowed.');
const length = (max: number): v.CheckAction<string, string> =>
  v.check(
    (text: string) => text.length > 0 && countCharacters(text) <= max,
    `Expected 1 to ${max} characters.`,
  );

function isPhrase(text: string): boolean {
  const words = wordsOf(text);
  const last = words[words.length - 1];
  return words[0]?.start === 0 && last?.end === text.length && words.length <= phraseWords;
}

const Allowed = v.pipe(
  v.string(),
  printable,
  length(80),
  v.check(
    isPhrase,
    `Expected a word or a phrase of up to ${phraseWords} words that begins and ends with a letter or a digit.`,
  ),
);

const Forbidden = v.pipe(
  v.string(),
  printable,
  length(80),
  v.check(
    (entry) => isPhrase(wildcards(entry).text),
    `Expected a word or a phrase of up to ${phraseWords} words that begins and ends with a letter or a digit, or with * for whatever stands there.`,
  ),
  v.check((entry) => {
    const { text, flags } = wildcards(entry);
    return flags === 0 || (countCharacters(text) > 1 && wordsOf(text).length === 1);
  }, 'Expected two letters at least, and one word, beside *.'),
);

const Replacement = v.pipe(
  v.string(),
  printable,
  length(80),
  v.check((text) => text.trim() === text, 'Spaces at the ends are not allowed.'),
);

const CreditName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, 'Expected a name such as "licence" or "source".'),
);
/** One line, of whatever a licence asks for. */
const Credit = v.pipe(
  v.string(),
  printable,
  length(1_000),
  v.check((text) => text.trim() === text, 'Spaces at the ends are not allowed.'),
);

const List = v.pipe(
  v.strictObject({
    name: v.pipe(
      v.string(),
      v.regex(/^[a-z0-9](-?[a-z0-9]){0,39}$/, 'Expected up to 40 of a-z, 0-9 and single hyphens.'),
    ),
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
    forbidden: v.pipe(v.array(Forbidden), v.maxLength(100_000)),
    allowed: v.exactOptional(v.pipe(v.array(Allowed), v.maxLength(100_000))),
    anywhere: v.exactOptional(v.boolean()),
    replacements: v.optional(v.pipe(v.array(Replacement), v.maxLength(1_000)), []),
    credits: v.exactOptional(
      v.pipe(
        v.record(CreditName, Credit),
        v.check((credits) => Object.keys(credits).length <= 20, 'Expected at most 20 credits.'),
      ),
    ),
  }),
  v.forward(
    v.check(
      ({ action = 'replace', replacements }) => action !== 'replace' || replacements.length > 0,
      'Expected at least one replacement, as the list replaces.',
    ),
    ['replacements'],
  ),
);

/** The number of code points. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

export type ParsedLists =
  | { readonly ok: true; readonly lists: readonly WordList[] }
  | { readonly ok: false; readonly problem: string };

/** Which of a hundred thousand lines it is, is hard to count. */
const said = (input: unknown): string =>
  typeof input === 'string'
    ? ` It is ${JSON.stringify(input.length > 80 ? `${input.slice(0, 80)}…` : input)}.`
    : '';

/**
 * Reads one list, or an array of lists with names of their own. The first problem is told as `path:
 * message`.
 */
export function parseLists(json: unknown): ParsedLists {
  const parsed = v.safeParse(Array.isArray(json) ? v.array(List) : List, json, {
    abortEarly: true,
  });
  if (!parsed.success) {
    return { ok: false, problem: describeIssue(parsed.issues[0]) + said(parsed.issues[0].input) };
  }
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
