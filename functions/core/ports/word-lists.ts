// The port to the word lists of the filter: the active lists, their history, and how often their
// entries matched. track/ searches texts for them.

import type { ActiveLists, EntryMatch, ListChange, WordList } from '../track/word-filter/index.ts';

export type { ActiveLists, EntryMatch, ListChange, WordList };

/**
 * `current`: the actual version, if it is not the expected one. Undefined: there is no such list.
 */
export type ListWritten =
  | { readonly ok: true; readonly change: ListChange }
  | { readonly ok: false; readonly current: number | undefined };

/** How often an entry was matched on one day, `2030-12-31` in UTC. */
export interface DayOfHits {
  readonly entry: string;
  readonly day: string;
  readonly hits: number;
}

export interface RemoveListInput {
  readonly name: string;
  /** The id of the writer's token. */
  readonly by: string;
  readonly expected: number;
}

export interface PutListInput {
  readonly list: Omit<WordList, 'version'>;
  /** The id of the writer's token. */
  readonly by: string;
  /** `new`: there is no such list yet. */
  readonly expected: number | 'new';
}

/**
 * Seeds are the built-in lists. Each is active until somebody writes or removes a list of its name.
 */
export interface WordLists {
  /**
   * Returns the active lists: the same object until one changes. Includes other writers' changes
   * within 5 s. Throws if the lists are unavailable and the last known ones are too old.
   */
  read(): Promise<ActiveLists>;
  /** Returns the current version of a list. */
  get(name: string): Promise<WordList | undefined>;
  /**
   * Writes the next version of a list if its current version is `expected`.
   * @example
   * const written = await lists.put({ list, by: tokenId, expected: 3 });
   * if (!written.ok) return { ...refuse('version_conflict'), version: written.current };
   */
  put(input: PutListInput): Promise<ListWritten>;
  /**
   * Removes a list if its current version is `expected`. The removal is a version too, and earlier
   * ones can still be read.
   */
  remove(input: RemoveListInput): Promise<ListWritten>;
  /** Returns a list's changes, newest first; empty if it never existed. */
  history(name: string): Promise<readonly ListChange[]>;
  /** Returns a version of a list, or undefined if it never existed or is no longer stored. */
  version(name: string, version: number): Promise<WordList | undefined>;
  /**
   * Counts matches. Returns immediately and writes them together some seconds later. The last
   * counts of a process may be lost.
   */
  count(hits: readonly EntryMatch[]): void;
  /**
   * Writes pending counts. Call it after all replies if the process may stop between calls. Never
   * fails.
   */
  settle(): Promise<void>;
  /** Returns a list's counts of the last 30 days. */
  hits(name: string): Promise<readonly DayOfHits[]>;
}
