// Checks the check of SPEC.md against the tests.

import { describe, expect, it } from 'vitest';
import { readCitations, findFaults, readRules } from './rules.ts';

describe('the rules check', () => {
  it('reads the rules at the start of list items, and no other bold text', () => {
    expect(
      readRules('# Wire\n- **W1** frames\n- **W12** more, as **W3** says\n**A1** no item\n'),
    ).toEqual(['W1', 'W12']);
  });

  it('reads one citation or several in a title', () => {
    expect(
      readCitations("it('[W1] a', …); it('[G1, G5] b', …); it('[A1] [A2] c', …); list[0]"),
    ).toEqual(['W1', 'G1', 'G5', 'A1', 'A2']);
  });

  it('reports rules without a test, citations of unknown rules, and duplicate numbers', () => {
    expect(findFaults(['W1', 'W2', 'W2'], ['W1', 'A9', 'A9'])).toEqual({
      untested: ['W2', 'W2'],
      unknown: ['A9'],
      twice: ['W2'],
    });
  });
});
