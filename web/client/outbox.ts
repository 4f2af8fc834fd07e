// What this client is sending: one message after the answer to the one before, so that they keep their order, each again with
// the same cid until there is an answer. Knows nothing of sockets; `deliver` does.

import type { Reason } from '../../functions/protocol/reasons.ts';

export interface Outgoing {
  readonly cid: string;
  readonly body: string;
  readonly state: 'pending' | 'sent' | 'failed';
  /** Known once sent. */
  readonly seq: number | null;
  readonly at: string;
  /** Why it failed, in plain words. */
  readonly problem: string | null;
}

export type Answer =
  | { readonly kind: 'ok'; readonly seq: number; readonly at: string }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly message: string; readonly retryAfter: number | null }
  /** No answer came: it may or may not have been accepted. */
  | { readonly kind: 'unknown' };

export interface OutboxOptions {
  readonly deliver: (message: { cid: string; body: string }) => Promise<Answer>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly changed: () => void;
}

export interface Outbox {
  readonly add: (message: { cid: string; body: string; at: string }) => void;
  /** Sends a failed message once more, at the end of the queue. */
  readonly retry: (cid: string) => void;
  /** Says whether there is a joined channel to send by. */
  readonly setOpen: (open: boolean) => void;
  /** Forgets a message: it has come back through the receive channel, or the room is over. */
  readonly forget: (cids: ReadonlySet<string>) => void;
  readonly list: () => readonly Outgoing[];
}

const unavailableTries = 5;

export function createOutbox({ deliver, wait, changed }: OutboxOptions): Outbox {
  let items: readonly Outgoing[] = [];
  let open = false;
  let busy = false;
  /** Accepted while their answer was still under way: they are shown by the timeline, but the queue waits for the answer. */
  const returned = new Set<string>();

  const update = (cid: string, change: Partial<Outgoing>): void => {
    items = items.map((item) => (item.cid === cid ? { ...item, ...change } : item));
    changed();
  };

  const settle = (cid: string, change: Partial<Outgoing>): void => {
    if (returned.delete(cid)) items = items.filter((item) => item.cid !== cid);
    update(cid, change);
  };

  async function pump(): Promise<void> {
    if (busy) return;
    busy = true;
    let tries = 0;
    for (let next = first(); open && next !== undefined; next = first()) {
      const { cid, body } = next;
      const answer = await deliver({ cid, body });
      if (answer.kind === 'ok') settle(cid, { state: 'sent', seq: answer.seq, at: answer.at });
      else if (answer.kind === 'unknown') await wait(250);
      else if (answer.reason === 'rate_limited') await wait((answer.retryAfter ?? 1) * 1_000);
      else if (answer.reason === 'unavailable' && tries < unavailableTries) {
        tries += 1;
        await wait(250 * 2 ** tries);
        continue;
      } else if (answer.reason === 'unmatched topic') await wait(1_000);
      else settle(cid, { state: 'failed', problem: answer.message });
      tries = 0;
    }
    busy = false;
  }

  const first = (): Outgoing | undefined => items.find((item) => item.state === 'pending');
  const start = (): void => {
    pump().catch(() => {
      busy = false;
    });
  };

  return {
    add: ({ cid, body, at }) => {
      items = [...items, { cid, body, state: 'pending', seq: null, at, problem: null }];
      changed();
      start();
    },
    retry: (cid) => {
      const item = items.find((candidate) => candidate.cid === cid && candidate.state === 'failed');
      if (item === undefined) return;
      items = [...items.filter((other) => other !== item), { ...item, state: 'pending', problem: null }];
      changed();
      start();
    },
    setOpen: (now) => {
      open = now;
      if (open) start();
    },
    forget: (cids) => {
      for (const { cid, state } of items) if (cids.has(cid) && state === 'pending') returned.add(cid);
      items = items.filter((item) => !cids.has(item.cid) || item.state === 'pending');
    },
    list: () => items.filter((item) => !returned.has(item.cid)),
  };
}
