// The step of the track that holds a body to its length: before the filter, and after it, since
// replacements may be longer than what they replace. Never cuts.

import { lengthOf } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Transform } from './transform.ts';

export const withinLimits: Transform = (passage) => {
  const { text } = passage;
  // A unit of UTF-16 is three bytes of UTF-8 at most, so what is short enough need not be counted.
  if (text.length <= limits.bodyCharacters && text.length * 3 <= limits.bodyBytes) return passage;
  return utf8Bytes(text) > limits.bodyBytes || lengthOf(text) > limits.bodyCharacters
    ? refuse('too_large')
    : passage;
};
