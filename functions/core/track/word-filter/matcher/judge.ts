// Decides whether a stretch whose letters fit an entry is a match: deliberate disguises count,
// accidents of ordinary writing don't.

import { JOINER, OTHER, SPACE, SYMBOL, WORDISH } from '../unicode/character-kinds.ts';
import { UNSPACED_ENTRY, type CompiledLists } from './compiled-form.ts';
import type { Evidence } from './evidence.ts';
import { isStrayLetter, touchesDigits, type Stretch } from './match-context.ts';
import type { NormalizedText } from './normalized-text.ts';

export const NO_MATCH = 0;
export const EXACT = 1;
const DISGUISED = 2;
export type Verdict = typeof NO_MATCH | typeof EXACT | typeof DISGUISED;

const numberSign = 35;
const firstHanOrKana = 0x3000;

/** A stretch of a text, the entry it may be, and their differences. */
export interface Comparison {
  readonly evidence: Evidence;
  readonly compiled: CompiledLists;
  readonly window: NormalizedText;
  readonly stretch: Stretch;
  readonly entry: number;
  /** The entry's letters, without gaps. */
  readonly length: number;
}

export function judge(comparison: Comparison): Verdict {
  const { evidence, compiled, window, stretch, entry, length } = comparison;
  const { isPlain, pieces } = evidence;

  const isAmongDigits = touchesDigits(window, stretch, compiled.flags[entry] ?? 0);
  if (isAmongDigits && (!isPlain || pieces > 1 || length < 4)) return NO_MATCH;
  if (isPlain && pieces === 1) return EXACT;

  const isBelievable =
    isLongEnough(comparison) &&
    hasBelievableDigits(comparison) &&
    hasBelievableSymbols(comparison) &&
    hasBelievableAccents(comparison) &&
    (pieces === 1 || isPulledApart(comparison));
  return isBelievable ? DISGUISED : NO_MATCH;
}

/** Short entries are easily hit by accident, so fewer disguises count. */
function isLongEnough({ evidence, compiled, entry, length }: Comparison): boolean {
  // `xxx` drawn out is a blank to fill in.
  if (evidence.isDrawnOut && hasOneLetter(compiled, entry)) return false;
  if (length < 3 && !isSyllabic(compiled, entry)) return false;
  if (evidence.isJoined && length < 6) return false;
  if (evidence.swaps > 0 && length < 4) return false;
  const isAllForeign = evidence.foreignLetters === evidence.letters;
  if (evidence.foreignLetters > 0 && isAllForeign && length < 4) return false;
  return evidence.minLength <= length;
}

function hasBelievableDigits({ evidence, length }: Comparison): boolean {
  const { digits, letters, symbols } = evidence;
  if (digits === 0) return true;
  if (letters === 0) return false;
  if (length === 3 && digits >= letters + symbols) return false;
  // `800b` is a number.
  return digits <= 2 || letters + symbols >= 2;
}

function hasBelievableSymbols({
  evidence,
  compiled,
  window,
  stretch,
  entry,
  length,
}: Comparison): boolean {
  const { symbols, masks, letters, gapKinds } = evidence;
  if (symbols > 0) {
    if (letters === 0) return false;
    // `#` before a word is a topic or a color, not an h.
    if (window.code[stretch.first] === numberSign) return false;
    if (length === 3 && (gapKinds & SPACE) !== 0) return false;
  }
  if (masks === 0) return true;
  // In ASCII `a*s` may be a sum. In other scripts nobody calculates with letters.
  return letters >= 2 && (length >= 4 || !isAsciiEntry(compiled, entry));
}

function hasBelievableAccents({ evidence, length }: Comparison): boolean {
  if (evidence.missingAccents > 0 && length < 5) return false;
  // People who decorate one letter decorate others.
  return !evidence.hasNativeAccent || evidence.decorations > 0;
}

function hasOneLetter({ from, classes }: CompiledLists, entry: number): boolean {
  const first = from[entry] ?? 0;
  const end = from[entry + 1] ?? 0;
  for (let at = first + 1; at < end; at += 1) if (classes[at] !== classes[first]) return false;
  return end - first > 1;
}

/** In Han, kana and Hangul two letters are a word. */
const isSyllabic = ({ from, codes, flags }: CompiledLists, entry: number): boolean =>
  (codes[from[entry] ?? 0] ?? 0) >= firstHanOrKana || ((flags[entry] ?? 0) & UNSPACED_ENTRY) !== 0;

const isAsciiEntry = ({ from, codes }: CompiledLists, entry: number): boolean =>
  (codes[from[entry] ?? 0] ?? 0) < 128;

/** Returns whether people pulled the letters of a word apart on purpose. */
function isPulledApart(comparison: Comparison): boolean {
  const { evidence, compiled, window, stretch, entry, length } = comparison;
  const { gapKinds, maxGapWidth, gapShape, pieces, singleLetterPieces } = evidence;
  const { hasOnlySingleLetters } = evidence;
  const hasSpace = (gapKinds & SPACE) !== 0;
  const hasSigns = (gapKinds & (OTHER | JOINER | SYMBOL)) !== 0;
  if (((compiled.flags[entry] ?? 0) & UNSPACED_ENTRY) !== 0) return isUnspacedApart(comparison);

  if (hasOnlySingleLetters) {
    if (length > 3) return maxGapWidth <= 4;
    return maxGapWidth <= 3 && (!hasSpace || gapShape !== -1 || !hasSigns);
  }

  if (evidence.hasOrdinaryGap || length < 4) return false;
  if (maxGapWidth > 1 && evidence.hasMixedGap) return false;
  if (!hasSpace) return (gapKinds & OTHER) === 0;
  if (hasSigns) return false;
  if (pieces > 2) return singleLetterPieces >= pieces - 1;
  if (evidence.hasVowellessPiece) return true;
  const language = readLanguage(compiled, entry);
  return isStrayLetter(window, stretch, { lengths: evidence.pieceLengths, language });
}

function isUnspacedApart({ evidence, window, stretch, length }: Comparison): boolean {
  const { gapKinds, maxGapWidth, gapShape, hasOnlySingleLetters } = evidence;
  const { first, last } = stretch;
  const { kind, size } = window;
  if ((gapKinds & SPACE) !== 0) {
    const standsAlone =
      (first === 0 || ((kind[first - 1] ?? 0) & WORDISH) === 0) &&
      (last + 1 >= size || ((kind[last + 1] ?? 0) & WORDISH) === 0);
    return hasOnlySingleLetters && standsAlone;
  }
  const hasEqualGaps = gapShape !== -1 && maxGapWidth <= 3;
  return (
    hasEqualGaps &&
    (length > 2 || maxGapWidth === 1) &&
    ((gapKinds & OTHER) === 0 || hasOnlySingleLetters)
  );
}

/** Returns the language of an entry's list, without region. */
export const readLanguage = ({ languages, list }: CompiledLists, entry: number): string =>
  (languages[list[entry] ?? 0] ?? '').split('-')[0] ?? '';
