// The word lists that come with the program, as data of its own: loaded at start and at deploy. How
// a list is read is core/track/word-filter; where else lists may come from is the adapters'
// business.

import type { WordList } from '../core/ports.ts';
import { parseLists } from '../core/track/word-filter/index.ts';
import englishProfanity from './english-profanity.json' with { type: 'json' };
import enterprise from './enterprise.json' with { type: 'json' };

/** The lists that apply where nobody has set others. */
export function seedLists(): readonly WordList[] {
  const parsed = parseLists([enterprise, englishProfanity]);
  if (!parsed.ok) throw new Error(`functions/lists: ${parsed.problem}`);
  return parsed.lists;
}
