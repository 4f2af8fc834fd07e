// The filter receipt: the track's changes to a message. Only the message's sender gets it.

import type { FilterReceipt } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import type { Change } from './message-text.ts';

type ReceiptChange = NonNullable<FilterReceipt['changes']>[number];

/**
 * Returns the receipt for these changes. A list that tells `why` discloses the places, its name and
 * its version; `that`, the places; `nothing`, nothing. Other transforms disclose the places and
 * their kind. If no list discloses a change, the receipt of a changed message has no verdict. A
 * blocked message always has one.
 */
export function createFilterReceipt(
  verdict: 'changed' | 'blocked',
  changes: readonly Change[],
): FilterReceipt {
  const disclosed = changes
    .filter((change) => disclosureLevel(change) !== 'nothing')
    .sort((one, other) => one.start - other.start);
  if (disclosed.length === 0) return verdict === 'blocked' ? { verdict } : {};

  const more = disclosed.length - limits.maxReportedChanges;
  return {
    verdict,
    changes: disclosed.slice(0, limits.maxReportedChanges).map(describeChange),
    ...(more > 0 ? { more } : {}),
  };
}

const disclosureLevel = ({ cause }: Change): 'why' | 'that' | 'nothing' =>
  'by' in cause ? 'that' : (cause.list.tell ?? 'that');

function describeChange({ start, end, cause, filtered }: Change): ReceiptChange {
  const place = { start, end, ...(filtered === undefined ? {} : { filtered }) };
  if ('by' in cause) return { ...place, by: cause.by };
  const { name, version, tell } = cause.list;
  return tell === 'why' ? { ...place, list: name, version } : place;
}
