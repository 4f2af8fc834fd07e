// A draft: what is to be added to a list, removed from it and set otherwise, apart from the list
// itself, so that the same changes can be made on a version that somebody else has written
// meanwhile. Pure; where drafts are kept is drafts.ts.

import {
  counted,
  keyOf,
  keySetOf,
  keysOf,
  kinds,
  type Kind,
  type Settings,
  type WordList,
} from '../lists/word-list.ts';

/** Texts by their keys. */
export interface Part {
  readonly added: ReadonlyMap<string, string>;
  readonly removed: ReadonlyMap<string, string>;
}

export interface Draft extends Readonly<Record<Kind, Part>> {
  readonly settings: Partial<Settings>;
}

const nothing: Part = { added: new Map(), removed: new Map() };
export const emptyDraft: Draft = {
  forbidden: nothing,
  allowed: nothing,
  replacements: nothing,
  settings: {},
};

export interface Change {
  readonly list: WordList;
  readonly kind: Kind;
  readonly texts: readonly string[];
}

/**
 * `there`: how many were in the list already. What was removed in the draft and is added again is
 * as it was.
 */
export function added(
  draft: Draft,
  { list, kind, texts }: Change,
): { readonly draft: Draft; readonly added: number; readonly there: number } {
  const standing = keySetOf(list, kind);
  const [fresh, gone] = [new Map(draft[kind].added), new Map(draft[kind].removed)];
  let count = 0;
  for (const text of texts) {
    const key = keyOf(kind, text);
    if (standing.has(key) ? !gone.delete(key) : fresh.has(key)) continue;
    if (!standing.has(key)) fresh.set(key, text);
    count += 1;
  }
  return {
    draft: { ...draft, [kind]: { added: fresh, removed: gone } },
    added: count,
    there: texts.length - count,
  };
}

export function removed(draft: Draft, { list, kind, texts }: Change): Draft {
  const standing = keySetOf(list, kind);
  const [fresh, gone] = [new Map(draft[kind].added), new Map(draft[kind].removed)];
  for (const text of texts) {
    const key = keyOf(kind, text);
    if (!fresh.delete(key) && standing.has(key)) gone.set(key, text);
  }
  return { ...draft, [kind]: { added: fresh, removed: gone } };
}

/** As if this change had not been made. */
export function undone(draft: Draft, kind: Kind, key: string): Draft {
  const [fresh, gone] = [new Map(draft[kind].added), new Map(draft[kind].removed)];
  fresh.delete(key);
  gone.delete(key);
  return { ...draft, [kind]: { added: fresh, removed: gone } };
}

/** What is set as it stands is no change. */
export function withSettings(draft: Draft, list: Settings, changed: Partial<Settings>): Draft {
  const wanted = { ...draft.settings, ...changed };
  return {
    ...draft,
    settings: Object.fromEntries(
      Object.entries(wanted).filter(([key, value]) => list[key as keyof Settings] !== value),
    ),
  };
}

/**
 * The list as it would be. Kept ones first, then those added: the order in which the server keeps
 * them.
 */
export function applied(list: WordList, draft: Draft): WordList {
  const texts = (kind: Kind): readonly string[] => {
    const { added: fresh, removed: gone } = draft[kind];
    if (fresh.size === 0 && gone.size === 0) return list[kind];
    const known = keysOf(list, kind);
    return [...list[kind].filter((_, index) => !gone.has(known[index] ?? '')), ...fresh.values()];
  };
  return {
    ...list,
    ...draft.settings,
    forbidden: texts('forbidden'),
    allowed: texts('allowed'),
    replacements: texts('replacements'),
  };
}

/** The draft that makes the one list of the other. */
export function between(from: WordList, to: WordList): Draft {
  const part = (kind: Kind): Part => {
    const [old, young] = [keySetOf(from, kind), keySetOf(to, kind)];
    const missing = (list: WordList, there: ReadonlySet<string>): Map<string, string> =>
      new Map(
        keysOf(list, kind).flatMap((key, index): [string, string][] =>
          there.has(key) ? [] : [[key, list[kind][index] ?? '']],
        ),
      );
    return { added: missing(to, old), removed: missing(from, young) };
  };
  const settings = {
    language: to.language,
    action: to.action,
    tell: to.tell,
    anywhere: to.anywhere,
  };
  return withSettings(
    {
      forbidden: part('forbidden'),
      allowed: part('allowed'),
      replacements: part('replacements'),
      settings: {},
    },
    from,
    settings,
  );
}

/**
 * The same changes on another version of the list; those that were made there already are none any
 * more.
 */
export function rebased(draft: Draft, list: WordList): Draft {
  const part = (kind: Kind): Part => {
    const standing = keySetOf(list, kind);
    return {
      added: new Map([...draft[kind].added].filter(([key]) => !standing.has(key))),
      removed: new Map([...draft[kind].removed].filter(([key]) => standing.has(key))),
    };
  };
  return withSettings(
    {
      forbidden: part('forbidden'),
      allowed: part('allowed'),
      replacements: part('replacements'),
      settings: draft.settings,
    },
    list,
    {},
  );
}

export interface Extent {
  readonly added: number;
  readonly removed: number;
  readonly settings: number;
}

/** How much a draft changes, in numbers. @internal */
export function extentOf(draft: Draft): Extent {
  const sum = (of: keyof Part): number =>
    kinds.reduce((total, kind) => total + draft[kind][of].size, 0);
  return {
    added: sum('added'),
    removed: sum('removed'),
    settings: Object.keys(draft.settings).length,
  };
}

export const isEmpty = (draft: Draft): boolean =>
  Object.values(extentOf(draft)).every((count) => count === 0);

/** "3 added, 1 removed" */
export function inWords(draft: Draft): string {
  const { added: fresh, removed: gone, settings } = extentOf(draft);
  const parts = [
    ...(fresh > 0 ? [counted(fresh, 'added', 'added')] : []),
    ...(gone > 0 ? [counted(gone, 'removed', 'removed')] : []),
    ...(settings > 0 ? [`${counted(settings, 'setting')} changed`] : []),
  ];
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}

/** The body of a PATCH that does this. Replacements go as a whole. */
export function editOf(list: WordList, draft: Draft): Readonly<Record<string, unknown>> {
  const texts = (name: string, found: ReadonlyMap<string, string>): object =>
    found.size === 0 ? {} : { [name]: [...found.values()] };
  const { forbidden, allowed, replacements, settings } = draft;
  return {
    ...texts('add', forbidden.added),
    ...texts('remove', forbidden.removed),
    ...texts('allow', allowed.added),
    ...texts('disallow', allowed.removed),
    ...(replacements.added.size + replacements.removed.size === 0
      ? {}
      : { replacements: applied(list, draft).replacements }),
    ...settings,
  };
}

/** The whole list as the server takes it. */
export const wholeOf = ({
  version: _,
  allowed,
  ...list
}: WordList): Readonly<Record<string, unknown>> => ({
  ...list,
  ...(allowed.length === 0 ? {} : { allowed }),
});
