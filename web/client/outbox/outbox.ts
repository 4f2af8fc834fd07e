// The messages this client is sending. Each goes out after the reply to the one before, so they
// keep their order, and is sent again with the same cid until a reply comes.

import type { Reason } from '../../../functions/protocol/reasons.ts';

/** Why something was refused. */
export interface ProblemDetails {
  /** A stable code. */
  readonly reason: Reason;
  /** A sentence in plain English: the problem, and what to do about it. */
  readonly message: string;
  /** Seconds after which the same may be accepted; null if waiting does not help. */
  readonly retryAfter: number | null;
}

/** `pending` until the server accepts the message, `failed` if it refused it for good. */
export type MessageState = 'pending' | 'sent' | 'failed';

export interface OutgoingMessage {
  readonly cid: string;
  readonly body: string;
  /** The one member it is for, by id or name; null: everyone. */
  readonly to: string | null;
  /** Its name, if `to` is an id. */
  readonly toName: string | null;
  readonly state: MessageState;
  /** Known once sent. */
  readonly seq: number | null;
  readonly at: string;
  /** Why it failed or is held back. */
  readonly problem: ProblemDetails | null;
}

interface NewMessage {
  readonly cid: string;
  readonly body: string;
  readonly to?: string | null;
  readonly toName?: string | null;
  readonly at: string;
}

export type Delivery = Pick<OutgoingMessage, 'cid' | 'body' | 'to' | 'toName'>;

export type DeliveryResult =
  | { readonly kind: 'ok'; readonly seq: number; readonly at: string }
  | ({ readonly kind: 'refused' } & ProblemDetails)
  /** No reply came: the message may or may not have been accepted. */
  | { readonly kind: 'unknown' }
  /** Another tab of this member has sent it; it arrives like any other message. */
  | { readonly kind: 'elsewhere' };

export interface OutboxOptions {
  readonly deliver: (message: Delivery) => Promise<DeliveryResult>;
  /** Waits for some milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly onChange: () => void;
  /** Called once for each message that will not be sent again. */
  readonly onSettled?: (cid: string) => void;
}

export interface Outbox {
  readonly add: (message: NewMessage) => void;
  /** Puts messages from an earlier page or a closed tab first: they are older. */
  readonly restore: (messages: readonly NewMessage[]) => void;
  /** Sends a failed message again, after those that wait. */
  readonly retry: (cid: string) => void;
  /** Drops a failed message. */
  readonly discard: (cid: string) => void;
  /** Sends only while a joined channel exists. */
  readonly setConnected: (isConnected: boolean) => void;
  /** Drops messages that have come back through the receive channel. */
  readonly removeReturned: (cids: ReadonlySet<string>) => void;
  readonly clear: () => void;
  /** Returns the same array until a message changes. */
  readonly list: () => readonly OutgoingMessage[];
}

const maxUnavailableTries = 5;
const retryIntervalMs = 250;
/** The same message may be accepted later. */
const temporaryReasons: ReadonlySet<Reason> = new Set<Reason>(['rate_limited', 'unmatched topic']);

export function createOutbox({ deliver, wait, onChange, onSettled }: OutboxOptions): Outbox {
  let messages: readonly OutgoingMessage[] = [];
  let isConnected = false;
  let isSending = false;
  let inFlight: string | null = null;
  /** Came back before their reply. The timeline shows them; the queue still waits for the reply. */
  const returned = new Set<string>();

  const update = (cid: string, change: Partial<OutgoingMessage>): void => {
    messages = messages.map((message) =>
      message.cid === cid ? { ...message, ...change } : message,
    );
  };

  /** Applies the outcome of a message, or drops the message if `change` is null. */
  function settle(cid: string, change: Partial<OutgoingMessage> | null): void {
    const hasReturned = returned.delete(cid);
    const isDropped = hasReturned || change === null;
    if (isDropped) messages = messages.filter((message) => message.cid !== cid);
    else update(cid, change);
    if (isDropped || change.state !== 'failed') onSettled?.(cid);
    onChange();
  }

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    let unavailableTries = 0;
    for (let next = findNext(); isConnected && next !== undefined; next = findNext()) {
      const { cid, body, to, toName } = next;
      inFlight = cid;
      const result = await deliver({ cid, body, to, toName });
      inFlight = null;

      const isUnavailable = result.kind === 'refused' && result.reason === 'unavailable';
      unavailableTries =
        isUnavailable && unavailableTries < maxUnavailableTries ? unavailableTries + 1 : 0;
      if (unavailableTries > 0) await wait(retryIntervalMs * 2 ** unavailableTries);
      else await handleResult(cid, result);
    }
    isSending = false;
  }

  async function handleResult(cid: string, result: DeliveryResult): Promise<void> {
    switch (result.kind) {
      case 'ok':
        settle(cid, { state: 'sent', seq: result.seq, at: result.at, problem: null });
        return;
      case 'elsewhere':
        settle(cid, null);
        return;
      case 'unknown':
        await wait(retryIntervalMs);
        return;
      case 'refused': {
        const { reason, message, retryAfter } = result;
        const problem = { reason, message, retryAfter };
        if (!temporaryReasons.has(reason)) {
          settle(cid, { state: 'failed', problem });
          return;
        }
        update(cid, { problem });
        onChange();
        await wait((retryAfter ?? 1) * 1_000);
      }
    }
  }

  const findNext = (): OutgoingMessage | undefined =>
    messages.find(({ state }) => state === 'pending');
  const start = (): void => {
    sendAll().catch(() => {
      // `deliver` failed unexpectedly. The message stays pending until the next start.
      isSending = false;
    });
  };
  const enqueue = (next: readonly OutgoingMessage[]): void => {
    messages = next;
    onChange();
    start();
  };

  return {
    add: (message) => enqueue([...messages, createPending(message)]),
    restore: (restored) => {
      const known = new Set(messages.map(({ cid }) => cid));
      const added = restored.filter(({ cid }) => !known.has(cid));
      if (added.length > 0) enqueue([...added.map(createPending), ...messages]);
    },
    retry: (cid) => {
      const failed = messages.find((message) => message.cid === cid && message.state === 'failed');
      if (failed === undefined) return;
      const others = messages.filter((message) => message !== failed);
      enqueue([...others, { ...failed, state: 'pending', problem: null }]);
    },
    discard: (cid) => {
      if (messages.some((message) => message.cid === cid && message.state === 'failed')) {
        settle(cid, null);
      }
    },
    setConnected: (next) => {
      isConnected = next;
      if (isConnected) start();
    },
    removeReturned: (cids) => {
      for (const { cid, state } of messages) {
        if (!cids.has(cid)) continue;
        if (cid === inFlight) returned.add(cid);
        else if (state === 'sent') messages = messages.filter((message) => message.cid !== cid);
        else settle(cid, null);
      }
    },
    clear: () => {
      messages = [];
      returned.clear();
      onChange();
    },
    list: () => (returned.size === 0 ? messages : messages.filter(({ cid }) => !returned.has(cid))),
  };
}

const createPending = ({
  cid,
  body,
  to = null,
  toName = null,
  at,
}: NewMessage): OutgoingMessage => ({
  cid,
  body,
  to,
  toName,
  state: 'pending',
  seq: null,
  at,
  problem: null,
});
