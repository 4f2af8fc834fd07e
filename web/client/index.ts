// The client library: everything a program or a page needs to talk in rooms. The parts below are
// pure or behind ports, and are exported for those who test or simulate with them.

export { Room } from './room.ts';
export type { RoomEvents } from './room-events.ts';
export type { RoomAddress, RoomOptions, RoomPreview } from './room-options.ts';
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
} from './rooms-api.ts';
export type { TimelineItem, RoomSnapshot, RoomStatus } from './room-snapshot.ts';
export type { MessageFilterReceipt } from './filter-receipts.ts';
export type { ProblemDetails } from './outbox/outbox.ts';
export type { PresenceMember } from './presence-tracker.ts';
export type { HistoryPage } from './sync/history-sync.ts';
export { formatCountdown, measureClockOffsetMs, getRemainingMs } from './countdown.ts';
export { readScopes, type Scope } from './token-claims.ts';
export {
  createMemoryOutboxStore,
  type StoredMessage,
  type OutboxStore,
} from './outbox/outbox-store.ts';
export { createIndexedDbOutboxStore } from './outbox/indexed-db-outbox-store.ts';
export { systemClock, systemRandom, type Clock, type Random } from './environment.ts';
export type { Transport } from './connection/phoenix-socket.ts';
export type {
  CloseReason,
  MemberView,
  Message,
  Receipt,
  RoomView,
} from '../../functions/protocol/events.ts';
export type { Reason } from '../../functions/protocol/reasons.ts';
