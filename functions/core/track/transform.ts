// What a step of the track is: a passage in, a passage or a refusal out. The steps themselves have
// a file each; what a passage is, is passage.ts.

import type { Refusal } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import type { Passage, Place } from './message-text.ts';

/** `hits`: what was found in a message that is refused for it. */
export type Refused = Refusal & { readonly hits?: readonly Place[] };

/** Pure: the same passage of the same room and cid always comes out the same. */
export type Transform = (
  passage: Passage,
  message: { readonly room: RoomId; readonly cid: string },
) => Passage | Refused;
