// The interface between a visit and its run, and the conversion of server replies for the history
// and the client library.

import type { Reason } from '../../functions/protocol/reasons.ts';
import type { Problem } from '../../web/client/rooms-api.ts';
import type { Reply } from '../../web/client/sync/history-sync.ts';
import type { SyncResponse } from '../../web/client/sync/message-timeline.ts';
import type { Chance } from './chance.ts';
import type { Answer, HistoryEvent } from './history.ts';
import type { RoomEnd } from './room-end.ts';
import type { Scheduler } from './scheduler.ts';

export interface RoomHandle {
  readonly id: string;
  readonly token: string;
  readonly watch: string;
  readonly owner: string;
  readonly capacity: number;
  readonly calm: boolean;
  readonly end: RoomEnd;
}

/** The result of a push: a server reply, or nothing. */
export type Returned =
  { readonly ok: boolean; readonly response: Readonly<Record<string, unknown>> } | 'none';

export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly events: HistoryEvent[];
  readonly nextOperation: () => number;
  /** Virtual time of a date on the wire. */
  readonly toIsoTime: (date: string) => number;
}

export interface Said {
  readonly cid: string;
  readonly body: string;
  readonly to: string | undefined;
}

type Command = 'typing' | 'rename' | 'kick' | 'lock' | 'extend' | 'slow' | 'close';

export interface Visit {
  readonly room: RoomHandle;
  /** The socket is open: join, if one wants to be here. */
  connected(): void;
  /** The network is gone, though nobody may know yet. */
  away(): void;
  /** The socket has ended. */
  disconnected(): void;
  /** A push from the server. */
  received(event: string, payload: unknown, joinRef: unknown): void;
  /** In turn: after the answer to the one before. */
  send(message: Said, options: { readonly inTurn: boolean }): void;
  command(event: Command, payload: object): void;
  history(): void;
  sync(): void;
  leave(): void;
  enter(): void;
  /** Everything but the session is forgotten; from now on it is another device. */
  forget(client: string): void;
  /** Writes what it believes of presence into the history. */
  publishPresence(): void;
  readonly wanted: boolean;
  readonly joined: boolean;
  /** A watcher does not. */
  readonly speaks: boolean;
  /** Another member's id, as far as this one knows. */
  someoneElse(): string | undefined;
}

export const reasonIn = (response: Readonly<Record<string, unknown>>): string =>
  typeof response['reason'] === 'string' ? response['reason'] : 'no reason';

export const problemIn = (response: Readonly<Record<string, unknown>>): Problem => ({
  ok: false,
  reason: reasonIn(response) as Reason,
  message: '',
  retryAfter: typeof response['retry_after'] === 'number' ? response['retry_after'] : null,
});

export function replyOf(returned: Returned): Reply {
  if (returned === 'none') return { kind: 'unknown', isTimeout: false };
  return returned.ok
    ? { kind: 'ok', response: returned.response }
    : { kind: 'refused', problem: problemIn(returned.response) };
}

/** Of a join, a sync or a page of history: not all of it comes with each. */
export type PresenceSync = Pick<SyncResponse, 'messages'> & {
  readonly [Part in Exclude<keyof SyncResponse, 'messages'>]?: SyncResponse[Part] | undefined;
};

export const pageOf = (
  epoch: string,
  { epoch: lastPresenceSync, head = 0, messages, hidden = [], resumed = false }: PresenceSync,
): Answer => ({ kind: 'page', epoch: lastPresenceSync ?? epoch, head, messages, hidden, resumed });
