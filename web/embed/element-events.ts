// The events that `<ten-minute-chat>` dispatches on itself. Types only.

import type { MemberView, Message, Reason, RoomEnd, RoomView } from '../client/index.ts';

/** The detail of a `joined` event. */
export interface JoinedDetail {
  readonly room: RoomView;
  /** Null for a visitor with a watch link, who reads without a name. */
  readonly me: MemberView | null;
}

/** The detail of a `message` event. */
export interface MessageDetail {
  readonly message: Message;
  /** Whether this visitor sent the message. */
  readonly isOwn: boolean;
  /** Whether the message is older than this visit. */
  readonly isHistory: boolean;
}

/** The detail of a `problem` event. */
export interface ProblemDetail {
  /** The stable code. Compare this, not the message. */
  readonly reason: Reason;
  /** The text that the element shows, in its own language. */
  readonly message: string;
  /** The message that the server refused; null if it refused the room or the name. */
  readonly cid: string | null;
}

/**
 * The events of {@link TenMinuteChatElement}, by type. They don't bubble; they are composed.
 *
 * @example
 * ```ts
 * chat.addEventListener('message', ({ detail: { message, isOwn, isHistory } }) => {
 *   if (!isOwn && !isHistory) badge.textContent = message.name;
 * });
 * ```
 */
export interface TenMinuteChatEventMap {
  /** The visitor is in the room. Fires once a visit, not again after a reconnect. */
  readonly joined: CustomEvent<JoinedDetail>;
  /** A message was delivered. Fires once a message, in the room's order. */
  readonly message: CustomEvent<MessageDetail>;
  /** The visit is over: the room ended, or this member left or was removed. */
  readonly ended: CustomEvent<RoomEnd>;
  /** The server refused the room, the name or a message, for good. */
  readonly problem: CustomEvent<ProblemDetail>;
}
