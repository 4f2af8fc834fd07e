// One room, as a program sees it: join, send, listen, leave. Puts together what the other files
// each do alone: the place on a line, the timeline it follows, the outbox, and who is present.

import { limits } from '../../functions/protocol/limits.ts';
import type {
  CloseReason,
  JoinResponse,
  MemberView,
  Message,
  Receipt,
  RoomView,
} from '../../functions/protocol/events.ts';
import {
  createLink,
  networkError,
  type CreateLinkOptions,
  type Problem,
  type Result,
} from './rooms-api.ts';
import { EventEmitter } from './event-emitter.ts';
import { createHistorySync, type HistorySync, type HistoryPage } from './sync/history-sync.ts';
import { createExpiryTimer, type ExpiryTimer } from './expiry-timer.ts';
import { answerTimeoutMs } from './connection/connection-pool.ts';
import { createRoomChannel, type RoomChannel } from './connection/room-channel.ts';
import { resolveSettings, type RoomOptions, type RoomSettings } from './room-options.ts';
import {
  createOutbox,
  type DeliveryResult,
  type Outbox,
  type OutgoingMessage,
} from './outbox/outbox.ts';
import { createPresenceTracker, type PresenceTracker } from './presence-tracker.ts';
import { createMemberOutboxStore, type MemberOutboxStore } from './outbox/member-outbox-store.ts';
import { createFilterReceipts, readFilterReceipt } from './filter-receipts.ts';
import type { RoomEvents } from './room-events.ts';
import { createMessageNotifier, type MessageNotifier } from './sync/message-notifier.ts';
import { readSessionMember } from './token-claims.ts';
import { findEarliestSeq } from './sync/message-timeline.ts';
import { createTypingIndicator, type TypingIndicator } from './typing-indicator.ts';
import { createItemBuilder, type RoomSnapshot, type RoomStatus } from './room-snapshot.ts';

/**
 * A room one is in. `const room = Room.join({ link, username: 'Ada' }); room.on('message', ({ name,
 * body }) => …); room.send('Hello')`
 *
 * It joins, comes back after whatever cut it off, and misses nothing the server still has. In a
 * browser, for drawing, `subscribe` and `snapshot`; `on` for programs.
 */
export class Room {
  readonly id: string;
  readonly #settings: RoomSettings;
  readonly #events = new EventEmitter<RoomEvents>();
  readonly #listeners = new Set<() => void>();
  readonly #channel: RoomChannel;
  readonly #following: HistorySync;
  readonly #telling: MessageNotifier;
  readonly #lifetime: ExpiryTimer;
  readonly #typing: TypingIndicator;
  readonly #outbox: Outbox;
  readonly #queue: MemberOutboxStore;
  readonly #roll: PresenceTracker = createPresenceTracker(() => this.#presenceChanged());
  readonly #receipts = createFilterReceipts();
  readonly #items = createItemBuilder();
  #status: RoomStatus = { kind: 'connecting' };
  /** Makes a join that is tried again the same member's, though the first answer was lost. */
  readonly #claim: string;
  #me: MemberView | null;
  #token: string;
  #session: string | null;
  /** Drawn when somebody looks: most programs never do. */
  #current: RoomSnapshot | null = null;
  #announced = false;

  /** Opens the connection at once. */
  static join(options: RoomOptions): Room {
    return new Room(options);
  }

  private constructor(options: RoomOptions) {
    const settings = resolveSettings(options);
    const { clock, random, heartbeatIntervalMs: heartbeatMs, session, preview } = settings;
    this.id = settings.id;
    this.#settings = settings;
    this.#claim = random.createId();
    this.#token = settings.token;
    this.#session = session;
    this.#me = session === null ? null : readSessionMember(session);
    this.#lifetime = createExpiryTimer({
      clock,
      preview,
      onOverdue: () => this.#channel.reconnect(),
      onExpired: () => this.#end('expired', null),
    });
    this.#typing = createTypingIndicator({ clock, tell: (typing) => this.#tellTyping(typing) });
    this.#queue = createMemberOutboxStore(settings.store, `${settings.endpoint} ${settings.id}`);
    this.#outbox = createOutbox({
      deliver: (message) => this.#queue.deliverOnce(message.cid, () => this.#shout(message)),
      wait: (milliseconds) => new Promise((resolve) => void clock.schedule(milliseconds, resolve)),
      onChange: () => this.#changed(),
      onSettled: (cid) => this.#queue.remove(cid),
    });
    this.#following = createHistorySync({
      clock,
      random,
      heartbeatIntervalMs: heartbeatMs,
      request: (event, payload) => this.#channel.request(event, payload),
      onChange: () => this.#timelineMoved(),
      onDeadConnection: () => this.#channel.reconnect(),
    });
    this.#telling = createMessageNotifier({
      onMessage: (message, past) =>
        this.#events.emit('message', message, {
          isOwn: message.member === this.#me?.id,
          isHistory: past,
        }),
      onGap: (seq) => this.#events.emit('gap', seq),
    });
    this.#channel = createRoomChannel({
      settings,
      getToken: () => this.#token,
      createJoinPayload: () => this.#joinPayload(),
      onJoined: (response) => void this.#joined(response),
      onDisconnected: () => this.#lost(),
      onRefused: (problem) => this.#refused(problem),
      onClosed: (reason, receipt) => this.#end(reason, receipt),
      onWake: () => this.#following.sync(),
      onMessages: (messages, hidden) => this.#following.onMessages(messages, hidden),
      onHidden: ({ epoch, seqs }) =>
        this.#following.onMessages([], epoch === this.#following.getTimeline().epoch ? seqs : []),
      onRoom: ({ room, token, session: fresh }) => {
        this.#token = token ?? this.#token;
        this.#session = fresh ?? this.#session;
        this.#setRoom(room);
      },
      presence: this.#roll,
    });
    if (this.#me !== null) void this.#restore(this.#me.id);
  }

  on<Name extends keyof RoomEvents>(
    name: Name,
    listener: (...about: RoomEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /** Everything as it is now; the same object until something changes. */
  readonly getSnapshot = (): RoomSnapshot => (this.#current ??= this.#draw());

  /** Told, without saying what, when there is another snapshot. What comes back stops it. */
  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => void this.#listeners.delete(changed);
  };

  /** Milliseconds the room still lives, by the server's clock. */
  getRemainingMs(): number {
    return this.#lifetime.getRemainingMs();
  }

  /**
   * Sends in the order of the calls, across lost connections and reloads. `to`: the one member, by
   * id or name, who is to read it.
   */
  send(
    body: string,
    { to = null }: { readonly to?: string | null } = {},
  ): { readonly cid: string } {
    const { clock, random } = this.#settings;
    const message = {
      cid: random.createId(),
      body,
      to,
      at: new Date(clock.now() + this.#lifetime.getClockOffsetMs()).toISOString(),
    };
    if (this.#isOver()) return message;
    this.#typing.set(false);
    this.#queue.put({ ...message, expiresAtMs: this.#lifetime.getExpiresAtMs() });
    this.#outbox.add(message);
    return message;
  }

  /** Sends a message that has failed once more. */
  readonly retry = (cid: string): void => this.#outbox.retry(cid);

  /** Gives a message up that has failed. */
  readonly discard = (cid: string): void => this.#outbox.discard(cid);

  /** Says that one is writing; to be called with each key. It ends by itself. */
  readonly setTyping = (typing = true): void => this.#typing.set(typing);

  /** The messages before those held, or before a seq; they join those of the snapshot. */
  loadHistory({
    before,
    limit = limits.historyPage.default,
  }: { readonly before?: number; readonly limit?: number } = {}): Promise<Result<HistoryPage>> {
    return this.#following.loadPage({ before, limit });
  }

  /**
   * Messages with this text in them, in any case, back to the first that is kept; `complete` is
   * false where they could not be fetched.
   */
  async search(
    text: string,
  ): Promise<{ readonly messages: readonly Message[]; readonly complete: boolean }> {
    const wanted = folded(text);
    const held = (): readonly Message[] => this.#following.getTimeline().messages;
    const complete = await this.#following.loadAllPages();
    return { messages: held().filter(({ body }) => folded(body).includes(wanted)), complete };
  }

  async rename(username: string): Promise<Result<MemberView>> {
    const result = await this.#command<{ member: MemberView; session?: string }>('rename', {
      username,
    });
    if (!result.ok) return result;
    this.#me = result.value.member;
    this.#session = result.value.session ?? this.#session;
    this.#changed();
    return { ok: true, value: this.#me };
  }

  /**
   * By id or name. The name and its session are refused from then on. This and what follows is for
   * owners.
   */
  readonly kick = (member: string): Promise<Result<RoomView>> => this.#moderate('kick', { member });
  /** Lets nobody new in. */
  readonly lock = (locked = true): Promise<Result<RoomView>> => this.#moderate('lock', { locked });
  readonly extend = (seconds: number): Promise<Result<RoomView>> =>
    this.#moderate('extend', { seconds });
  /** So many seconds between two messages of one member; 0 for none. */
  readonly setSlowMode = (seconds: number): Promise<Result<RoomView>> =>
    this.#moderate('slow', { seconds });
  /** Ends the room for all. */
  readonly close = (): Promise<Result<RoomView>> => this.#moderate('close', {});

  /**
   * A link that opens no more than one's own: `room.createLink({ scope: 'receive', seconds: 60 })`.
   */
  createLink(wish: CreateLinkOptions = {}): Promise<Result<string>> {
    return createLink({ id: this.id, token: this.#token }, wish, this.#settings.server);
  }

  /** Leaves for good: the name is free again, and what was not sent is dropped. */
  leave(): Promise<void> {
    if (this.#isOver()) return Promise.resolve();
    const left = this.#channel.leave();
    this.#end('left', null);
    return left;
  }

  /**
   * Stops without leaving: the name, and what was not sent, stay for who comes back with the
   * session.
   */
  disconnect(): void {
    if (this.#isOver()) return;
    this.#status = { kind: 'ended', reason: 'left', receipt: null };
    this.#goQuiet();
    this.#channel.release();
  }

  #joinPayload(): object {
    const { epoch, settled } = this.#following.getTimeline();
    const username = this.#me?.name ?? this.#settings.username;
    return {
      ...(this.#token === '' ? {} : { token: this.#token }),
      ...(username === undefined ? {} : { username }),
      ...(this.#session === null ? { claim: this.#claim } : { session: this.#session }),
      ...(epoch === null ? {} : { last: { epoch, seq: settled } }),
      batch: true,
    };
  }

  async #joined(response: JoinResponse): Promise<void> {
    this.#me = response.member ?? this.#me;
    this.#session = response.session ?? this.#session;
    // The room was extended since our link was made.
    this.#token = response.token ?? this.#token;
    this.#roll.onJoined();
    this.#telling.onJoined(response);
    this.#typing.reset();
    this.#setStatus({ kind: 'joined' });
    this.#setRoom(response.room);
    this.#following.onJoined(response);
    if (response.member === null) return;
    // What a tab that is closed now has left unsent is older than what was written since.
    await this.#restore(response.member.id);
    if (this.#channel.isJoined()) this.#outbox.setConnected(true);
  }

  async #restore(member: string): Promise<void> {
    const waiting = await this.#queue.open(member);
    if (this.#isOver()) return;
    this.#outbox.restore(waiting);
    this.#forgetReturned();
  }

  #timelineMoved(): void {
    this.#forgetReturned();
    this.#changed();
    this.#telling.onTimelineChanged(this.#following.getTimeline());
  }

  #forgetReturned(): void {
    if (this.#outbox.list().length === 0) return;
    const own = this.#following
      .getTimeline()
      .messages.filter(({ member }) => member === this.#me?.id);
    this.#outbox.removeReturned(new Set(own.map(({ cid }) => cid)));
  }

  async #shout({
    cid,
    body,
    to,
  }: Pick<OutgoingMessage, 'cid' | 'body' | 'to'>): Promise<DeliveryResult> {
    const reply = await this.#channel.request(
      'shout',
      { body, cid, ...(to === null ? {} : { to }) },
      2 * answerTimeoutMs,
    );
    if (reply.kind === 'ok') {
      const { seq, at } = reply.response as { seq: number; at: string };
      this.#following.expectSeq(seq);
      this.#receipts.set(cid, { ...readFilterReceipt(reply.response), originalBody: body });
      return { kind: 'ok', seq, at };
    }
    if (reply.kind === 'unknown') {
      if (reply.isTimeout) this.#following.sync();
      return reply;
    }
    const { reason, filterReceipt: receipt = {} } = reply.problem;
    this.#receipts.set(cid, { ...receipt, originalBody: body });
    if (reason === 'unmatched topic') this.#channel.reconnect();
    else if (reason !== 'rate_limited' && reason !== 'unavailable') {
      this.#events.emit('problem', reply.problem, cid);
    }
    return { ...reply.problem, kind: 'refused' };
  }

  async #command<Value>(event: string, payload: object): Promise<Result<Value>> {
    const reply = await this.#channel.request(event, payload, 2 * answerTimeoutMs);
    if (reply.kind === 'ok') return { ok: true, value: reply.response as Value };
    return reply.kind === 'refused' ? reply.problem : networkError;
  }

  async #moderate(event: string, payload: object): Promise<Result<RoomView>> {
    const result = await this.#command<{ room: RoomView }>(event, payload);
    return result.ok ? { ok: true, value: result.value.room } : result;
  }

  #tellTyping(typing: boolean): boolean {
    if (!this.#channel.isJoined()) return false;
    void this.#channel.request('typing', { typing });
    return true;
  }

  #setStatus(status: RoomStatus): void {
    const same = status.kind === this.#status.kind;
    this.#status = status;
    this.#changed();
    if (!same) this.#events.emit('status', status);
  }

  #setRoom(room: RoomView): void {
    const waiting = this.#outbox.list().filter(({ state }) => state === 'pending');
    const until = this.#lifetime.update(room) ? this.#lifetime.getExpiresAtMs() : null;
    if (until !== null) {
      for (const { cid, body, to, at } of waiting)
        this.#queue.put({ cid, body, to, at, expiresAtMs: until });
    }
    this.#changed();
    this.#events.emit('room', room);
  }

  #presenceChanged(): void {
    const me = this.#me;
    // Renamed in another tab.
    const name =
      me === null || this.#roll.has(me.name)
        ? undefined
        : this.#roll.getMembers().find(({ id: member }) => member === me.id)?.name;
    if (me !== null && name !== undefined) this.#me = { ...me, name };
    this.#changed();
    if (this.#events.hasListeners('presence'))
      this.#events.emit('presence', this.#roll.getMembers());
  }

  #lost(): void {
    this.#outbox.setConnected(false);
    this.#following.onDisconnected();
    this.#roll.onDisconnected();
    this.#typing.reset();
    if (this.#status.kind === 'joined') this.#setStatus({ kind: 'reconnecting' });
  }

  #refused(problem: Problem): void {
    if (problem.reason === 'expired') {
      this.#end('expired', null);
      return;
    }
    this.#status = { kind: 'refused', problem };
    this.#goQuiet();
    this.#channel.release();
    this.#events.emit('status', this.#status);
    this.#events.emit('problem', problem, null);
  }

  /**
   * All that was said goes, and all that waited; but not where another tab of the member is still
   * in the room.
   */
  #end(reason: CloseReason, receipt: Receipt | null): void {
    this.#status = { kind: 'ended', reason, receipt };
    if (reason !== 'replaced') this.#queue.clear();
    this.#goQuiet();
    this.#channel.release();
    this.#following.clear();
    this.#outbox.clear();
    this.#receipts.clear();
    this.#roll.clear();
    this.#events.emit('status', this.#status);
    this.#events.emit('ended', { reason, receipt });
  }

  #goQuiet(): void {
    this.#lifetime.stop();
    this.#lost();
    this.#changed();
  }

  #isOver(): boolean {
    return this.#status.kind === 'ended' || this.#status.kind === 'refused';
  }

  #draw(): RoomSnapshot {
    const timeline = this.#following.getTimeline();
    return {
      status: this.#status,
      room: this.#lifetime.getRoom(),
      clockOffsetMs: this.#lifetime.getClockOffsetMs(),
      me: this.#me,
      session: this.#session,
      token: this.#token,
      items: this.#items({
        timeline,
        outgoing: this.#outbox.list(),
        me: this.#me,
        receipts: this.#receipts,
      }),
      earliestSeq: findEarliestSeq(timeline),
      presence: this.#roll.getMembers(),
    };
  }

  /** Many changes of one moment are told once. */
  #changed(): void {
    this.#current = null;
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => {
      this.#announced = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
