// Starts the slowest test files first, since the last one to start decides the total time. In a
// fresh clone Vitest orders files by size, which says little about time. vitest.config.ts sets how
// many run in parallel.

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take more than twenty seconds. The first in each of the first three lines mostly waits
 * for a room to end, so other work can run next to it.
 */
const long = [
  'end-to-end/expiry',
  'end-to-end/axe',
  'contract/rooms',
  'simulator/simulator',
  'end-to-end/page-end',
  'end-to-end/admin',
  'core/track/word-filter/matcher/scanner',
  'end-to-end/axe-admin',
  'engines/story',
  'end-to-end/room-talk',
  'end-to-end/restart',
  'end-to-end/page-ways',
  'end-to-end/room-reading',
  'end-to-end/phoenix-clients',
  'simulator/dynamodb/differential',
  'end-to-end/order',
  'end-to-end/storm',
  'end-to-end/limits',
  'end-to-end/local-engine',
  'end-to-end/embed',
  'contract/word-lists',
].map((name) => `/test/${name}.test.ts`);

/**
 * The long files in the order above, then the others that share modules, one after the other, since
 * a process is reused only for the next file of its kind; last those with modules of their own.
 */
export class SlowFirstSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId, project }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(name));
      if (at >= 0) return at;
      return project.config.isolate ? long.length + 1 : long.length;
    };
    return (await super.sort(files)).sort((one, other) => turn(one) - turn(other));
  }
}
