// Where drafts are kept while one looks at something else, loads the page again, or finds a new
// token: in this tab, by the list's name.

import type { Draft, Part } from './list-draft.ts';
import type { Kind, Settings, WordList } from '../lists/word-list.ts';

/** `base`: only of a list that is new, for which there is nothing on the server. */
export interface KeptDraft {
  readonly version: number;
  readonly base?: WordList;
  readonly draft: Draft;
}

const prefix = 'admin-draft:';
/** Storage may be full, or forbidden: what is kept here lasts as long as the page. */
const memory = new Map<string, KeptDraft>();

export function keepDraft(name: string, kept: KeptDraft): void {
  memory.set(name, kept);
  try {
    const part = ({ added, removed }: Part) => ({ added: [...added], removed: [...removed] });
    const { forbidden, allowed, replacements, settings } = kept.draft;
    const draft: Stored['draft'] = {
      forbidden: part(forbidden),
      allowed: part(allowed),
      replacements: part(replacements),
      settings,
    };
    sessionStorage.setItem(prefix + name, JSON.stringify({ ...kept, draft } satisfies Stored));
  } catch {
    // In memory then.
  }
}

export function dropDraft(name: string): void {
  memory.delete(name);
  try {
    sessionStorage.removeItem(prefix + name);
  } catch {
    // It was not kept there.
  }
}

export function keptDraft(name: string): KeptDraft | undefined {
  return memory.get(name) ?? stored(name);
}

export function namesOfDrafts(): readonly string[] {
  try {
    const names = Object.keys(sessionStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    return [...new Set([...memory.keys(), ...names])].sort();
  } catch {
    return [...memory.keys()].sort();
  }
}

interface Stored extends Omit<KeptDraft, 'draft'> {
  readonly draft: { readonly settings: Partial<Settings> } & Readonly<
    Record<Kind, Readonly<Record<keyof Part, readonly (readonly [string, string])[]>>>
  >;
}

function stored(name: string): KeptDraft | undefined {
  try {
    const json = sessionStorage.getItem(prefix + name);
    if (json === null) return undefined;
    const { draft, ...rest } = JSON.parse(json) as Stored;
    const part = (kind: Kind): Part => ({
      added: new Map(draft[kind].added),
      removed: new Map(draft[kind].removed),
    });
    const kept = {
      ...rest,
      draft: {
        forbidden: part('forbidden'),
        allowed: part('allowed'),
        replacements: part('replacements'),
        settings: draft.settings,
      },
    };
    memory.set(name, kept);
    return kept;
  } catch {
    return undefined;
  }
}
