// The filter: it never throws, its matches lie in the text in order, and no text takes more steps
// than a message may. A search for the costliest text climbs from one to a costlier neighbour.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compile } from '../../functions/core/track/word-filter/matcher/compiler.ts';
import { Scanner } from '../../functions/core/track/word-filter/matcher/scanner.ts';
import { maxSteps } from '../../functions/core/track/word-filter/matcher/window-search.ts';
import { seedLists } from '../../functions/lists/seeds.ts';
import { limits } from '../../functions/protocol/limits.ts';
import { hostileEntries } from '../bench/hostile.ts';

/** The scanners of the lists that come with the program, and of entries made to be slow. */
export const createScanners = (): readonly Scanner[] =>
  [seedLists(), hostileEntries].map((lists) => new Scanner(compile(lists)));

/** The last piece of work may exceed the bound: reading a window, or segmenting a part of it. */
export const maxStepsWithLastPiece = maxSteps + limits.maxBodyCharacters * 5 + 25_000;

const pieces = [
  ...Array.from('abcdefghijklmnopqrstuvwxyz0134578 .,-_*~^%&/\\\'`?@$!|+#()[]{}<>=:;"\n\t'),
  ...Array.from('éñßİбсукаγςばかしねー〇○死国ควาย각나ㅂㅏשם\u200B\u200D\u0301\u0327\uFEFF😀🅱𝐛ﬃﷺ'),
  ...['fuck', 'shit', 'ass', 'XML', 'cock', 'bitch', 'foo', 'bar', 'middle', 'one two three '],
  ...['aaaaaaaa', '$$$$$$$$', '|_|', '/\\', '\\/', 'f*ck', 'f**k', 'f#@k', 's.h.i.t', 'c u n t'],
];

const fill = (text: string): string =>
  text.repeat(Math.ceil(limits.maxBodyCharacters / text.length)).slice(0, limits.maxBodyCharacters);

export const fuzzFilter = () => {
  const scanners = createScanners();
  const texts = fc.oneof(
    fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 200 })
      .map((all) => all.join('')),
    fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
      .map((all) => fill(all.join(''))),
    fc.string({ unit: 'binary', maxLength: 400 }),
  );
  return Promise.resolve(
    fc.asyncProperty(texts, async (text) => {
      for (const scanner of scanners) {
        const found = scanner.find(text);
        assert.ok(scanner.steps <= maxStepsWithLastPiece, `${scanner.steps} steps`);
        if (!found.ok) continue;
        let from = 0;
        for (const { start, end } of found.matches) {
          assert.ok(from <= start && start < end && end <= text.length);
          from = end;
        }
      }
    }),
  );
};

interface Climb {
  readonly tries: number;
  readonly seed: number;
  /** Returns what a text costs. */
  readonly measure: (text: string) => number;
}

interface Costly {
  /** Repeated to the length of a message. */
  readonly piece: string;
  readonly text: string;
  readonly cost: number;
}

/** Searches for the costliest message: changes a piece of text, and keeps what costs no less. */
export function findCostliest({ tries, seed, measure }: Climb): Costly {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = (): string => pieces[random(pieces.length)] ?? 'a';
  const change = (piece: readonly string[]): readonly string[] => {
    const at = random(piece.length + 1);
    const act = random(4);
    if (act === 0 && piece.length > 1) return piece.toSpliced(Math.min(at, piece.length - 1), 1);
    if (act === 1 || piece.length > 12) return piece.toSpliced(at, 1, pick());
    return piece.toSpliced(at, 0, act === 2 ? pick() : (piece[at] ?? pick()));
  };
  const weigh = (piece: readonly string[]): number => measure(fill(piece.join('')));

  let best: readonly string[] = [pick()];
  let bestCost = weigh(best);
  let current = best;
  let cost = bestCost;
  let failures = 0;
  for (let index = 0; index < tries; index += 1) {
    // Begins anew where no neighbour is costlier.
    const next = failures > 60 ? [pick(), pick()] : change(current);
    const nextCost = weigh(next);
    if (failures > 60 || nextCost >= cost) {
      failures = nextCost > cost ? 0 : failures + 1;
      if (nextCost < cost) failures = 0;
      [current, cost] = [next, nextCost];
    } else failures += 1;
    if (cost > bestCost) [best, bestCost] = [current, cost];
  }
  const piece = best.join('');
  return { piece, text: fill(piece), cost: bestCost };
}
