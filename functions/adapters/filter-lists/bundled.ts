// FilterLists inside a deployed bundle: the seed lists, compiled into the code. No file is read.

import type { FilterLists } from '../../core/ports.ts';
import { seedLists } from '../../lists/seeds.ts';

/** The seed lists, parsed once. The same array each time, so that a track built from it can be kept. */
export function bundledFilterLists(): FilterLists {
  const lists = Promise.resolve(seedLists());
  return { read: () => lists };
}
