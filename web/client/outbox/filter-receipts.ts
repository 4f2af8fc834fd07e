// Keeps the filter's receipts of the user's own messages while they are shown. The server sends
// each receipt once, in its reply.

import type { FilterReceipt } from '../../../functions/protocol/events.ts';

/** The filter's receipt of one own message. Its changes give positions in `originalBody`. */
export interface MessageFilterReceipt extends FilterReceipt {
  /** The text as it was written. */
  readonly originalBody: string;
}

export interface FilterReceipts {
  readonly set: (cid: string, receipt: MessageFilterReceipt) => void;
  readonly get: (cid: string) => MessageFilterReceipt | null;
  readonly clear: () => void;
}

/** As many as a page can show. */
const maxReceipts = 1_000;

export function createFilterReceipts(): FilterReceipts {
  const receipts = new Map<string, MessageFilterReceipt>();
  return {
    set: (cid, receipt) => {
      receipts.delete(cid);
      // A message that passed unchanged needs no explanation.
      const isNotable = receipt.verdict === 'changed' || receipt.verdict === 'blocked';
      if (isNotable) receipts.set(cid, receipt);
      for (const oldest of receipts.keys()) {
        if (receipts.size <= maxReceipts) break;
        receipts.delete(oldest);
      }
    },
    get: (cid) => receipts.get(cid) ?? null,
    clear: () => receipts.clear(),
  };
}

/** Reads the filter's part of a reply or a refusal. */
export function readFilterReceipt(answer: unknown): FilterReceipt {
  const { verdict, changes, more }: Partial<FilterReceipt> =
    typeof answer === 'object' && answer !== null ? answer : {};
  return {
    ...(verdict === undefined ? {} : { verdict }),
    ...(Array.isArray(changes) ? { changes } : {}),
    ...(typeof more === 'number' ? { more } : {}),
  };
}
