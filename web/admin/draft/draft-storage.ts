// Saves drafts in the tab's session storage, by list name. A draft survives a reload, a visit to
// another list and a new token.

import type { ListSettings, TextKind, WordList } from '../lists/list-model.ts';
import type { Draft, TextChanges } from './list-draft.ts';

export interface StoredDraft {
  /** The version that the draft changes. */
  readonly version: number;
  /** The empty list that the draft fills, if the list is new. */
  readonly base?: WordList;
  readonly draft: Draft;
}

const prefix = 'admin-draft:';

/** The fallback if storage is full or blocked: drafts then last until the page closes. */
const memory = new Map<string, StoredDraft>();

export function saveDraft(name: string, stored: StoredDraft): void {
  memory.set(name, stored);
  const serialize = ({ added, removed }: TextChanges) => ({
    added: [...added],
    removed: [...removed],
  });
  const { forbidden, allowed, replacements, settings } = stored.draft;
  const draft: SerializedDraft['draft'] = {
    forbidden: serialize(forbidden),
    allowed: serialize(allowed),
    replacements: serialize(replacements),
    settings,
  };
  try {
    const value = JSON.stringify({ ...stored, draft } satisfies SerializedDraft);
    sessionStorage.setItem(prefix + name, value);
  } catch {
    // Storage is full or blocked: the draft stays in memory.
  }
}

export function deleteDraft(name: string): void {
  memory.delete(name);
  try {
    sessionStorage.removeItem(prefix + name);
  } catch {
    // Storage is blocked, so it has no draft.
  }
}

export function loadDraft(name: string): StoredDraft | undefined {
  return memory.get(name) ?? readDraft(name);
}

export function listDraftNames(): readonly string[] {
  try {
    const names = Object.keys(sessionStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    return [...new Set([...memory.keys(), ...names])].sort();
  } catch {
    // Storage is blocked.
    return [...memory.keys()].sort();
  }
}

type SerializedTexts = Readonly<
  Record<keyof TextChanges, readonly (readonly [key: string, text: string])[]>
>;

interface SerializedDraft extends Omit<StoredDraft, 'draft'> {
  readonly draft: Readonly<Record<TextKind, SerializedTexts>> & {
    readonly settings: Partial<ListSettings>;
  };
}

function readDraft(name: string): StoredDraft | undefined {
  try {
    const json = sessionStorage.getItem(prefix + name);
    if (json === null) return undefined;
    const { draft, ...rest } = JSON.parse(json) as SerializedDraft;
    const parse = (kind: TextKind): TextChanges => ({
      added: new Map(draft[kind].added),
      removed: new Map(draft[kind].removed),
    });
    const stored = {
      ...rest,
      draft: {
        forbidden: parse('forbidden'),
        allowed: parse('allowed'),
        replacements: parse('replacements'),
        settings: draft.settings,
      },
    };
    memory.set(name, stored);
    return stored;
  } catch {
    // Storage is blocked, or holds something else.
    return undefined;
  }
}
