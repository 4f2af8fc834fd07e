// A word list as this page holds it, and the entries in it that count as one. Changes that are not
// yet in force are in draft.ts.

export type Action = 'replace' | 'mask' | 'block' | 'flag';
export type Telling = 'why' | 'that' | 'nothing';
export type Kind = 'forbidden' | 'allowed' | 'replacements';

export const kinds: readonly Kind[] = ['forbidden', 'allowed', 'replacements'];

export interface Settings {
  readonly language: string;
  readonly action: Action;
  readonly tell: Telling;
  readonly anywhere: boolean;
}

/** `version` 0: it has never been in force. */
export interface WordList extends Settings {
  readonly name: string;
  readonly version: number;
  readonly forbidden: readonly string[];
  readonly allowed: readonly string[];
  readonly replacements: readonly string[];
}

/** How often, by day (UTC). */
export type Days = Readonly<Record<string, number>>;

/** A list in the overview. */
export interface Summary extends Settings {
  readonly name: string;
  readonly version: number;
  readonly forbidden: number;
  readonly allowed: number;
  readonly replacements: number;
  readonly hits: Days;
}

export const actions: Readonly<Record<Action, { readonly label: string; readonly does: string }>> =
  {
    replace: { label: 'Replaces', does: 'puts one of the replacements in its place' },
    mask: { label: 'Masks', does: 'puts a * in the place of each letter' },
    block: { label: 'Blocks', does: 'holds the whole message back' },
    flag: { label: 'Counts', does: 'lets the message pass and counts the match' },
  };

export const tellings: Readonly<Record<Telling, string>> = {
  that: 'that and where something was changed',
  why: 'also which list did it',
  nothing: 'nothing',
};

/** What every list has that says nothing of its own. */
export const standard: Settings = {
  language: 'en',
  action: 'replace',
  tell: 'that',
  anywhere: false,
};

/** What the server sent, or a file said: settings that are not told stand at their defaults. */
export function listOf(json: Readonly<Record<string, unknown>>, name: string): WordList {
  const texts = (kind: Kind): readonly string[] =>
    Array.isArray(json[kind])
      ? json[kind].filter((text): text is string => typeof text === 'string')
      : [];
  return {
    name,
    version: typeof json['version'] === 'number' ? json['version'] : 0,
    ...settingsOf(json),
    forbidden: texts('forbidden'),
    allowed: texts('allowed'),
    replacements: texts('replacements'),
  };
}

export function settingsOf(json: Readonly<Record<string, unknown>>): Settings {
  const { language, action, tell, anywhere } = json;
  return {
    language: typeof language === 'string' ? language : standard.language,
    action: typeof action === 'string' && action in actions ? (action as Action) : standard.action,
    tell: typeof tell === 'string' && tell in tellings ? (tell as Telling) : standard.tell,
    anywhere: anywhere === true,
  };
}

/**
 * Entries that differ only in case or in compatibility forms are one to the server; replacements
 * are taken as they are.
 */
export const keyOf = (kind: Kind, text: string): string =>
  kind === 'replacements' ? text : text.normalize('NFKC').toLowerCase();

const keys = new WeakMap<readonly string[], readonly string[]>();
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The keys of a list's texts, in their order. Made once: a list may have 100,000. */
export function keysOf(list: WordList, kind: Kind): readonly string[] {
  const texts = list[kind];
  const known = keys.get(texts) ?? texts.map((text) => keyOf(kind, text));
  keys.set(texts, known);
  return known;
}

export function keySetOf(list: WordList, kind: Kind): ReadonlySet<string> {
  const known = sets.get(list[kind]) ?? new Set(keysOf(list, kind));
  sets.set(list[kind], known);
  return known;
}

/** Texts from what was typed or pasted: one a line. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const numberOf = (value: number): string => value.toLocaleString('en-GB');
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numberOf(count)} ${count === 1 ? one : many}`;

/** The name a person means: "My List" is my-list. */
export const nameFrom = (typed: string): string =>
  typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
