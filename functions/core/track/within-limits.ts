// The step of the track that holds a body to its length: before the filter, and after it, since replacements may be
// longer than what they replace. Never cuts.

import { lengthOf } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Transform } from './transform.ts';

export const withinLimits: Transform = (passage) =>
  utf8Bytes(passage.text) > limits.bodyBytes || lengthOf(passage.text) > limits.bodyCharacters ? refuse('too_large') : passage;
