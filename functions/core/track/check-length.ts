// The transform that rejects bodies beyond the length limits. It runs before the word filter and
// after it, since replacements may be longer than the words they replace. It never truncates.

import { countCharacters } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Transform } from './transform.ts';

export const checkLength: Transform = (message) => {
  const { text } = message;

  // A UTF-16 unit takes at most three bytes of UTF-8, so short texts need no counting.
  if (text.length <= limits.maxBodyCharacters && text.length * 3 <= limits.maxBodyBytes) {
    return message;
  }

  return utf8Bytes(text) > limits.maxBodyBytes || countCharacters(text) > limits.maxBodyCharacters
    ? refuse('too_large')
    : message;
};
