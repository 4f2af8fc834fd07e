// A word list as the admin page holds it, and how the page compares and formats its parts. Changes
// that are not published yet are in draft/list-draft.ts.

export type Action = 'replace' | 'mask' | 'block' | 'flag';
export type TellOption = 'why' | 'that' | 'nothing';
export type TextKind = 'forbidden' | 'allowed' | 'replacements';

export const textKinds: readonly TextKind[] = ['forbidden', 'allowed', 'replacements'];

export interface ListSettings {
  readonly language: string;
  readonly action: Action;
  readonly tell: TellOption;
  readonly anywhere: boolean;
}

export interface WordList extends ListSettings {
  readonly name: string;
  /** 0 if the list has never been published. */
  readonly version: number;
  readonly forbidden: readonly string[];
  readonly allowed: readonly string[];
  readonly replacements: readonly string[];
}

/** The number of matches by UTC day, such as `2030-12-31`. */
export type HitsByDay = Readonly<Record<string, number>>;

/** A list as the overview shows it, with the number of its texts. */
export interface ListSummary extends ListSettings {
  readonly name: string;
  readonly version: number;
  readonly forbidden: number;
  readonly allowed: number;
  readonly replacements: number;
  readonly hits: HitsByDay;
}

interface ActionText {
  readonly label: string;
  readonly description: string;
}

export const actions: Readonly<Record<Action, ActionText>> = {
  replace: { label: 'Replace', description: 'Put a replacement in its place.' },
  mask: { label: 'Mask', description: 'Put a * in place of each letter.' },
  block: { label: 'Block', description: 'Reject the whole message.' },
  flag: { label: 'Count', description: 'Let the message through and count the match.' },
};

export const tellOptions: Readonly<Record<TellOption, string>> = {
  that: 'What was changed, and where',
  why: 'What was changed, where, and by which list',
  nothing: 'Nothing',
};

export const defaultSettings: ListSettings = {
  language: 'en',
  action: 'replace',
  tell: 'that',
  anywhere: false,
};

/** Reads a list from a response or a file. Missing settings get their defaults. */
export function parseList(json: Readonly<Record<string, unknown>>, name: string): WordList {
  const parseTexts = (kind: TextKind): readonly string[] => {
    const texts = json[kind];
    return Array.isArray(texts)
      ? texts.filter((text): text is string => typeof text === 'string')
      : [];
  };
  return {
    name,
    version: typeof json['version'] === 'number' ? json['version'] : 0,
    ...parseSettings(json),
    forbidden: parseTexts('forbidden'),
    allowed: parseTexts('allowed'),
    replacements: parseTexts('replacements'),
  };
}

export function parseSettings(json: Readonly<Record<string, unknown>>): ListSettings {
  const { language, action, tell, anywhere } = json;
  const isAction = typeof action === 'string' && action in actions;
  const isTellOption = typeof tell === 'string' && tell in tellOptions;
  return {
    language: typeof language === 'string' ? language : defaultSettings.language,
    action: isAction ? (action as Action) : defaultSettings.action,
    tell: isTellOption ? (tell as TellOption) : defaultSettings.tell,
    anywhere: anywhere === true,
  };
}

/**
 * Returns the key by which the server tells texts apart. It ignores case and compatibility forms,
 * except in replacements.
 */
export const toKey = (kind: TextKind, text: string): string =>
  kind === 'replacements' ? text : text.normalize('NFKC').toLowerCase();

// Caches: a list may have 100,000 texts.
const keysByTexts = new WeakMap<readonly string[], readonly string[]>();
const keySetsByTexts = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Returns the keys of a list's texts, in their order. */
export function listKeys(list: WordList, kind: TextKind): readonly string[] {
  const texts = list[kind];
  const keys = keysByTexts.get(texts) ?? texts.map((text) => toKey(kind, text));
  keysByTexts.set(texts, keys);
  return keys;
}

export function listKeySet(list: WordList, kind: TextKind): ReadonlySet<string> {
  const texts = list[kind];
  const keys = keySetsByTexts.get(texts) ?? new Set(listKeys(list, kind));
  keySetsByTexts.set(texts, keys);
  return keys;
}

/** Splits what someone typed or pasted: one text per line. */
export const splitLines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const formatNumber = (value: number): string => value.toLocaleString('en-GB');

export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** Makes a valid list name of typed text: "My List" becomes my-list. */
export const toListName = (typed: string): string =>
  typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
