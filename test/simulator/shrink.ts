// Plans with parts left out, as fast-check draws and shrinks them: fewer clients, fewer operations,
// fewer faults.

import fc from 'fast-check';
import { planOf, type Plan } from './plan.ts';

type Parts = Pick<Plan, 'clients' | 'operations' | 'faults'>;

const partsOf = ({ clients, operations, faults }: Plan): fc.Arbitrary<Parts> =>
  fc.record({
    clients: fc.subarray([...clients], { minLength: 1 }),
    operations: fc.subarray([...operations]),
    faults: fc.subarray([...faults]),
  });

/**
 * Any plan of any seed, with parts left out.
 * @internal
 */
export const plans: fc.Arbitrary<Plan> = fc
  .noShrink(fc.integer({ min: 1, max: 1_000_000 }))
  .map(planOf)
  .chain((plan) => partsOf(plan).map((parts) => ({ ...plan, ...parts })));

/** The smallest plan that can be found from this one and still fails. */
export function shrunk(plan: Plan, fails: (plan: Plan) => boolean): Plan {
  const { clients, operations, faults } = plan;
  const property = fc.property(partsOf(plan), (parts) => !fails({ ...plan, ...parts }));
  const { counterexample } = fc.check(property, {
    examples: [[{ clients, operations, faults }]],
    numRuns: 1,
    interruptAfterTimeLimit: 20_000,
  });
  return counterexample === null ? plan : { ...plan, ...counterexample[0] };
}
