// A message's text on its way along the track, and what has become of it, told in places of the
// text as it was sent. Knows no transform.

import type { EntryMatch, TextSpan, WordList } from './word-filter/index.ts';

/** Why something is changed: an entry of a word list, or one of the other transforms. */
type Cause = { readonly list: WordList } | { readonly by: 'links' | 'email' | 'phone' };

/**
 * `text` in the place of a span. Without a cause it puts the text in order, which is nothing to
 * speak of.
 */
export interface Edit extends TextSpan {
  readonly text: string;
  readonly cause?: Cause;
}

/** A span of the text as it was sent, and why it is not as it was. */
export interface Change extends TextSpan {
  readonly cause: Cause;
}

/** An entry that was found, and where in the text as it was sent. */
export type Place = EntryMatch & TextSpan;

export interface Passage {
  readonly ok: true;
  readonly text: string;
  /** Where in `text` there is what a transform has put, which is not filtered. In order. */
  readonly placed: readonly TextSpan[];
  /** In the order in which they were made. */
  readonly changes: readonly Change[];
  readonly hits: readonly Place[];
  /** Where a span of `text` stood in the text as it was sent. */
  origin(span: TextSpan): TextSpan;
}

export const passageOf = (text: string): Passage => ({
  ok: true,
  text,
  placed: [],
  changes: [],
  hits: [],
  origin: (span) => span,
});

/** The passage with edits made, which are in order and do not overlap. */
export function edited(passage: Passage, edits: readonly Edit[]): Passage {
  if (edits.length === 0) return passage;
  const parts: string[] = [];
  const bumpsMembership: Move[] = [];
  let length = 0;
  let kept = 0;
  for (const { start, end, text } of edits) {
    parts.push(passage.text.slice(kept, start), text);
    length += start - kept;
    bumpsMembership.push({
      before: { start, end },
      after: { start: length, end: length + text.length },
    });
    length += text.length;
    kept = end;
  }
  parts.push(passage.text.slice(kept));
  const placed = edits.flatMap(({ cause }, index) =>
    cause === undefined ? [] : (bumpsMembership[index]?.after ?? []),
  );
  return {
    ok: true,
    text: parts.join(''),
    placed:
      passage.placed.length === 0
        ? placed
        : [...moved(passage.placed, bumpsMembership), ...placed].sort(
            (one, other) => one.start - other.start,
          ),
    changes: [
      ...passage.changes,
      ...edits.flatMap(({ start, end, cause }) =>
        cause === undefined ? [] : { ...passage.origin({ start, end }), cause },
      ),
    ],
    hits: passage.hits,
    origin: (span) => passage.origin(before(span, bumpsMembership)),
  };
}

/** Where an edit was made, and where what it put stands now. */
interface Move {
  readonly before: TextSpan;
  readonly after: TextSpan;
}

/**
 * A span as it was before the edits; one that begins or ends within what an edit put takes in all
 * that the edit took.
 */
function before({ start, end }: TextSpan, bumpsMembership: readonly Move[]): TextSpan {
  const first = bumpsMembership[countWhile(bumpsMembership, ({ after }) => after.end <= start) - 1];
  const cut = bumpsMembership[countWhile(bumpsMembership, ({ after }) => after.end <= start)];
  const last = bumpsMembership[countWhile(bumpsMembership, ({ after }) => after.start < end) - 1];
  return {
    start:
      cut !== undefined && cut.after.start <= start ? cut.before.start : start + shiftOf(first),
    end: last !== undefined && last.after.end >= end ? last.before.end : end + shiftOf(last),
  };
}

const shiftOf = (move: Move | undefined): number =>
  move === undefined ? 0 : move.before.end - move.after.end;

/** Spans as they are after the edits, but for those that an edit has touched. */
function moved(spans: readonly TextSpan[], bumpsMembership: readonly Move[]): TextSpan[] {
  return spans.flatMap(({ start, end }) => {
    const passed = countWhile(bumpsMembership, (move) => move.before.end <= start);
    const next = bumpsMembership[passed];
    if (next !== undefined && next.before.start < end) return [];
    const shift = shiftOf(bumpsMembership[passed - 1]);
    return { start: start - shift, end: end - shift };
  });
}

/** How many moves come before the first that does not pass; those that pass come first. */
function countWhile(bumpsMembership: readonly Move[], passes: (move: Move) => boolean): number {
  let min = 0;
  let max = bumpsMembership.length;
  while (min < max) {
    const middle = (min + max) >>> 1;
    const move = bumpsMembership[middle];
    if (move !== undefined && passes(move)) min = middle + 1;
    else max = middle;
  }
  return min;
}
