// The track: the transforms a message passes between the send channel and the receive channel, in
// order. Pure, and it fails closed: what cannot be filtered is not let through. Storing and
// delivering come after it, in room/.

import type { FilterReceipt } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import { allowedLinks, plainLinks } from './filter-links.ts';
import { passageOf, type Passage, type Place } from './message-text.ts';
import { receiptOf } from './filter-receipt.ts';
import { withoutEmail, withoutPhone } from './redact-contacts.ts';
import type { Refused, Transform } from './transform.ts';
import { trimmed, wellFormed } from './normalize-text.ts';
import { withinLimits } from './check-length.ts';
import { buildFilter, type Filter } from './apply-word-lists.ts';
import type { WordList } from './word-filter/index.ts';

/**
 * What passes besides words. Links and redaction come before the lists, so that what they leave is
 * filtered.
 */
export interface TrackOptions {
  readonly links?: 'off' | 'plain' | 'allow' | undefined;
  /** Where links may lead if `links` is `allow`. */
  readonly linkHosts?: readonly string[] | undefined;
  readonly redact?: readonly ('email' | 'phone')[] | undefined;
}

/**
 * `changed`: by a list or another transform, not only put in order. `receipt` is the sender's
 * alone.
 */
interface Passed {
  readonly ok: true;
  readonly body: string;
  readonly changed: boolean;
  readonly receipt: FilterReceipt;
  readonly hits: readonly Place[];
}

export interface Track {
  run(input: {
    readonly body: string;
    readonly room: RoomId;
    readonly cid: string;
  }): Passed | Refused;
  /** Whether the filter has nothing against a name: names are refused, not changed. */
  acceptsName(name: string): boolean;
}

/**
 * Builds the track of these lists (or of a filter already compiled of them, which costs most).
 *
 * @example buildTrack(await lists.read()).run({ body: 'XML!', room, cid: 'c1' }); // { ok: true,
 * body: 'JSON!', changed: true, receipt: { verdict: 'changed', changes: [{ start: 0, end: 3 }] },
 * // hits: [{ list: 'enterprise', entry: 'XML', start: 0, end: 3 }] }
 */
export function buildTrack(lists: readonly WordList[] | Filter, options: TrackOptions = {}): Track {
  const filter = 'transform' in lists ? lists : buildFilter(lists);
  const transforms: readonly Transform[] = [
    wellFormed,
    trimmed,
    withinLimits,
    ...chosen(options),
    filter.transform,
    withinLimits,
  ];
  return {
    run({ body, room, cid }) {
      let passage: Passage = passageOf(body);
      try {
        for (const transform of transforms) {
          const step = transform(passage, { room, cid });
          if (!step.ok) return step;
          passage = step;
        }
      } catch {
        return refuse('unavailable');
      }
      const { text, changes, hits } = passage;
      const changed = changes.length > 0;
      return {
        ok: true,
        body: text,
        changed,
        receipt: changed ? receiptOf('changed', changes) : { verdict: 'passed' },
        hits,
      };
    },
    acceptsName(name) {
      try {
        return !filter.refuses(name);
      } catch {
        return false;
      }
    },
  };
}

function chosen({
  links = 'off',
  linkHosts = [],
  redact = [],
}: TrackOptions): readonly Transform[] {
  return [
    ...(links === 'plain' ? [plainLinks] : links === 'allow' ? [allowedLinks(linkHosts)] : []),
    ...(redact.includes('email') ? [withoutEmail] : []),
    ...(redact.includes('phone') ? [withoutPhone] : []),
  ];
}
