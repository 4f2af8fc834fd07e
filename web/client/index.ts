// The client library: everything a program or a page needs to talk in rooms. The parts below are
// pure or behind ports, and are exported for those who test or simulate with them.

export { Room } from './room.ts';
export type { RoomEvents } from './room-events.ts';
export type { RoomAddress, RoomOptions } from './options.ts';
export {
  createLink,
  createRoom,
  lookAtRoom,
  type CreatedRoom,
  type LinkWish,
  type Problem,
  type Result,
  type RoomWish,
  type Server,
} from './api.ts';
export type { Item, Snapshot, Status } from './view.ts';
export type { ToldReceipt } from './receipts.ts';
export type { Refusal } from './outbox.ts';
export type { Present } from './presence.ts';
export type { Page } from './following.ts';
export { minutesAndSeconds, offsetOf, remaining } from './countdown.ts';
export { scopesOf, type Scope } from './token.ts';
export { memoryQueueStore, type QueuedMessage, type QueueStore } from './queue-store.ts';
export { indexedQueueStore } from './indexed-queue-store.ts';
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
