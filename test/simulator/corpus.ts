// Plans that once broke a promise. They are kept as they were shrunk, since a seed draws another
// plan whenever draw-plan.ts changes.

import plans from './corpus.json' with { type: 'json' };
import type { Violation } from './history.ts';
import type { Plan } from './plan.ts';

export interface FormerFailure {
  /** The promise that it broke. */
  readonly rule: Violation['rule'];
  readonly plan: Plan;
}

// JSON has no literal types.
export const corpus = plans as unknown as readonly FormerFailure[];
