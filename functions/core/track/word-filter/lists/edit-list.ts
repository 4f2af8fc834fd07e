// Changing a word list in part, and reading a whole one that somebody sent: what comes out is a
// list of good form, or what is wrong with it.

import * as v from 'valibot';
import type { WordList } from './word-list.ts';
import { parseLists } from './list-schema.ts';

const Entries = v.optional(v.array(v.string()));

/**
 * `add`, `remove`: forbidden entries. `allow`, `disallow`: allowed ones. The rest takes the place
 * of what stands; null takes it away.
 */
export const ListEdit = v.strictObject({
  add: Entries,
  remove: Entries,
  allow: Entries,
  disallow: Entries,
  replacements: Entries,
  language: v.optional(v.string()),
  action: v.optional(v.nullable(v.string())),
  tell: v.optional(v.nullable(v.string())),
  anywhere: v.optional(v.nullable(v.boolean())),
});

type Read =
  | { readonly ok: true; readonly list: Omit<WordList, 'version'> }
  | { readonly ok: false; readonly problem: string };

type Edited =
  | (Extract<Read, { ok: true }> & { readonly missing: readonly string[] })
  | Exclude<Read, { ok: true }>;

/**
 * What stands beside a list in answers is passed over, so that what was read can be written back.
 */
export function readWholeList(name: string, json: Readonly<Record<string, unknown>>): Read {
  const { version: _version, hits: _hits, ...list } = json;
  const called = list['name'] ?? name;
  if (called !== name) {
    return {
      ok: false,
      problem: `name: The list is called ${JSON.stringify(called)}, the address says "${name}".`,
    };
  }
  return checked({ ...list, name });
}

/**
 * `missing`: entries to be taken away that are not there. Entries that differ only in case or in
 * compatibility forms are one.
 */
export function editList(list: WordList, edit: v.InferOutput<typeof ListEdit>): Edited {
  const { add, remove, allow, disallow, ...rest } = edit;
  const forbidden = edited(list.forbidden, add, remove);
  const allowed = edited(list.allowed ?? [], allow, disallow);
  const changed: Record<string, unknown> = { ...list, ...rest, forbidden: forbidden.entries };
  if (allowed.entries.length > 0 || list.allowed !== undefined) {
    changed['allowed'] = allowed.entries;
  }
  for (const [key, value] of Object.entries(rest)) if (value === null) changed[key] = undefined;
  const read = readWholeList(list.name, present(changed));
  return read.ok ? { ...read, missing: [...forbidden.missing, ...allowed.missing] } : read;
}

/** Whether two lists are the same but for the version. */
export const sameList = (
  one: Omit<WordList, 'version'>,
  other: Omit<WordList, 'version'>,
): boolean => canonical(one) === canonical(other);

function edited(
  entries: readonly string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
) {
  const gone = new Set(remove.map(folded));
  const stands = new Set(entries.map(folded));
  const kept = entries.filter((entry) => !gone.has(folded(entry)));
  const here = new Set(kept.map(folded));
  const fresh = add.filter((entry) => !here.has(folded(entry)) && here.add(folded(entry)));
  return {
    entries: [...kept, ...fresh],
    missing: remove.filter((entry) => !stands.has(folded(entry))),
  };
}

const folded = (entry: string): string => entry.normalize('NFKC').toLowerCase();

function checked(list: Readonly<Record<string, unknown>>): Read {
  const parsed = parseLists({
    ...list,
    version: 1,
    ...(Array.isArray(list['forbidden']) ? { forbidden: [...new Set(list['forbidden'])] } : {}),
  });
  const [read] = parsed.ok ? parsed.lists : [];
  if (read === undefined) {
    return { ok: false, problem: parsed.ok ? 'There is no list.' : parsed.problem };
  }
  const { version: _, ...unversioned } = read;
  return { ok: true, list: unversioned };
}

const present = (json: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

const canonical = (list: Omit<WordList, 'version'>): string =>
  JSON.stringify(
    Object.entries(present({ ...list, version: undefined })).sort(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  );
