/**
 * The client library of Ten Minute Chat, for browsers and Node: create a room, join it, send and
 * receive.
 * @packageDocumentation
 */

export { Room } from './room/room.ts';
export type { MessageContext, RoomEnd, RoomEvents } from './room/room-events.ts';
export type {
  IdAddress,
  JoinOptions,
  KickOptions,
  LinkAddress,
  RoomAddress,
  RoomOptions,
  RoomPreview,
  SearchResult,
  SendOptions,
  SentMessage,
} from './room/room-options.ts';
export type { RoomSnapshot, RoomStatus, TimelineItem } from './room/room-snapshot.ts';
export {
  createLink,
  createRoom,
  getRoom,
  replaceLinks,
  type CreatedRoom,
  type CreateLinkOptions,
  type CreateRoomOptions,
  type Problem,
  type Result,
  type RoomCredentials,
  type RoomLinks,
  type ServerOptions,
} from './rooms-api.ts';
export type { MessageFilterReceipt } from './outbox/filter-receipts.ts';
export type { MessageState, ProblemDetails } from './outbox/outbox.ts';
export type { PresenceMember } from './room/presence-tracker.ts';
export type { HistoryPage, HistoryQuery } from './sync/history-sync.ts';
export {
  formatCountdown,
  getRemainingMs,
  measureClockOffsetMs,
  type CountdownInput,
} from './countdown.ts';
export { readScopes, type Scope } from './token-claims.ts';
export {
  createMemoryOutboxStore,
  type OutboxStore,
  type StoredMessage,
} from './outbox/outbox-store.ts';
export {
  createIndexedDbOutboxStore,
  type IndexedDbOutboxStoreOptions,
} from './outbox/indexed-db-store.ts';
export { systemClock, systemRandom, type Clock, type Random } from './environment.ts';
export type { Transport } from './environment.ts';
export type {
  CloseReason,
  FilterChange,
  FilterReceipt,
  MemberAddress,
  MemberView,
  Message,
  Receipt,
  RoomView,
  TrackChoice,
} from '../../functions/protocol/events.ts';
export type { Reason } from '../../functions/protocol/reasons.ts';
