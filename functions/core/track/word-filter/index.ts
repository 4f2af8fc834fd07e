// The word filter: finds the entries of word lists in a text, even if people disguise them. It is a
// separate package that knows nothing about rooms or messages. Import it only from this file.

export {
  compileLists,
  createFinder,
  createMatcher,
  type FindMatches,
  type Match,
  type Matcher,
} from './matcher/matcher.ts';
export { pickReplacement } from './matcher/pick-replacement.ts';
export type { TextSpan } from './text-span.ts';

export type { ActiveLists, EntryMatch, ListChange, WordList } from './lists/word-list.ts';
export { isListName, parseLists } from './lists/list-schema.ts';
export { contentTypes, formats, readList, writeList, type Format } from './lists/list-formats.ts';
export { editList, isSameList, parseWholeList } from './lists/edit-list.ts';
export {
  createListChange,
  createSeedChange,
  hitRetentionDays,
  isExpectedVersion,
  selectActiveLists,
} from './lists/active-lists.ts';

export { findCommonWordWarnings } from './common-words/common-word-warnings.ts';

export { skeleton } from './unicode/confusables.ts';
