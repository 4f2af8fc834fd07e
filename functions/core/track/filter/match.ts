// Finds forbidden words and phrases: a tree of words, walked once from each word of the text. What stands in for a
// match is draw.ts; where the words of a text are is words.ts.

import type { WordList } from '../../ports.ts';
import { wordsOf, type Word } from './words.ts';

/** A place in the tree: `list` is set where an entry of that list ends. */
export interface Branch {
  readonly list: WordList | undefined;
  next(step: string): Branch | undefined;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly list: WordList;
}

class Node implements Branch {
  list: WordList | undefined;
  readonly #steps = new Map<string, Node>();

  next(step: string): Node | undefined {
    return this.#steps.get(step);
  }

  grow(step: string): Node {
    const node = this.#steps.get(step) ?? new Node();
    this.#steps.set(step, node);
    return node;
  }
}

/** One tree for all lists; an entry in two lists belongs to the first. */
export function growTree(lists: readonly WordList[]): Branch {
  const root = new Node();
  for (const list of lists) {
    for (const entry of list.forbidden) {
      const words = wordsOf(entry);
      if (words.length === 0) continue;
      const leaf = words.reduce((node, word) => node.grow(stepOf(word)), root);
      leaf.list ??= list;
    }
  }
  return root;
}

/**
 * Leftmost matches, the longest at each place, none overlapping. From each word the walk goes no further than the longest
 * entry has words (the list schema bounds that), so the work is linear in the text and independent of the lists' lengths.
 */
export function findMatches(words: readonly Word[], root: Branch): Match[] {
  const matches: Match[] = [];
  let index = 0;
  while (index < words.length) {
    const found = longestAt(words, index, root);
    if (found !== undefined) matches.push(found.match);
    index += found?.words ?? 1;
  }
  return matches;
}

function longestAt(words: readonly Word[], from: number, root: Branch): { match: Match; words: number } | undefined {
  let longest: { match: Match; words: number } | undefined;
  let branch: Branch | undefined = root;
  for (let index = from, first = words[from]; first !== undefined; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    // What stands before the first word is no part of the entry.
    branch = branch.next(index === from ? word.folded : stepOf(word));
    if (branch === undefined) break;
    if (branch.list !== undefined) longest = { match: { start: first.start, end: word.end, list: branch.list }, words: index - from + 1 };
  }
  return longest;
}

const stepOf = ({ gap, folded }: Word): string => gap + folded;
