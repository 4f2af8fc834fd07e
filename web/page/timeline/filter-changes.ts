// Pairs the written words with the filter's replacements. Pure.

import type { MessageFilterReceipt } from '../../client/index.ts';

export interface Replacement {
  /** The replaced words. */
  readonly written: string;
  /** The range of the replacement in the filtered text. */
  readonly start: number;
  readonly end: number;
  readonly list: string | null;
  readonly by: 'links' | 'email' | 'phone' | null;
}

/** Returns the replacements that the receipt lists, in the order of the text. */
export const findReplacements = ({
  originalBody,
  changes = [],
}: MessageFilterReceipt): readonly Replacement[] =>
  changes.flatMap(({ start, end, filtered, list = null, by = null }) =>
    filtered === undefined
      ? []
      : { ...filtered, written: originalBody.slice(start, end), list, by },
  );
