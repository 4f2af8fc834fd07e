// No message that a search finds takes more steps than a message may.

import { expect, it } from 'vitest';
import { isThorough } from '../thorough.ts';
import { createScanners, findCostliest, maxStepsWithLastPiece } from './fuzz-filter.ts';

it.each([1, 2, 3])('[T9] bounds the costliest message that search %i finds', (seed) => {
  for (const scanner of createScanners()) {
    const { cost, piece } = findCostliest({
      tries: isThorough ? 2_000 : 100,
      seed,
      measure: (text) => {
        scanner.find(text);
        return scanner.steps;
      },
    });
    expect(cost, JSON.stringify(piece)).toBeLessThan(maxStepsWithLastPiece);
    // The search does find costly texts.
    expect(cost).toBeGreaterThan(60_000);
  }
});
