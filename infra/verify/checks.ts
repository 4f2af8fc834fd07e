// The checks of `verify`, in the order in which they run: each tries what must not work.

import { describeDoors } from './check-doors.ts';
import { describeOwners } from './check-owners.ts';
import { describeSurroundings } from './check-surroundings.ts';
import type { Check } from './stage.ts';

export const checks: readonly Check[] = [
  ...describeDoors,
  ...describeSurroundings,
  // They change the room for everybody, so they come last.
  ...describeOwners,
];
