// The first step of the track: text that is Unicode, has no control characters and says something.

import { refuse } from '../../protocol/reasons.ts';
import type { Transform } from './transform.ts';

/** Lone surrogates become U+FFFD, line ends \n; other controls but tabs go, and so does white space at both ends. */
export const wellFormed: Transform = (body) => {
  const text = body
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  // Format characters (zero width, direction) alone are as empty to a reader as spaces.
  if (/^[\s\p{Cf}]*$/u.test(text)) return refuse('invalid_payload', 'The message is empty. Write something.');
  return { ok: true, body: text };
};
