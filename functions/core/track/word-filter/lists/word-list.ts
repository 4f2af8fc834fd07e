// Defines a word list, and the difference between two versions of one.

/** Entries of one list, and what happens where one of them matches. */
export interface WordList {
  readonly name: string;
  readonly version: number;
  /** A language tag, such as `en` or `pt-BR`. */
  readonly language: string;
  /** The treatment of a match, or of its message. @defaultValue `replace` */
  readonly action?: 'replace' | 'mask' | 'block' | 'flag';
  /**
   * How much the sender learns of a match: its list and place (`why`), its place (`that`), or
   * nothing. @defaultValue `that`
   */
  readonly tell?: 'why' | 'that' | 'nothing';
  /**
   * Words or phrases, matched at word boundaries, ignoring case. `foo*` matches words that begin
   * with foo, `*foo` words that end with it.
   */
  readonly forbidden: readonly string[];
  /** Words or phrases that pass although they contain a forbidden entry. */
  readonly allowed?: readonly string[];
  /** Match inside words too, for scripts without spaces between words. */
  readonly anywhere?: boolean;
  /** One is picked for each match. Lists with another action than `replace` may have none. */
  readonly replacements: readonly string[];
  /** The source of the words, and their license. */
  readonly credits?: Readonly<Record<string, string>>;
}

/** The lists that apply now. */
export interface ActiveLists {
  readonly lists: readonly WordList[];
  /**
   * The stored result of `compileLists` for these lists, if there is one. The matcher checks it and
   * compiles the lists again if it doesn't fit.
   */
  readonly compiled?: Uint8Array | undefined;
}

/** How one version of a list came about. A removed list keeps its history and version numbers. */
export interface ListChange {
  readonly version: number;
  /** Milliseconds since the epoch. Undefined for a list that comes with the program. */
  readonly at: number | undefined;
  /**
   * The `sub` or id of the administrator's token, never a name or an address. Undefined for a seed.
   */
  readonly by: string | undefined;
  /** The list was removed, so this version has no content. */
  readonly gone: boolean;
  /** The number of forbidden entries in this version. */
  readonly entries: number;
  /** Forbidden or allowed entries that the version before did not have. */
  readonly added: number;
  /** Forbidden or allowed entries that only the version before had. */
  readonly removed: number;
}

/** A matched entry. It contains none of the text. */
export interface EntryMatch {
  /** The list's name. */
  readonly list: string;
  readonly entry: string;
}
