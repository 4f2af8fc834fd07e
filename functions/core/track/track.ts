// The track: the transforms a message passes between the send channel and the receive channel, in order. Pure, and it
// fails closed: what cannot be filtered is not let through. Storing and delivering come after it, in room/.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { RoomId, WordList } from '../ports.ts';
import { buildFilter } from './filter/filter.ts';
import type { Transform } from './transform.ts';
import { wellFormed } from './well-formed.ts';
import { withinLimits } from './within-limits.ts';

type Ran = { readonly ok: true; readonly body: string; readonly changed: boolean } | Refusal;

export interface Track {
  /** `changed`: the body that comes out is not the one that went in. */
  run(input: { readonly body: string; readonly room: RoomId; readonly cid: string }): Ran;
  /** Whether the filter has nothing against a name: names are refused, not replaced. */
  acceptsName(name: string): boolean;
}

/**
 * Builds the track for these lists; keep it as long as the lists stand, for building costs more than running.
 *
 * @example
 * buildTrack(await lists.read()).run({ body: 'XML!', room, cid: 'c1' }); // { ok: true, body: 'JSON!', changed: true }
 */
export function buildTrack(lists: readonly WordList[]): Track {
  const filter = buildFilter(lists);
  const transforms: readonly Transform[] = [wellFormed, withinLimits, filter.transform, withinLimits];
  return {
    run({ body, room, cid }) {
      let text = body;
      try {
        for (const transform of transforms) {
          const step = transform(text, { room, cid });
          if (!step.ok) return step;
          text = step.body;
        }
      } catch {
        return refuse('unavailable');
      }
      return { ok: true, body: text, changed: text !== body };
    },
    acceptsName(name) {
      try {
        return !filter.finds(name);
      } catch {
        return false;
      }
    },
  };
}
