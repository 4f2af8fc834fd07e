// Edits word lists, and validates whole lists that administrators send.

import { parseLists } from './list-schema.ts';
import type { WordList } from './word-list.ts';

/**
 * An edit. `add` and `remove` change forbidden entries, `allow` and `disallow`
 * allowed ones. The other properties replace those of the list; null removes a property.
 */
export interface ListEdit {
  readonly add?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly disallow?: readonly string[] | undefined;
  readonly replacements?: readonly string[] | undefined;
  readonly language?: string | undefined;
  readonly action?: string | null | undefined;
  readonly tell?: string | null | undefined;
  readonly anywhere?: boolean | null | undefined;
}

type UnversionedList = Omit<WordList, 'version'>;

interface ListProblem {
  readonly ok: false;
  readonly problem: string;
}

interface ParsedList {
  readonly ok: true;
  readonly list: UnversionedList;
}

interface EditedList extends ParsedList {
  /** Entries to remove that the list does not have. */
  readonly missing: readonly string[];
}

/**
 * Validates a whole list. Ignores the properties that answers add to a list, so a client can send
 * back what it read.
 */
export function parseWholeList(
  name: string,
  json: Readonly<Record<string, unknown>>,
): ParsedList | ListProblem {
  const { version: _version, hits: _hits, ...list } = json;
  const ownName = list['name'] ?? name;
  if (ownName !== name) {
    return {
      ok: false,
      problem: `name: The list is named ${JSON.stringify(ownName)}, but the URL says "${name}".`,
    };
  }
  return validateList({ ...list, name });
}

/**
 * Edits a list and validates the result. Entries that differ only in case or compatibility forms
 * are the same entry.
 */
export function editList(list: WordList, edit: ListEdit): EditedList | ListProblem {
  const { add, remove, allow, disallow, ...properties } = edit;
  const forbidden = editEntries(list.forbidden, add, remove);
  const allowed = editEntries(list.allowed ?? [], allow, disallow);

  const changed: Record<string, unknown> = { ...list, ...properties, forbidden: forbidden.entries };
  if (allowed.entries.length > 0 || list.allowed !== undefined) {
    changed['allowed'] = allowed.entries;
  }
  for (const [key, value] of Object.entries(properties)) {
    if (value === null) changed[key] = undefined;
  }

  const parsed = parseWholeList(list.name, withoutUndefined(changed));
  if (!parsed.ok) return parsed;
  return { ...parsed, missing: [...forbidden.missing, ...allowed.missing] };
}

/** Returns whether two lists are the same, ignoring their versions. */
export const isSameList = (one: UnversionedList, other: UnversionedList): boolean =>
  toCanonicalJson(one) === toCanonicalJson(other);

interface EditedEntries {
  readonly entries: readonly string[];
  readonly missing: readonly string[];
}

function editEntries(
  entries: readonly string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
): EditedEntries {
  const removed = new Set(remove.map(foldEntry));
  const existing = new Set(entries.map(foldEntry));
  const remaining = entries.filter((entry) => !removed.has(foldEntry(entry)));
  const present = new Set(remaining.map(foldEntry));
  const added = add.filter(
    (entry) => !present.has(foldEntry(entry)) && present.add(foldEntry(entry)),
  );
  return {
    entries: [...remaining, ...added],
    missing: remove.filter((entry) => !existing.has(foldEntry(entry))),
  };
}

const foldEntry = (entry: string): string => entry.normalize('NFKC').toLowerCase();

function validateList(list: Readonly<Record<string, unknown>>): ParsedList | ListProblem {
  const parsed = parseLists({
    ...list,
    version: 1,
    ...(Array.isArray(list['forbidden']) ? { forbidden: [...new Set(list['forbidden'])] } : {}),
  });
  if (!parsed.ok) return parsed;
  const [valid] = parsed.lists;
  if (valid === undefined) return { ok: false, problem: 'There is no list.' };
  const { version: _, ...unversioned } = valid;
  return { ok: true, list: unversioned };
}

const withoutUndefined = (json: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

const toCanonicalJson = (list: UnversionedList): string =>
  JSON.stringify(
    Object.entries(withoutUndefined({ ...list, version: undefined })).sort(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  );
