// The port that keeps the word lists of the filter: those in force, how each came to be, and how
// often its entries were matched. How a text is searched for them is in track/.

/** Entries of one list, and what is done where one of them is found. */
export interface WordList {
  readonly name: string;
  readonly version: number;
  readonly language: string;
  /** What becomes of a match, or of the message with it; `replace` where absent. */
  readonly action?: 'replace' | 'mask' | 'block' | 'flag';
  /**
   * What the sender is told of it: which entry's list and where, only that something was changed,
   * or nothing; `that` where absent.
   */
  readonly tell?: 'why' | 'that' | 'nothing';
  /**
   * Words or phrases, matched without regard to case at word boundaries; `foo*` and `*foo` match
   * what begins or ends so.
   */
  readonly forbidden: readonly string[];
  /** Words or phrases that are let through though a forbidden entry is in them. */
  readonly allowed?: readonly string[];
  /** Match inside words too, for scripts that put no spaces between them. */
  readonly anywhere?: boolean;
  /** One is drawn per match. Some lists that do not replace have none. */
  readonly replacements: readonly string[];
  /** Where the words come from, and under which licence. */
  readonly credits?: Readonly<Record<string, string>>;
}

/**
 * How one version of a list came to be. A list that was removed keeps its history, and its versions
 * go on from there.
 */
export interface ListChange {
  readonly version: number;
  /** Undefined: the list as it comes with the program. */
  readonly at: number | undefined;
  /** The `sub` or the id of an administrator's token: no name, no address. Undefined as above. */
  readonly by: string | undefined;
  /** The list was removed: there is nothing of this version. */
  readonly gone: boolean;
  /**
   * Forbidden entries in this version, and how many forbidden or allowed ones it has that the
   * version before had not, and the other way.
   */
  readonly entries: number;
  readonly added: number;
  readonly removed: number;
}

/**
 * `stands`: the version that stands instead of the expected one; undefined: there is no such list.
 */
export type ListWritten =
  | { readonly ok: true; readonly change: ListChange }
  | { readonly ok: false; readonly stands: number | undefined };

/** A match of an entry of a list in force; nothing of the text it was found in. */
export interface Hit {
  readonly list: string;
  readonly entry: string;
}

/** How often an entry was matched on one day, `2030-12-31` in UTC. */
export interface DayOfHits {
  readonly entry: string;
  readonly day: string;
  readonly hits: number;
}

/** Word lists as they hold together. */
export interface ListsInForce {
  readonly lists: readonly WordList[];
  /**
   * What `compiledForm` (track/find.ts) made of them, if somebody has kept it. It is checked before
   * it is used, and nobody depends on it.
   */
  readonly compiled?: Uint8Array | undefined;
}

/**
 * Seeds are the lists that come with the program: each is in force until somebody writes or removes
 * a list of its name.
 */
export interface FilterLists {
  /**
   * The lists in force; the same object as long as none has changed. What somebody else wrote is in
   * it within 5 s. Throws where the lists cannot be had and those known last are too old to stand.
   */
  read(): Promise<ListsInForce>;
  /** One list as it stands at this moment. */
  get(name: string): Promise<WordList | undefined>;
  /**
   * Writes the next version of a list, if the version `expected` stands; `new`: if there is none.
   */
  put(input: {
    readonly list: Omit<WordList, 'version'>;
    readonly by: string;
    readonly expected: number | 'new';
  }): Promise<ListWritten>;
  remove(input: {
    readonly name: string;
    readonly by: string;
    readonly expected: number;
  }): Promise<ListWritten>;
  /** What has become of a list, the newest change first; empty where there never was one. */
  history(name: string): Promise<readonly ListChange[]>;
  /**
   * A list as it was in one of its versions; undefined where that was never or is no longer kept.
   */
  version(name: string, version: number): Promise<WordList | undefined>;
  /**
   * Counts matches. Returns at once; they are written together, some seconds later, and the last of
   * a process may be lost with it.
   */
  count(hits: readonly Hit[]): void;
  /**
   * Writes what was counted, where that has waited. For who may be stopped between calls: after
   * everybody has been answered. Never fails.
   */
  settle(): Promise<void>;
  /** What was counted for a list in the last 30 days. */
  hits(name: string): Promise<readonly DayOfHits[]>;
}
