// The first transforms of the track: valid Unicode without control characters, and without white
// space at both ends.

import { isBlank } from '../../protocol/blank-text.ts';
import { refuse } from '../../protocol/reasons.ts';
import { applyEdits } from './message-text.ts';
import type { Transform } from './transform.ts';

const lineFeed = 0x0a;
const tab = 0x09;

/**
 * Replaces lone surrogates by U+FFFD and line ends by `\n`, and removes all other control
 * characters but tabs.
 */
export const normalizeCharacters: Transform = (message) => {
  if (isNormal(message.text)) return message;
  const matches = message.text.matchAll(/\p{Cs}|\r\n?|[^\P{Cc}\n\t]/gu);
  const edits = Array.from(matches, ({ 0: match, index }) => ({
    start: index,
    end: index + match.length,
    text: normalForm(match),
  }));
  return applyEdits(message, edits);
};

function normalForm(match: string): string {
  if (match.startsWith('\r')) return '\n';
  return /\p{Cs}/u.test(match) ? '\uFFFD' : '';
}

/** Removes white space at both ends. Rejects texts that show nothing. */
export const trimWhitespace: Transform = (message) => {
  const { text } = message;
  // `/me` without a text would show a name alone.
  if (isBlank(text.replace(/^\s*\/me\s/, ''))) {
    return refuse('invalid_payload', 'The message is empty. Write something.');
  }

  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const edits = [
    { start: 0, end: start, text: '' },
    { start: end, end: text.length, text: '' },
  ];
  return applyEdits(
    message,
    edits.filter((edit) => edit.start < edit.end),
  );
};

/**
 * Most messages need no edits. A loop recognizes them many times faster than a regular expression
 * with Unicode classes.
 */
function isNormal(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20) {
      if (unit !== lineFeed && unit !== tab) return false;
    } else if ((unit >= 0x7f && unit < 0xa0) || (unit >= 0xd800 && unit < 0xe000)) {
      return false;
    }
  }
  return true;
}
