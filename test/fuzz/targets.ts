// The fuzzed targets, each with the rule that holds for every input. `npm run fuzz` runs a target
// for long, fuzz.test.ts each of them for a moment.

import type fc from 'fast-check';
import { fuzzFrames, fuzzBinaryPushes } from './fuzz-frames.ts';
import { fuzzCore, fuzzHttpApi } from './fuzz-core.ts';
import { fuzzFilter } from './fuzz-filter.ts';
import { fuzzLists } from './fuzz-lists.ts';
import { fuzzResponses } from './fuzz-responses.ts';
import { fuzzTokens } from './fuzz-tokens.ts';

/** Makes a property: inputs, and a check that throws for a fault. */
export type Target = () => Promise<fc.IAsyncProperty<[unknown]>>;

export const targets: Readonly<Record<string, Target>> = {
  frames: fuzzFrames,
  'binary pushes': fuzzBinaryPushes,
  core: fuzzCore,
  'http api': fuzzHttpApi,
  tokens: fuzzTokens,
  lists: fuzzLists,
  filter: fuzzFilter,
  responses: fuzzResponses,
};
