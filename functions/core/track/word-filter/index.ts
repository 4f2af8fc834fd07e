// The word filter: finds the entries of word lists in a text, also where people disguise them. It
// is a package of its own: it knows nothing of rooms or messages, and this file is its only door.

export {
  compiledForm,
  finderOf,
  matcherOf,
  type Find,
  type Found,
  type Matcher,
  type TextSpan,
} from './matcher/matcher.ts';
export { draw } from './matcher/pick-replacement.ts';

export type { ActiveLists, EntryMatch, ListChange, WordList } from './lists/word-list.ts';
export { parseLists } from './lists/list-schema.ts';
export { contentTypes, formats, readList, writeList, type Format } from './lists/list-formats.ts';
export { editList, ListEdit, readWholeList, sameList } from './lists/edit-list.ts';
export {
  changeBetween,
  changeOfSeed,
  hitRetentionDays,
  isExpected,
  selectActiveLists,
} from './lists/active-lists.ts';

export { warningsOf } from './common-words/common-word-warnings.ts';

export { skeleton } from './unicode/confusables.ts';
