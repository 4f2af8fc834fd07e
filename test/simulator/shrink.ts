// Shrinks a failing plan: fast-check leaves out clients, operations and faults.

import fc from 'fast-check';
import type { Plan } from './plan.ts';

type Parts = Pick<Plan, 'clients' | 'operations' | 'faults'>;

const listParts = ({ clients, operations, faults }: Plan): fc.Arbitrary<Parts> =>
  fc.record({
    clients: fc.subarray([...clients], { minLength: 1 }),
    operations: fc.subarray([...operations]),
    faults: fc.subarray([...faults]),
  });

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
