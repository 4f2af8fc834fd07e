// What the filter did with own messages: told once, in the answer, so it is kept here for as long
// as the message is shown.

import type { FilterReceipt } from '../../functions/protocol/events.ts';

/** The filter's word on one own message, and the text its positions are of. */
export interface MessageFilterReceipt extends FilterReceipt {
  readonly originalBody: string;
}

export interface FilterReceipts {
  readonly set: (cid: string, told: MessageFilterReceipt) => void;
  readonly get: (cid: string) => MessageFilterReceipt | null;
  readonly clear: () => void;
}

/** As many as a page can show. */
const maxReceipts = 1_000;

export function createFilterReceipts(): FilterReceipts {
  const kept = new Map<string, MessageFilterReceipt>();
  return {
    set: (cid, told) => {
      kept.delete(cid);
      // What passed as it was written needs no explanation.
      if (told.verdict === 'changed' || told.verdict === 'blocked') kept.set(cid, told);
      for (const oldest of kept.keys()) {
        if (kept.size <= maxReceipts) break;
        kept.delete(oldest);
      }
    },
    get: (cid) => kept.get(cid) ?? null,
    clear: () => kept.clear(),
  };
}

/** The receipt's part of an answer, a refusal's as well. */
export function readFilterReceipt(answer: unknown): FilterReceipt {
  const { verdict, changes, more }: Partial<FilterReceipt> =
    typeof answer === 'object' && answer !== null ? answer : {};
  return {
    ...(verdict === undefined ? {} : { verdict }),
    ...(Array.isArray(changes) ? { changes } : {}),
    ...(typeof more === 'number' ? { more } : {}),
  };
}
