// Finds in a filtered message what the filter put there: the receipt's places are those of the text
// as it was written. Pure.

import type { MessageFilterReceipt } from '../../client/index.ts';

export interface Replacement {
  /** What was written, and where in the message as it is now its replacement stands. */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  readonly list: string | null;
  readonly by: 'links' | 'email' | 'phone' | null;
}

/**
 * Empty where the two texts cannot be laid side by side: then only that something was changed is
 * known.
 */
export function findReplacements(
  body: string,
  { originalBody: written, changes = [], more = 0 }: MessageFilterReceipt,
): readonly Replacement[] {
  if (more > 0) return [];
  const replaced: Replacement[] = [];
  let at = 0;
  let from = 0;
  const ordered = [...changes].sort((a, b) => a.start - b.start);
  for (const [index, { start, end, list = null, by = null }] of ordered.entries()) {
    const kept = written.slice(from, start);
    if (!body.startsWith(kept, at)) return [];
    const next = ordered[index + 1];
    const after = written.slice(end, next?.start ?? written.length);
    const begin = at + kept.length;
    // Up to what was left alone after it; the last one up to what must end the message.
    const until =
      next === undefined
        ? body.length - after.length
        : after === ''
          ? -1
          : body.indexOf(after, begin);
    if (until < begin || !body.startsWith(after, until)) return [];
    replaced.push({ written: written.slice(start, end), start: begin, end: until, list, by });
    at = until;
    from = end;
  }
  return replaced;
}
