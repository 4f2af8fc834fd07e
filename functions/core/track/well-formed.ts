// The first steps of the track: text that is Unicode, has no control characters and says something.

import { refuse } from '../../protocol/reasons.ts';
import { edited } from './passage.ts';
import type { Transform } from './transform.ts';

/** Lone surrogates become U+FFFD, line ends \n; other controls but tabs go. */
export const wellFormed: Transform = (passage) => {
  const unruly = passage.text.matchAll(/\p{Cs}|\r\n?|[^\P{Cc}\n\t]/gu);
  const edits = Array.from(unruly, ({ 0: found, index }) =>
    ({ start: index, end: index + found.length, text: found.startsWith('\r') ? '\n' : /\p{Cs}/u.test(found) ? '\uFFFD' : '' }));
  return edited(passage, edits);
};

/** White space goes at both ends; what is left says something. */
export const trimmed: Transform = (passage) => {
  const { text } = passage;
  const [start, end] = [text.length - text.trimStart().length, text.trimEnd().length];
  // Format characters (zero width, direction) alone are as empty to a reader as spaces.
  if (/^[\s\p{Cf}]*$/u.test(text)) return refuse('invalid_payload', 'The message is empty. Write something.');
  return edited(passage, [{ start: 0, end: start, text: '' }, { start: end, end: text.length, text: '' }].filter((edit) => edit.start < edit.end));
};
