// The text of a message on the track, with a record of all changes: where they were in the text as
// it was sent, and where they are now. This file knows nothing about particular transforms.

import type { EntryMatch, TextSpan, WordList } from './word-filter/index.ts';

/** Why a transform changes a text: an entry of a word list, or another kind of content. */
type Cause = { readonly list: WordList } | { readonly by: 'links' | 'email' | 'phone' };

/** Replaces a span by `text`. An edit without a cause only normalizes, so it is not reported. */
export interface Edit extends TextSpan {
  readonly text: string;
  readonly cause?: Cause;
}

/** A span of the original text that was changed or blocked, and why. */
export interface Change extends TextSpan {
  readonly cause: Cause;
  /** The place of the replacement in the text as it is now. Nothing replaces blocked words. */
  readonly filtered?: TextSpan;
}

/** A change with a replacement. The word filter skips replacements of earlier transforms. */
export interface Replacement extends Change {
  readonly filtered: TextSpan;
}

/** A matched entry and its place in the original text. */
export type LocatedMatch = EntryMatch & TextSpan;

export interface MessageText {
  readonly ok: true;
  readonly text: string;
  /** In the order of the text. They do not overlap in `text`. */
  readonly changes: readonly Replacement[];
  readonly hits: readonly LocatedMatch[];
  /** The work so far, in steps; see word-filter/matcher/window-search.ts. */
  readonly steps: number;
  /** Maps a span of `text` to the original text. */
  toOriginal(span: TextSpan): TextSpan;
}

export const createMessageText = (text: string): MessageText => ({
  ok: true,
  text,
  changes: [],
  hits: [],
  steps: 0,
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
    changes: mergeChanges(message, edits, mappings),
    hits: message.hits,
    steps: message.steps,
    toOriginal: (span) => message.toOriginal(mapBack(span, mappings)),
  };
}

/** A span of a text that is or was replaced, and its place in the original text. */
interface Replaced {
  readonly span: TextSpan;
  readonly original: TextSpan;
  /** Undefined: an edit that only normalizes. */
  readonly cause: Cause | undefined;
  /** Whether the latest edits made it. */
  readonly isLatest: boolean;
}

/**
 * Returns all changes up to and including these edits. A change that an edit touches becomes one
 * with it, so places never overlap.
 */
function mergeChanges(
  message: MessageText,
  edits: readonly Edit[],
  mappings: readonly Mapping[],
): readonly Replacement[] {
  const earlier = message.changes.map(({ start, end, filtered, cause }): Replaced => ({
    span: filtered,
    original: { start, end },
    cause,
    isLatest: false,
  }));
  const made = edits.map(({ start, end, cause }): Replaced => ({
    span: { start, end },
    original: message.toOriginal({ start, end }),
    cause,
    isLatest: true,
  }));
  const changes: Replacement[] = [];
  for (const { span, original, cause } of joinOverlapping([...earlier, ...made])) {
    if (cause === undefined) continue;
    const { start, end } = original;
    changes.push({ start, end, cause, filtered: mapForward(span, mappings) });
  }
  return changes;
}

function joinOverlapping(all: readonly Replaced[]): readonly Replaced[] {
  const ordered = [...all].sort(
    ({ span: one }, { span: other }) => one.start - other.start || one.end - other.end,
  );
  const joined: Replaced[] = [];
  for (const next of ordered) {
    const last = joined.at(-1);
    if (last === undefined || next.span.start >= last.span.end) {
      joined.push(next);
    } else {
      const [earlier, later] = next.isLatest ? [last, next] : [next, last];
      joined[joined.length - 1] = {
        span: coverBoth(last.span, next.span),
        original: coverBoth(last.original, next.original),
        cause: later.cause ?? earlier.cause,
        isLatest: later.isLatest,
      };
    }
  }
  return joined;
}

const coverBoth = (one: TextSpan, other: TextSpan): TextSpan => ({
  start: Math.min(one.start, other.start),
  end: Math.max(one.end, other.end),
});

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

/** Maps a span to the text after the edits. Each edit is inside the span or outside. */
function mapForward({ start, end }: TextSpan, mappings: readonly Mapping[]): TextSpan {
  const before = mappings[countWhile(mappings, (mapping) => mapping.before.start < start) - 1];
  const last = mappings[countWhile(mappings, (mapping) => mapping.before.end <= end) - 1];
  return { start: start - shiftAfter(before), end: end - shiftAfter(last) };
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
