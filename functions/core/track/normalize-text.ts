// The first steps of the track: text that is Unicode, has no control characters and says something.

import { refuse } from '../../protocol/reasons.ts';
import { edited } from './message-text.ts';
import type { Transform } from './transform.ts';

/** Lone surrogates become U+FFFD, line ends \n; other controls but tabs go. */
export const wellFormed: Transform = (passage) => {
  if (isOrdinary(passage.text)) return passage;
  const unruly = passage.text.matchAll(/\p{Cs}|\r\n?|[^\P{Cc}\n\t]/gu);
  const edits = Array.from(unruly, ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    text: found.startsWith('\r') ? '\n' : /\p{Cs}/u.test(found) ? '\uFFFD' : '',
  }));
  return edited(passage, edits);
};

/** White space goes at both ends; what is left says something. */
export const trimmed: Transform = (passage) => {
  const { text } = passage;
  const [start, end] = [text.length - text.trimStart().length, text.trimEnd().length];
  // Format characters (zero width, direction) alone are as empty to a reader as spaces.
  if (/^[\s\p{Cf}]*$/u.test(text)) {
    return refuse('invalid_payload', 'The message is empty. Write something.');
  }
  return edited(
    passage,
    [
      { start: 0, end: start, text: '' },
      { start: end, end: text.length, text: '' },
    ].filter((edit) => edit.start < edit.end),
  );
};

// Almost every message has nothing to put in order, and a loop sees that many times faster than a
// regular expression of Unicode classes.
function isOrdinary(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (
      unit < 0x20
        ? unit !== 0x0a && unit !== 0x09
        : (unit >= 0x7f && unit < 0xa0) || (unit >= 0xd800 && unit < 0xe000)
    ) {
      return false;
    }
  }
  return true;
}
