// Finds the filter's replacements in a message. The receipt gives places in the written text; the
// result gives places in the text as it is now. Pure.

import type { MessageFilterReceipt } from '../../client/index.ts';

export interface Replacement {
  /** The replaced words. */
  readonly written: string;
  /** The range of the replacement in the filtered text. */
  readonly start: number;
  readonly end: number;
  readonly list: string | null;
  readonly by: 'links' | 'email' | 'phone' | null;
}

/** Returns nothing if the two texts do not match: then the page knows only that one changed. */
export function findReplacements(
  body: string,
  { originalBody, changes = [], more = 0 }: MessageFilterReceipt,
): readonly Replacement[] {
  if (more > 0) return [];
  const replacements: Replacement[] = [];
  let position = 0;
  let from = 0;
  const ordered = [...changes].sort((a, b) => a.start - b.start);
  for (const [index, change] of ordered.entries()) {
    const { start, end, list = null, by = null } = change;
    const before = originalBody.slice(from, start);
    if (!body.startsWith(before, position)) return [];

    const next = ordered[index + 1];
    const after = originalBody.slice(end, next?.start ?? originalBody.length);
    const newStart = position + before.length;
    const newEnd =
      next === undefined ? body.length - after.length : findNext(body, after, newStart);
    if (newEnd < newStart || !body.startsWith(after, newEnd)) return [];

    replacements.push({
      written: originalBody.slice(start, end),
      start: newStart,
      end: newEnd,
      list,
      by,
    });
    position = newEnd;
    from = end;
  }
  return replacements;
}

/** Two adjacent changes have no text between them to find: -1. */
const findNext = (body: string, after: string, from: number): number =>
  after === '' ? -1 : body.indexOf(after, from);
