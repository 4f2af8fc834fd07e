// Plans that once broke a promise. They are kept as they were shrunk, since a seed draws another
// plan whenever draw-plan.ts changes.

import { readFileSync } from 'node:fs';
import type { Violation } from './history.ts';
import type { Plan } from './plan.ts';

export interface FormerFailure {
  /** The promise that it broke. */
  readonly rule: Violation['rule'];
  readonly plan: Plan;
}

export const corpus = JSON.parse(
  readFileSync(new URL('corpus.json', import.meta.url), 'utf8'),
) as readonly FormerFailure[];
