// What the element tells the page around it, by event. Types alone.

import type {
  CloseReason,
  MemberView,
  Message,
  Reason,
  Receipt,
  RoomView,
} from '../client/index.ts';

export interface TenMinuteChatEvents {
  /**
   * Once for each visit; a connection that comes back is not told again. `me`: null for who only
   * watches.
   */
  readonly joined: CustomEvent<{ readonly room: RoomView; readonly me: MemberView | null }>;
  /** In the room's order, each once. `isHistory`: from before this visit. */
  readonly message: CustomEvent<{
    readonly message: Message;
    readonly isOwn: boolean;
    readonly isHistory: boolean;
  }>;
  readonly ended: CustomEvent<{ readonly reason: CloseReason; readonly receipt: Receipt | null }>;
  /**
   * Something was refused: the room, the name, or, with its cid, a message. `message`: the words
   * that are shown.
   */
  readonly problem: CustomEvent<{
    readonly reason: Reason;
    readonly message: string;
    readonly cid: string | null;
  }>;
}
