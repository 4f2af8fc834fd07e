// Sends this client's messages: keeps them in the outbox and its store, delivers them over the
// channel, and remembers what the filter did to them.

import type { Message } from '../../../functions/protocol/events.ts';
import { answerTimeoutMs } from '../connection/shared-connection.ts';
import type { RoomChannel } from '../connection/room-channel.ts';
import {
  createFilterReceipts,
  readFilterReceipt,
  type MessageFilterReceipt,
} from './filter-receipts.ts';
import type { RoomSettings } from '../room/room-options.ts';
import type { Problem } from '../rooms-api.ts';
import { createMemberOutboxStore, type MemberOutboxStore } from './member-outbox-store.ts';
import {
  createOutbox,
  type Delivery,
  type DeliveryResult,
  type OutgoingMessage,
} from './outbox.ts';
import type { StoredMessage } from './outbox-store.ts';

export interface MessageSenderOptions {
  readonly settings: RoomSettings;
  readonly request: RoomChannel['request'];
  readonly onChange: () => void;
  /** The server accepted a message at this seq, so it must arrive. */
  readonly onAccepted: (seq: number) => void;
  /** No reply came over an open connection. */
  readonly onTimeout: () => void;
  /** The server does not know this client's join. */
  readonly onUnknownJoin: () => void;
  /** A message was refused for good. */
  readonly onRefused: (problem: Problem, cid: string) => void;
}

export interface MessageSender {
  readonly send: (message: StoredMessage) => void;
  readonly retry: (cid: string) => void;
  readonly discard: (cid: string) => void;
  /**
   * Loads what this member left unsent, here or in a closed tab. Removes the messages of rooms that
   * are over, if the server's time is known.
   */
  readonly load: MemberOutboxStore['open'];
  /** Puts loaded messages before those written since. */
  readonly restore: (messages: readonly StoredMessage[]) => void;
  readonly setConnected: (isConnected: boolean) => void;
  /** Drops this member's messages that have come back in the timeline. */
  readonly removeReturned: (received: readonly Message[], memberId: string | undefined) => void;
  readonly getMessages: () => readonly OutgoingMessage[];
  readonly getFilterReceipt: (cid: string) => MessageFilterReceipt | null;
  /** Removes stored messages: no other tab may send them. */
  readonly clearStore: () => void;
  readonly clear: () => void;
}

export function createMessageSender(options: MessageSenderOptions): MessageSender {
  const { settings, request, onChange } = options;
  const { clock, outboxStore, endpoint, id } = settings;
  const receipts = createFilterReceipts();
  const store = createMemberOutboxStore(outboxStore, `${endpoint} ${id}`, onChange);
  const outbox = createOutbox({
    deliver: (message) => store.deliverOnce(message.cid, () => deliver(message)),
    wait: (milliseconds) => new Promise((resolve) => void clock.schedule(milliseconds, resolve)),
    onChange,
    onSettled: store.remove,
  });

  async function deliver({ cid, body, to, toName }: Delivery): Promise<DeliveryResult> {
    // With a name next to it, `to` is an id: the server must not look for a name like it.
    const recipient = toName === null ? to : { id: to, name: toName };
    const payload = { body, cid, ...(to === null ? {} : { to: recipient }) };
    const reply = await request('shout', payload, 2 * answerTimeoutMs);

    if (reply.kind === 'unknown') {
      if (reply.isTimeout) options.onTimeout();
      return reply;
    }
    if (reply.kind === 'ok') {
      const { seq, at } = reply.response as { seq: number; at: string };
      options.onAccepted(seq);
      receipts.set(cid, { ...readFilterReceipt(reply.response), originalBody: body });
      return { kind: 'ok', seq, at };
    }

    const { problem } = reply;
    receipts.set(cid, { ...problem.filterReceipt, originalBody: body });
    if (problem.reason === 'unmatched topic') options.onUnknownJoin();
    else if (problem.reason !== 'rate_limited' && problem.reason !== 'unavailable') {
      options.onRefused(problem, cid);
    }
    return { ...problem, kind: 'refused' };
  }

  return {
    send: (message) => {
      store.put(message);
      outbox.add(message);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    load: store.open,
    restore: outbox.restore,
    setConnected: outbox.setConnected,
    removeReturned: (received, memberId) => {
      if (outbox.list().length === 0) return;
      const own = received.filter(({ member }) => member === memberId);
      outbox.removeReturned(new Set(own.map(({ cid }) => cid)));
    },
    getMessages: outbox.list,
    getFilterReceipt: receipts.get,
    clearStore: store.clear,
    clear: () => {
      outbox.clear();
      receipts.clear();
    },
  };
}
