// One room, as a program sees it: join, send, listen, leave. Each part does one job: the channel,
// the history sync, the sender, presence, the expiry timer. This class connects them.

import type {
  CloseReason,
  JoinResponse,
  MemberAddress,
  MemberView,
  Receipt,
  RoomEvent,
  RoomView,
} from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { createRoomChannel, type RoomChannel } from '../connection/room-channel.ts';
import { EventEmitter } from './event-emitter.ts';
import { createExpiryTimer, type ExpiryTimer } from './expiry-timer.ts';
import { MemberSession } from './member-session.ts';
import { createMessageSender, type MessageSender } from '../outbox/message-sender.ts';
import { createPresenceTracker, type PresenceTracker } from './presence-tracker.ts';
import { createRoomCommands, type RoomCommands } from './room-commands.ts';
import type { RoomEvents } from './room-events.ts';
import { resolveSettings, type KickOptions, type RoomOptions } from './room-options.ts';
import type { RoomSettings, SearchResult, SendOptions, SentMessage } from './room-options.ts';
import { createItemBuilder, type RoomSnapshot, type RoomStatus } from './room-snapshot.ts';
import { createLink, replaceLinks } from '../rooms-api.ts';
import type { CreateLinkOptions, Problem, Result, RoomLinks } from '../rooms-api.ts';
import { createHistorySync, type HistorySync } from '../sync/history-sync.ts';
import type { HistoryPage, HistoryQuery } from '../sync/history-sync.ts';
import { createMessageNotifier, type MessageNotifier } from '../sync/message-notifier.ts';
import { findEarliestSeq, findMessages } from '../sync/message-timeline.ts';
import { SnapshotStore } from './snapshot-store.ts';
import { createTypingIndicator, type TypingIndicator } from './typing-indicator.ts';

/**
 * A room this client has joined. It reconnects by itself, and fetches every message that it missed
 * and the server still has. Programs listen with `on`; pages draw with `subscribe` and
 * `getSnapshot`. All methods are safe to call at any time: without a connection, `send` waits and
 * the others fail with `unavailable`.
 * @example
 * const room = Room.join({ link, username: 'Ada' });
 * room.on('message', ({ name, body }) => console.log(`${name}: ${body}`));
 * room.on('ended', ({ reason }) => console.log(reason));
 * room.send('Hello');
 */
export class Room {
  /** The room's id. */
  readonly id: string;
  readonly #settings: RoomSettings;
  readonly #session: MemberSession;
  readonly #channel: RoomChannel;
  readonly #historySync: HistorySync;
  readonly #notifier: MessageNotifier;
  readonly #sender: MessageSender;
  readonly #presence: PresenceTracker;
  readonly #expiryTimer: ExpiryTimer;
  readonly #typingIndicator: TypingIndicator;
  readonly #buildItems = createItemBuilder();
  readonly #commands: RoomCommands;
  readonly #events = new EventEmitter<RoomEvents>();
  readonly #snapshots = new SnapshotStore(() => this.#buildSnapshot());
  #status: RoomStatus = { kind: 'connecting' };

  /**
   * Joins a room. Returns immediately: `status` and `joined` events follow. Throws a `TypeError`
   * for a link that is no room's, and where there is no WebSocket class.
   * @example
   * const room = Room.join({ link: 'https://chat.example/r/4fzq#k3Jd…', username: 'Ada' });
   */
  static join(options: RoomOptions): Room {
    return new Room(resolveSettings(options));
  }

  private constructor(settings: RoomSettings) {
    const { clock, random, heartbeatIntervalMs } = settings;
    this.id = settings.id;
    this.#settings = settings;
    this.#session = new MemberSession(settings);
    this.#presence = createPresenceTracker(() => this.#onPresenceChanged());

    this.#expiryTimer = createExpiryTimer({
      settings,
      getToken: () => this.#session.token,
      onRoom: (room) => this.#setRoom(room, true),
      onOverdue: () => this.#channel.reconnect(),
      onExpired: () => this.#end('expired', null),
    });
    this.#typingIndicator = createTypingIndicator({
      clock,
      send: (isTyping) => this.#sendTyping(isTyping),
    });
    this.#historySync = createHistorySync({
      clock,
      random,
      heartbeatIntervalMs,
      request: (event, payload) => this.#channel.request(event, payload),
      onChange: () => this.#onTimelineChanged(),
      onDeadConnection: () => this.#channel.reconnect(),
    });
    this.#notifier = createMessageNotifier({
      onMessage: (message, isHistory) => {
        const isOwn = message.member === this.#session.member?.id;
        this.#events.emit('message', message, { isOwn, isHistory });
      },
      onGap: (seq) => this.#events.emit('gap', seq),
    });
    this.#sender = createMessageSender({
      settings,
      request: (event, payload, timeoutMs) => this.#channel.request(event, payload, timeoutMs),
      onChange: this.#snapshots.invalidate,
      onAccepted: this.#historySync.expectSeq,
      onTimeout: this.#historySync.sync,
      onUnknownJoin: () => this.#channel.reconnect(),
      onRefused: (problem, cid) => this.#events.emit('problem', problem, cid),
    });
    this.#channel = createRoomChannel({
      settings,
      presence: this.#presence,
      getToken: () => this.#session.token,
      createJoinPayload: () => this.#session.createJoinPayload(this.#historySync.getTimeline()),
      onJoined: (response) => void this.#onJoined(response),
      onDisconnected: () => this.#onDisconnected(),
      onRefused: (problem) => this.#refuse(problem),
      onClosed: (reason, receipt) => this.#end(reason, receipt),
      onWake: () => {
        this.#historySync.sync();
        void this.#expiryTimer.verify();
      },
      onMessages: this.#historySync.onMessages,
      onHidden: this.#historySync.onHidden,
      onRoom: (event) => this.#onRoomEvent(event),
    });

    this.#commands = createRoomCommands(this.#channel.request);

    const { member } = this.#session;
    if (member !== null) void this.#restoreUnsent(member.id, null);
  }

  /**
   * Listens to an event. Returns a function that removes the listener.
   * @example
   * const stop = room.on('presence', (members) => console.log(members.length));
   */
  on<Name extends keyof RoomEvents>(
    name: Name,
    listener: (...args: RoomEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * Returns everything there is to draw. It is the same object until something changes, as
   * React's `useSyncExternalStore` requires.
   * @example
   * const { items, status } = room.getSnapshot();
   */
  readonly getSnapshot = (): RoomSnapshot => this.#snapshots.get();

  /**
   * Calls `listener` whenever there is a new snapshot. Returns a function that removes it.
   * @example
   * const stop = room.subscribe(() => draw(room.getSnapshot()));
   */
  readonly subscribe = (listener: () => void): (() => void) => this.#snapshots.subscribe(listener);

  /**
   * Returns the milliseconds until the room ends, by the server's clock; 0 before the first join.
   * @example
   * console.log(formatCountdown(room.getRemainingMs()));
   */
  getRemainingMs(): number {
    return this.#expiryTimer.getRemainingMs();
  }

  /**
   * Sends a message and returns its cid. Messages keep their order, and wait through lost
   * connections and reloads. A refusal is a `problem` event with the cid.
   * @example
   * const { cid } = room.send('Hello');
   * room.send('Just for you', { to: 'Bo' });
   */
  send(body: string, options: SendOptions = {}): SentMessage {
    const cid = this.#settings.random.createId();
    if (this.#isOver()) return { cid };

    this.#typingIndicator.set(false);
    this.#sender.send({
      cid,
      body,
      ...this.#presence.resolveRecipient(options),
      at: new Date(this.#expiryTimer.getServerTimeMs()).toISOString(),
      expiresAtMs: this.#expiryTimer.getLatestEndMs(),
    });
    return { cid };
  }

  /**
   * Sends a failed message again.
   * @example
   * room.on('problem', (problem, cid) => cid !== null && room.retry(cid));
   */
  readonly retry = (cid: string): void => this.#sender.retry(cid);

  /**
   * Drops a failed message.
   * @example
   * room.on('problem', (problem, cid) => cid !== null && room.discard(cid));
   */
  readonly discard = (cid: string): void => this.#sender.discard(cid);

  /**
   * Reports that this member types. Call it with each key; it stops 3 s after the last one.
   * @example
   * field.addEventListener('input', () => room.setTyping());
   */
  readonly setTyping = (isTyping = true): void => this.#typingIndicator.set(isTyping);

  /**
   * Loads older messages: before the first that is loaded, or before a seq. They are added to the
   * snapshot. `limit` is 50 unless given, and at most 200.
   * @example
   * const page = await room.loadHistory({ limit: 100 });
   * if (page.ok && !page.value.more) console.log('This is the beginning.');
   */
  loadHistory({
    before,
    limit = limits.historyPageMessages.default,
  }: Partial<HistoryQuery> = {}): Promise<Result<HistoryPage>> {
    return this.#historySync.loadPage({ before, limit });
  }

  /**
   * Finds messages that contain a text, in upper or lower case, back to the oldest one that the
   * server keeps.
   * @example
   * const { messages, complete } = await room.search('tea');
   */
  async search(text: string): Promise<SearchResult> {
    const complete = await this.#historySync.loadAllPages();
    return { messages: findMessages(this.#historySync.getTimeline(), text), complete };
  }

  /**
   * Changes this member's name. Fails with `name_taken` or `name_invalid`.
   * @example
   * const renamed = await room.rename('Ada L.');
   */
  async rename(username: string): Promise<Result<MemberView>> {
    const result = await this.#commands.rename(username);
    if (!result.ok) return result;
    this.#session.update(result.value);
    this.#snapshots.invalidate();
    return { ok: true, value: result.value.member };
  }

  /**
   * Removes a member, by id, by name, or by both. With both, it never removes someone else who has
   * taken the name. The member's session and name are refused from then on. To keep the member from
   * returning under another name, also `lock` the room, or replace its links. Needs the scope
   * `moderate`; fails with `forbidden` without it.
   * @example
   * const kicked = await room.kick({ id, name: 'Mallory' }, { lock: true });
   */
  readonly kick = (
    member: string | MemberAddress,
    options: KickOptions = {},
  ): Promise<Result<RoomView>> => this.#commands.moderate('kick', { member, ...options });

  /**
   * Stops new members from joining, or lets them in again with `false`. Needs the scope `moderate`;
   * fails with `forbidden` without it.
   * @example
   * const locked = await room.lock();
   */
  readonly lock = (locked = true): Promise<Result<RoomView>> =>
    this.#commands.moderate('lock', { locked });

  /**
   * Extends the room by some seconds. A room lasts at most an hour. Needs the scope `moderate`;
   * fails with `forbidden` without it.
   * @example
   * const extended = await room.extend(300);
   */
  readonly extend = (seconds: number): Promise<Result<RoomView>> =>
    this.#commands.moderate('extend', { seconds });

  /**
   * Sets the seconds between two messages of one member; 0 turns slow mode off. Needs the scope
   * `moderate`; fails with `forbidden` without it.
   * @example
   * const slowed = await room.setSlowMode(30);
   */
  readonly setSlowMode = (seconds: number): Promise<Result<RoomView>> =>
    this.#commands.moderate('slow', { seconds });

  /**
   * Closes the room for everyone. Needs the scope `moderate`; fails with `forbidden` without it.
   * @example
   * const closed = await room.close();
   */
  readonly close = (): Promise<Result<RoomView>> => this.#commands.moderate('close', {});

  /**
   * Creates a link that allows no more than this client's own token.
   * @example
   * const link = await room.createLink({ scope: 'receive', seconds: 60 });
   */
  readonly createLink = (options: CreateLinkOptions = {}): Promise<Result<string>> =>
    createLink({ id: this.id, token: this.#session.token }, options, this.#settings.server);

  /**
   * Replaces the room's links: nobody new can join with the old ones. Everyone in the room keeps
   * talking. Needs the scope `moderate`, and fails with `forbidden` without it.
   * @example
   * const links = await room.replaceLinks();
   * if (links.ok) console.log(links.value.joinUrl);
   */
  readonly replaceLinks = (): Promise<Result<RoomLinks>> =>
    replaceLinks({ id: this.id, token: this.#session.token }, this.#settings.server);

  /**
   * Leaves for good: the name is free again, and unsent messages are dropped. Resolves once the
   * server knows, or after 5 s.
   * @example
   * await room.leave();
   */
  leave(): Promise<void> {
    if (this.#isOver()) return Promise.resolve();
    const left = this.#channel.leave();
    this.#end('left', null);
    return left;
  }

  /**
   * Disconnects without leaving. The name and unsent messages stay for a later `Room.join` with
   * `getSnapshot().session`.
   * @example
   * room.disconnect();
   */
  disconnect(): void {
    if (this.#isOver()) return;
    this.#status = { kind: 'ended', reason: 'left', receipt: null };
    this.#stop();
  }

  async #onJoined(response: JoinResponse): Promise<void> {
    const { member, room } = response;
    this.#session.update(response);
    this.#presence.onJoined();
    this.#notifier.onJoined(response);
    this.#typingIndicator.reset();
    this.#setStatus({ kind: 'joined' });
    this.#setRoom(room, true);
    this.#historySync.onJoined(response);
    if (member === null) return;
    // Messages of a closed tab are older than those written since, so they are sent first.
    await this.#restoreUnsent(member.id, this.#expiryTimer.getServerTimeMs());
    if (this.#channel.isJoined()) this.#sender.setConnected(true);
  }

  #onDisconnected(): void {
    this.#sender.setConnected(false);
    this.#historySync.onDisconnected();
    this.#presence.onDisconnected();
    this.#typingIndicator.reset();
    if (this.#status.kind === 'joined') this.#setStatus({ kind: 'reconnecting' });
  }

  #onRoomEvent(event: RoomEvent): void {
    this.#session.update(event);
    this.#setRoom(event.room, false);
  }

  #onTimelineChanged(): void {
    this.#removeReturned();
    this.#snapshots.invalidate();
    this.#notifier.onTimelineChanged(this.#historySync.getTimeline());
  }

  #onPresenceChanged(): void {
    const { member } = this.#session;
    // Another tab may have renamed this member.
    if (member !== null && !this.#presence.has(member.name)) {
      const members = this.#presence.getMembers();
      const name = members.find(({ id }) => id === member.id)?.name ?? member.name;
      this.#session.update({ member: { ...member, name } });
    }
    this.#snapshots.invalidate();
    if (this.#events.hasListeners('presence')) {
      this.#events.emit('presence', this.#presence.getMembers());
    }
  }

  async #restoreUnsent(memberId: string, serverTimeMs: number | null): Promise<void> {
    const unsent = await this.#sender.load(memberId, serverTimeMs);
    if (this.#isOver()) return;
    this.#sender.restore(unsent);
    this.#removeReturned();
  }

  #removeReturned(): void {
    this.#sender.removeReturned(this.#historySync.getTimeline().messages, this.#session.member?.id);
  }

  #setStatus(status: RoomStatus): void {
    const hasChanged = status.kind !== this.#status.kind;
    this.#status = status;
    this.#snapshots.invalidate();
    if (hasChanged) this.#events.emit('status', status);
  }

  #setRoom(room: RoomView, isReply: boolean): void {
    this.#expiryTimer.update(room, isReply);
    this.#snapshots.invalidate();
    this.#events.emit('room', room);
  }

  #sendTyping(typing: boolean): boolean {
    if (!this.#channel.isJoined()) return false;
    void this.#channel.request('typing', { typing });
    return true;
  }

  #refuse(problem: Problem): void {
    if (problem.reason === 'expired') {
      this.#end('expired', null);
      return;
    }
    this.#status = { kind: 'refused', problem };
    this.#stop();
    this.#events.emit('status', this.#status);
    this.#events.emit('problem', problem, null);
  }

  #end(reason: CloseReason, receipt: Receipt | null): void {
    this.#status = { kind: 'ended', reason, receipt };
    // A replaced join is another tab's, which still sends what is stored.
    if (reason !== 'replaced') this.#sender.clearStore();
    this.#stop();
    this.#historySync.clear();
    this.#sender.clear();
    this.#presence.clear();
    this.#events.emit('status', this.#status);
    this.#events.emit('ended', { reason, receipt });
  }

  #stop(): void {
    this.#expiryTimer.stop();
    this.#onDisconnected();
    this.#snapshots.invalidate();
    this.#channel.release();
  }

  #isOver(): boolean {
    return this.#status.kind === 'ended' || this.#status.kind === 'refused';
  }

  #buildSnapshot(): RoomSnapshot {
    const timeline = this.#historySync.getTimeline();
    const { member: me, session, token } = this.#session;
    return {
      status: this.#status,
      room: this.#expiryTimer.getRoom(),
      ...this.#expiryTimer.getMeasurement(),
      me,
      session,
      token,
      items: this.#buildItems({
        timeline,
        outgoing: this.#sender.getMessages(),
        me,
        getFilterReceipt: this.#sender.getFilterReceipt,
      }),
      earliestSeq: findEarliestSeq(timeline),
      presence: this.#presence.getMembers(),
      keepsUnsent: this.#settings.outboxStore.isDurable?.() ?? true,
    };
  }
}
