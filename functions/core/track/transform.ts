// What a step of the track is: a passage in, a passage or a refusal out. The steps themselves have a file each; what a passage is, is passage.ts.

import type { Refusal } from '../../protocol/reasons.ts';
import type { Hit, RoomId } from '../ports.ts';
import type { Passage } from './passage.ts';

/** `hits`: what was found in a message that is refused for it. */
export type Refused = Refusal & { readonly hits?: readonly Hit[] };

/** Pure: the same passage of the same room and cid always comes out the same. */
export type Transform = (passage: Passage, message: { readonly room: RoomId; readonly cid: string }) => Passage | Refused;
