// What this client is sending: one message after the answer to the one before, so that they keep
// their order, each again with the same cid until there is an answer. Knows nothing of sockets and
// of storage; `deliver` does.

import type { Reason } from '../../../functions/protocol/reasons.ts';

export interface OutgoingMessage {
  readonly cid: string;
  readonly body: string;
  /** The id or name of the one member it is for; null: for all. */
  readonly to: string | null;
  readonly state: 'pending' | 'sent' | 'failed';
  /** Known once sent. */
  readonly seq: number | null;
  readonly at: string;
  /** Why it failed, or is held up. */
  readonly problem: ProblemDetails | null;
}

/** A reason, the server's words for it, and the seconds after which the same may be accepted. */
export interface ProblemDetails {
  readonly reason: Reason;
  readonly message: string;
  readonly retryAfter: number | null;
}

/** A message as it is written. */
interface NewMessage {
  readonly cid: string;
  readonly body: string;
  readonly to?: string | null;
  readonly at: string;
}

export type DeliveryResult =
  | { readonly kind: 'ok'; readonly seq: number; readonly at: string }
  | ({ readonly kind: 'refused' } & ProblemDetails)
  /** No answer came: it may or may not have been accepted. */
  | { readonly kind: 'unknown' }
  /**
   * Another tab of this member has had it answered: it comes, or came, through the receive channel.
   */
  | { readonly kind: 'elsewhere' };

export interface OutboxOptions {
  readonly deliver: (message: {
    cid: string;
    body: string;
    to: string | null;
  }) => Promise<DeliveryResult>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly onChange: () => void;
  /** Told once of each message that need not be sent again. */
  readonly onSettled?: (cid: string) => void;
}

export interface Outbox {
  readonly add: (message: NewMessage) => void;
  /**
   * Takes in what waited before this page was loaded, or in a tab that is closed: it is older, so
   * it goes first.
   */
  readonly restore: (messages: readonly NewMessage[]) => void;
  /** Sends a failed message once more, at the end of the queue. */
  readonly retry: (cid: string) => void;
  /** Gives a failed message up. */
  readonly discard: (cid: string) => void;
  /** Says whether there is a joined channel to send by. */
  readonly setConnected: (open: boolean) => void;
  /** Forgets messages that have come back through the receive channel. */
  readonly removeReturned: (cids: ReadonlySet<string>) => void;
  /** The room is over. */
  readonly clear: () => void;
  readonly list: () => readonly OutgoingMessage[];
}

const maxUnavailableTries = 5;
/** Refusals after which the same message may be accepted later. */
const temporaryReasons: ReadonlySet<Reason> = new Set<Reason>(['rate_limited', 'unmatched topic']);

export function createOutbox({
  deliver: deliver,
  wait,
  onChange: changed,
  onSettled: done,
}: OutboxOptions): Outbox {
  let items: readonly OutgoingMessage[] = [];
  let open = false;
  let busy = false;
  let flying: string | null = null;
  /**
   * Accepted while their answer was still under way: they are shown by the timeline, but the queue
   * waits for the answer.
   */
  const returned = new Set<string>();

  const settle = (cid: string, change: Partial<OutgoingMessage> | null): void => {
    const drop = returned.delete(cid) || change === null;
    items = drop
      ? items.filter((item) => item.cid !== cid)
      : items.map((item) => (item.cid === cid ? { ...item, ...change } : item));
    if (drop || change.state !== 'failed') done?.(cid);
    changed();
  };

  /** Still pending, but it is known why. */
  const hold = (cid: string, problem: ProblemDetails): void => {
    items = items.map((item) => (item.cid === cid ? { ...item, problem } : item));
    changed();
  };

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    let tries = 0;
    for (let next = first(); open && next !== undefined; next = first()) {
      const { cid, body, to } = next;
      flying = cid;
      const answer = await deliver({ cid, body, to });
      flying = null;
      const unavailable =
        answer.kind === 'refused' && answer.reason === 'unavailable' && tries < maxUnavailableTries;
      tries = unavailable ? tries + 1 : 0;
      if (unavailable) await wait(250 * 2 ** tries);
      else if (answer.kind === 'ok') {
        settle(cid, { state: 'sent', seq: answer.seq, at: answer.at, problem: null });
      } else if (answer.kind === 'elsewhere') settle(cid, null);
      else if (answer.kind === 'unknown') await wait(250);
      else if (temporaryReasons.has(answer.reason)) {
        hold(cid, pickProblemDetails(answer));
        await wait((answer.retryAfter ?? 1) * 1_000);
      } else settle(cid, { state: 'failed', problem: pickProblemDetails(answer) });
    }
    busy = false;
  }

  const first = (): OutgoingMessage | undefined => items.find((item) => item.state === 'pending');
  const start = (): void => {
    pump().catch(() => {
      busy = false;
    });
  };
  const queued = ({ cid, body, to = null, at }: NewMessage): OutgoingMessage => ({
    cid,
    body,
    to,
    state: 'pending',
    seq: null,
    at,
    problem: null,
  });

  return {
    add: (message) => {
      items = [...items, queued(message)];
      changed();
      start();
    },
    restore: (messages) => {
      const known = new Set(items.map(({ cid }) => cid));
      const fresh = messages.filter(({ cid }) => !known.has(cid));
      if (fresh.length === 0) return;
      items = [...fresh.map(queued), ...items];
      changed();
      start();
    },
    retry: (cid) => {
      const item = items.find((candidate) => candidate.cid === cid && candidate.state === 'failed');
      if (item === undefined) return;
      items = [
        ...items.filter((other) => other !== item),
        { ...item, state: 'pending', problem: null },
      ];
      changed();
      start();
    },
    discard: (cid) => {
      if (items.some((item) => item.cid === cid && item.state === 'failed')) settle(cid, null);
    },
    setConnected: (now) => {
      open = now;
      if (open) start();
    },
    removeReturned: (cids) => {
      for (const { cid, state } of items) {
        if (!cids.has(cid)) continue;
        if (cid === flying) returned.add(cid);
        else if (state === 'sent') items = items.filter((item) => item.cid !== cid);
        else settle(cid, null);
      }
    },
    clear: () => {
      items = [];
      returned.clear();
      changed();
    },
    // The same list while it has not changed: what is drawn of it can be kept.
    list: () => (returned.size === 0 ? items : items.filter((item) => !returned.has(item.cid))),
  };
}

const pickProblemDetails = ({ reason, message, retryAfter }: ProblemDetails): ProblemDetails => ({
  reason,
  message,
  retryAfter,
});
