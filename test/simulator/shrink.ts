// Plans with parts left out, as fast-check draws and shrinks them: fewer clients, operations and
// faults.

import fc from 'fast-check';
import { createPlan, type Plan } from './plan.ts';

type Parts = Pick<Plan, 'clients' | 'operations' | 'faults'>;

const listParts = ({ clients, operations, faults }: Plan): fc.Arbitrary<Parts> =>
  fc.record({
    clients: fc.subarray([...clients], { minLength: 1 }),
    operations: fc.subarray([...operations]),
    faults: fc.subarray([...faults]),
  });

/**
 * Draws any plan of any seed, with parts left out.
 * @internal
 */
export const plans: fc.Arbitrary<Plan> = fc
  .noShrink(fc.integer({ min: 1, max: 1_000_000 }))
  .map(createPlan)
  .chain((plan) => listParts(plan).map((parts) => ({ ...plan, ...parts })));

/** Returns the smallest plan found that still fails. */
export function shrink(plan: Plan, fails: (plan: Plan) => boolean): Plan {
  const { clients, operations, faults } = plan;
  const property = fc.property(listParts(plan), (parts) => !fails({ ...plan, ...parts }));
  const { counterexample } = fc.check(property, {
    examples: [[{ clients, operations, faults }]],
    numRuns: 1,
    interruptAfterTimeLimit: 20_000,
  });
  return counterexample === null ? plan : { ...plan, ...counterexample[0] };
}
