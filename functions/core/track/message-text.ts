// The text of a message on the track, with a record of all changes. Every place is reported in
// positions of the text as it was sent. This file knows nothing about particular transforms.

import type { EntryMatch, TextSpan, WordList } from './word-filter/index.ts';

/** Why a transform changes a text: an entry of a word list, or another kind of content. */
type Cause = { readonly list: WordList } | { readonly by: 'links' | 'email' | 'phone' };

/** Replaces a span by `text`. An edit without a cause only normalizes, so it is not reported. */
export interface Edit extends TextSpan {
  readonly text: string;
  readonly cause?: Cause;
}

/** A span of the original text that was changed, and why. */
export interface Change extends TextSpan {
  readonly cause: Cause;
}

/** A matched entry and its place in the original text. */
export type LocatedMatch = EntryMatch & TextSpan;

export interface MessageText {
  readonly ok: true;
  readonly text: string;
  /** Spans of `text` that transforms have inserted, in order. The word filter skips them. */
  readonly inserted: readonly TextSpan[];
  /** In the order in which they were made. */
  readonly changes: readonly Change[];
  readonly hits: readonly LocatedMatch[];
  /** Maps a span of `text` to the original text. */
  toOriginal(span: TextSpan): TextSpan;
}

export const createMessageText = (text: string): MessageText => ({
  ok: true,
  text,
  inserted: [],
  changes: [],
  hits: [],
  toOriginal: (span) => span,
});

/** Applies edits, which must be in order and must not overlap. */
export function applyEdits(message: MessageText, edits: readonly Edit[]): MessageText {
  if (edits.length === 0) return message;

  const parts: string[] = [];
  const mappings: Mapping[] = [];
  let length = 0;
  let copied = 0;
  for (const { start, end, text } of edits) {
    parts.push(message.text.slice(copied, start), text);
    length += start - copied;
    mappings.push({ before: { start, end }, after: { start: length, end: length + text.length } });
    length += text.length;
    copied = end;
  }
  parts.push(message.text.slice(copied));

  return {
    ok: true,
    text: parts.join(''),
    inserted: insertedSpans(message, edits, mappings),
    changes: [...message.changes, ...describeChanges(message, edits)],
    hits: message.hits,
    toOriginal: (span) => message.toOriginal(mapBack(span, mappings)),
  };
}

function insertedSpans(
  message: MessageText,
  edits: readonly Edit[],
  mappings: readonly Mapping[],
): readonly TextSpan[] {
  const inserted = edits.flatMap(({ cause }, index) =>
    cause === undefined ? [] : (mappings[index]?.after ?? []),
  );
  if (message.inserted.length === 0) return inserted;
  return [...mapForward(message.inserted, mappings), ...inserted].sort(
    (one, other) => one.start - other.start,
  );
}

const describeChanges = (message: MessageText, edits: readonly Edit[]): Change[] =>
  edits.flatMap(({ start, end, cause }) =>
    cause === undefined ? [] : { ...message.toOriginal({ start, end }), cause },
  );

/** The span that an edit replaced, and the span of its replacement. */
interface Mapping {
  readonly before: TextSpan;
  readonly after: TextSpan;
}

/**
 * Maps a span to the text before the edits. If it begins or ends within a replacement, the result
 * includes all that was replaced.
 */
function mapBack({ start, end }: TextSpan, mappings: readonly Mapping[]): TextSpan {
  const passed = countWhile(mappings, ({ after }) => after.end <= start);
  const cut = mappings[passed];
  const last = mappings[countWhile(mappings, ({ after }) => after.start < end) - 1];
  const startsInside = cut !== undefined && cut.after.start <= start;
  const endsInside = last !== undefined && last.after.end >= end;
  return {
    start: startsInside ? cut.before.start : start + shiftAfter(mappings[passed - 1]),
    end: endsInside ? last.before.end : end + shiftAfter(last),
  };
}

const shiftAfter = (mapping: Mapping | undefined): number =>
  mapping === undefined ? 0 : mapping.before.end - mapping.after.end;

/** Maps spans to the text after the edits. Drops spans that an edit has touched. */
function mapForward(spans: readonly TextSpan[], mappings: readonly Mapping[]): TextSpan[] {
  return spans.flatMap(({ start, end }) => {
    const passed = countWhile(mappings, (mapping) => mapping.before.end <= start);
    const next = mappings[passed];
    if (next !== undefined && next.before.start < end) return [];
    const shift = shiftAfter(mappings[passed - 1]);
    return { start: start - shift, end: end - shift };
  });
}

/** Counts the mappings before the first that fails, by binary search. */
function countWhile(mappings: readonly Mapping[], passes: (mapping: Mapping) => boolean): number {
  let low = 0;
  let high = mappings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const mapping = mappings[middle];
    if (mapping !== undefined && passes(mapping)) low = middle + 1;
    else high = middle;
  }
  return low;
}
