// The filter receipt: what the sender of a message, and nobody else, is told of what the track did
// with it.

import type { FilterReceipt } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import type { Change } from './message-text.ts';

/**
 * Of a list that tells `why`: where, which list and version; `that`: where; `nothing`: nothing. The
 * other transforms tell where, and which of them it was. A verdict that only lists which tell
 * nothing could give is not given; but a blocked message is always told to be.
 */
export function receiptOf(
  verdict: 'changed' | 'blocked',
  changes: readonly Change[],
): FilterReceipt {
  const told = changes
    .filter((change) => tellOf(change) !== 'nothing')
    .sort((one, other) => one.start - other.start);
  if (told.length === 0) return verdict === 'blocked' ? { verdict } : {};
  const more = told.length - limits.changesTold;
  return {
    verdict,
    changes: told.slice(0, limits.changesTold).map(toldOf),
    ...(more > 0 ? { more } : {}),
  };
}

const tellOf = ({ cause }: Change): 'why' | 'that' | 'nothing' =>
  'by' in cause ? 'that' : (cause.list.tell ?? 'that');

function toldOf({ start, end, cause }: Change): NonNullable<FilterReceipt['changes']>[number] {
  if ('by' in cause) return { start, end, by: cause.by };
  const { name, version, tell } = cause.list;
  return tell === 'why' ? { start, end, list: name, version } : { start, end };
}
