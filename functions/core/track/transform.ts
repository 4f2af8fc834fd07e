// The interface of a step of the track: message text in, message text or a refusal out.

import type { Refusal } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import type { LocatedMatch, MessageText } from './message-text.ts';

/** A refusal of the track. `hits`: the matches that a blocked message had. */
export type Refused = Refusal & {
  readonly hits?: readonly LocatedMatch[];
  /** The word filter's work, if it got that far. */
  readonly steps?: number;
};

/** The message that a text belongs to. */
interface MessageKey {
  readonly room: RoomId;
  readonly cid: string;
}

/** A pure function: the same text of the same room and cid always has the same result. */
export type Transform = (text: MessageText, message: MessageKey) => MessageText | Refused;
