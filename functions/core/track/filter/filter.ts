// The word filter as a transform: forbidden words and phrases out, replacements of the same list in.

import type { WordList } from '../../ports.ts';
import type { Transform } from '../transform.ts';
import { draw } from './draw.ts';
import { findMatches, growTree } from './match.ts';
import { wordsOf } from './words.ts';

export interface Filter {
  readonly transform: Transform;
  /** Whether any forbidden word or phrase stands in the text. */
  finds(text: string): boolean;
}

export function buildFilter(lists: readonly WordList[]): Filter {
  const tree = growTree(lists);
  const matchesIn = (text: string): ReturnType<typeof findMatches> => findMatches(wordsOf(text), tree);
  return {
    transform(text, { room, cid }) {
      const parts: string[] = [];
      let kept = 0;
      // Built from matches in the text as it came: a replacement is never looked at again.
      for (const [index, { start, end, list }] of matchesIn(text).entries()) {
        parts.push(text.slice(kept, start), draw(list.replacements, `${room}\n${cid}\n${index}`));
        kept = end;
      }
      parts.push(text.slice(kept));
      return { ok: true, body: parts.join('') };
    },
    finds: (text) => matchesIn(text).length > 0,
  };
}
