// The word lists that come with the program, loaded at start and at deploy.

import type { WordList } from '../core/ports.ts';
import { parseLists } from '../core/track/word-filter/index.ts';
import englishProfanity from './english-profanity.json' with { type: 'json' };
import enterprise from './enterprise.json' with { type: 'json' };

const files = { 'enterprise.json': enterprise, 'english-profanity.json': englishProfanity };

/** Returns the lists that apply until somebody changes or removes them. */
export function seedLists(): readonly WordList[] {
  return Object.entries(files).flatMap(([file, json]) => {
    const parsed = parseLists(json);
    if (!parsed.ok) throw new Error(`functions/lists/${file}: ${parsed.problem}`);
    return parsed.lists;
  });
}
