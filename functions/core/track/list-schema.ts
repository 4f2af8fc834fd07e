// The form of a word list, wherever it comes from: a seed, a file, the API. Reading the JSON itself is the caller's part.

import * as v from 'valibot';
import { lengthOf, problemOf } from '../../protocol/events.ts';
import type { WordList } from '../ports.ts';
import { wordsOf } from './filter/words.ts';

/** Bounds the matcher's work per word of a message; see filter/match.ts. */
const phraseWords = 8;

const printable = v.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Control characters are not allowed.');
const length = (most: number): v.CheckAction<string, string> =>
  v.check((text: string) => text.length > 0 && lengthOf(text) <= most, `Expected 1 to ${most} characters.`);

const Forbidden = v.pipe(
  v.string(),
  printable,
  length(80),
  v.check((entry) => {
    const words = wordsOf(entry);
    const last = words[words.length - 1];
    return words[0]?.start === 0 && last?.end === entry.length && words.length <= phraseWords;
  }, `Expected a word or a phrase of up to ${phraseWords} words that begins and ends with a letter or a digit.`),
);

const Replacement = v.pipe(v.string(), printable, length(80), v.check((text) => text.trim() === text, 'Spaces at the ends are not allowed.'));

const List = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9](-?[a-z0-9]){0,39}$/, 'Expected up to 40 of a-z, 0-9 and single hyphens.')),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  language: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Expected a language tag such as "en" or "pt-BR".')),
  forbidden: v.pipe(v.array(Forbidden), v.maxLength(10_000)),
  replacements: v.pipe(v.array(Replacement), v.minLength(1, 'Expected at least one replacement.'), v.maxLength(1_000)),
  credits: v.optional(v.record(v.string(), v.string())),
});

export type ParsedLists = { readonly ok: true; readonly lists: readonly WordList[] } | { readonly ok: false; readonly problem: string };

/** Reads one list, or an array of lists with names of their own. The first problem is told as `path: message`. */
export function parseLists(json: unknown): ParsedLists {
  const parsed = v.safeParse(Array.isArray(json) ? v.array(List) : List, json, { abortEarly: true });
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.issues) };
  const lists = [parsed.output].flat().map(({ name, version, language, forbidden, replacements }) => ({ name, version, language, forbidden, replacements }));
  const twice = lists.findIndex(({ name }, index) => lists.findIndex((list) => list.name === name) !== index);
  if (twice !== -1) return { ok: false, problem: `${twice}.name: Another list before it has the same name.` };
  return { ok: true, lists };
}
