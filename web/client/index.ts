// The client library: everything a program or a page needs to talk in rooms. The parts below are
// pure or behind ports, and are exported for those who test or simulate with them.

export { Room } from './room.ts';
export type { RoomEvents } from './room-events.ts';
export type { RoomAddress, RoomOptions, RoomPreview } from './options.ts';
export {
  createLink,
  createRoom,
  getRoom,
  type CreatedRoom,
  type CreateLinkOptions,
  type Problem,
  type Result,
  type CreateRoomOptions,
  type ServerOptions,
} from './api.ts';
export type { TimelineItem, RoomSnapshot, RoomStatus } from './view.ts';
export type { MessageFilterReceipt } from './receipts.ts';
export type { ProblemDetails } from './outbox.ts';
export type { PresenceMember } from './presence.ts';
export type { HistoryPage } from './following.ts';
export { formatCountdown, measureClockOffsetMs, getRemainingMs } from './countdown.ts';
export { readScopes, type Scope } from './token.ts';
export { createMemoryOutboxStore, type StoredMessage, type OutboxStore } from './queue-store.ts';
export { createIndexedDbOutboxStore } from './indexed-queue-store.ts';
export { systemClock, systemRandom, type Clock, type Random } from './clock.ts';
export type { Transport } from './lines.ts';
export type {
  CloseReason,
  MemberView,
  Message,
  Receipt,
  RoomView,
} from '../../functions/protocol/events.ts';
export type { Reason } from '../../functions/protocol/reasons.ts';
