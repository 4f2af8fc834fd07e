// A draft: the texts and settings that an admin wants to change in a list. A draft is separate from
// the list, so the same changes can apply to a version that someone else has published meanwhile.
// Pure; draft-storage.ts saves drafts.

import type { RouteBody } from '../../../functions/protocol/http.ts';
import {
  formatCount,
  listKeys,
  listKeySet,
  textKinds,
  toKey,
  type ListSettings,
  type TextKind,
  type WordList,
} from '../lists/list-model.ts';

/** Added and removed texts by their keys. */
export interface TextChanges {
  readonly added: ReadonlyMap<string, string>;
  readonly removed: ReadonlyMap<string, string>;
}

export interface Draft extends Readonly<Record<TextKind, TextChanges>> {
  readonly settings: Partial<ListSettings>;
}

const noChanges: TextChanges = { added: new Map(), removed: new Map() };
export const emptyDraft: Draft = {
  forbidden: noChanges,
  allowed: noChanges,
  replacements: noChanges,
  settings: {},
};

/** One change in a draft that can be undone by itself. */
export type DraftChange =
  { readonly kind: TextKind; readonly key: string } | { readonly setting: keyof ListSettings };

/** The texts to add to or remove from one part of a list. */
export interface TextEdit {
  readonly list: WordList;
  readonly kind: TextKind;
  readonly texts: readonly string[];
}

interface AddedTexts {
  readonly draft: Draft;
  readonly added: number;
  readonly existing: number;
}

/** Adds texts. A text that the draft removes from the list is kept instead. */
export function addTexts(draft: Draft, { list, kind, texts }: TextEdit): AddedTexts {
  const listed = listKeySet(list, kind);
  const [added, removed] = [new Map(draft[kind].added), new Map(draft[kind].removed)];
  let count = 0;
  for (const text of texts) {
    const key = toKey(kind, text);
    const isListed = listed.has(key);
    if (isListed ? !removed.delete(key) : added.has(key)) continue;
    if (!isListed) added.set(key, text);
    count += 1;
  }
  return {
    draft: { ...draft, [kind]: { added, removed } },
    added: count,
    existing: texts.length - count,
  };
}

export function removeTexts(draft: Draft, { list, kind, texts }: TextEdit): Draft {
  const listed = listKeySet(list, kind);
  const [added, removed] = [new Map(draft[kind].added), new Map(draft[kind].removed)];
  for (const text of texts) {
    const key = toKey(kind, text);
    if (!added.delete(key) && listed.has(key)) removed.set(key, text);
  }
  return { ...draft, [kind]: { added, removed } };
}

export function undoChange(draft: Draft, kind: TextKind, key: string): Draft {
  const [added, removed] = [new Map(draft[kind].added), new Map(draft[kind].removed)];
  added.delete(key);
  removed.delete(key);
  return { ...draft, [kind]: { added, removed } };
}

/** Changes settings. A setting that equals the list's own is not a change. */
export function changeSettings(
  draft: Draft,
  list: ListSettings,
  changes: Partial<ListSettings>,
): Draft {
  const settings = Object.entries({ ...draft.settings, ...changes }).filter(
    ([key, value]) => list[key as keyof ListSettings] !== value,
  );
  return { ...draft, settings: Object.fromEntries(settings) };
}

/** Returns the list with the draft's changes. Added texts come last, as on the server. */
export function applyDraft(list: WordList, draft: Draft): WordList {
  const editTexts = (kind: TextKind): readonly string[] => {
    const { added, removed } = draft[kind];
    if (added.size === 0 && removed.size === 0) return list[kind];
    const keys = listKeys(list, kind);
    const remaining = list[kind].filter((_, index) => !removed.has(keys[index] ?? ''));
    return [...remaining, ...added.values()];
  };
  return {
    ...list,
    ...draft.settings,
    forbidden: editTexts('forbidden'),
    allowed: editTexts('allowed'),
    replacements: editTexts('replacements'),
  };
}

/** Returns the draft that turns one list into another. */
export function diffLists(from: WordList, to: WordList): Draft {
  const diffTexts = (kind: TextKind): TextChanges => ({
    added: findMissing(to, kind, listKeySet(from, kind)),
    removed: findMissing(from, kind, listKeySet(to, kind)),
  });
  const { language, action, tell, anywhere } = to;
  return changeSettings(
    {
      forbidden: diffTexts('forbidden'),
      allowed: diffTexts('allowed'),
      replacements: diffTexts('replacements'),
      settings: {},
    },
    from,
    { language, action, tell, anywhere },
  );
}

function findMissing(
  list: WordList,
  kind: TextKind,
  keys: ReadonlySet<string>,
): Map<string, string> {
  return new Map(
    listKeys(list, kind).flatMap((key, index): [string, string][] =>
      keys.has(key) ? [] : [[key, list[kind][index] ?? '']],
    ),
  );
}

/** Moves a draft to another version of the list. Changes that are already in it disappear. */
export function rebaseDraft(draft: Draft, list: WordList): Draft {
  const rebaseTexts = (kind: TextKind): TextChanges => {
    const listed = listKeySet(list, kind);
    return {
      added: new Map([...draft[kind].added].filter(([key]) => !listed.has(key))),
      removed: new Map([...draft[kind].removed].filter(([key]) => listed.has(key))),
    };
  };
  return changeSettings(
    {
      forbidden: rebaseTexts('forbidden'),
      allowed: rebaseTexts('allowed'),
      replacements: rebaseTexts('replacements'),
      settings: draft.settings,
    },
    list,
    {},
  );
}

interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly settings: number;
}

/** @internal */
export function countChanges(draft: Draft): ChangeCounts {
  const count = (side: keyof TextChanges): number =>
    textKinds.reduce((total, kind) => total + draft[kind][side].size, 0);
  return {
    added: count('added'),
    removed: count('removed'),
    settings: Object.keys(draft.settings).length,
  };
}

export const isEmptyDraft = (draft: Draft): boolean =>
  Object.values(countChanges(draft)).every((count) => count === 0);

/** Returns a draft in words: "3 added, 1 removed". */
export function describeDraft(draft: Draft): string {
  const { added, removed, settings } = countChanges(draft);
  const parts = [
    ...(added > 0 ? [formatCount(added, 'added', 'added')] : []),
    ...(removed > 0 ? [formatCount(removed, 'removed', 'removed')] : []),
    ...(settings > 0 ? [`${formatCount(settings, 'setting')} changed`] : []),
  ];
  return parts.length === 0 ? 'no changes' : parts.join(', ');
}

type ListEdit = RouteBody<'PATCH /api/filters/{list}'>;

/** Returns the body of a PATCH request that publishes the draft. Replacements are sent whole. */
export function toEdit(list: WordList, draft: Draft): ListEdit {
  const toField = (name: keyof ListEdit, texts: ReadonlyMap<string, string>): ListEdit =>
    texts.size === 0 ? {} : { [name]: [...texts.values()] };
  const { forbidden, allowed, replacements, settings } = draft;
  return {
    ...toField('add', forbidden.added),
    ...toField('remove', forbidden.removed),
    ...toField('allow', allowed.added),
    ...toField('disallow', allowed.removed),
    ...(replacements.added.size + replacements.removed.size === 0
      ? {}
      : { replacements: applyDraft(list, draft).replacements }),
    ...settings,
  };
}

/** Returns a whole list as the body of a request. */
export const toRequestBody = ({
  version: _,
  allowed,
  ...list
}: WordList): Readonly<Record<string, unknown>> => ({
  ...list,
  ...(allowed.length === 0 ? {} : { allowed }),
});
