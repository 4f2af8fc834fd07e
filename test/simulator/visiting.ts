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
  /** Converts a date on the wire to virtual time. */
  readonly toVirtualTime: (date: string) => number;
}

export interface Said {
  readonly cid: string;
  readonly body: string;
  readonly to: string | undefined;
}

type Command = 'typing' | 'rename' | 'kick' | 'lock' | 'extend' | 'slow' | 'close';

export interface Visit {
  readonly room: RoomHandle;
  /** The socket is open: joins if the client wants to be here. */
  connected(): void;
  /** The network is gone, although nobody may know yet. */
  away(): void;
  /** The socket has ended. */
  disconnected(): void;
  /** A push from the server. */
  received(event: string, payload: unknown, joinRef: unknown): void;
  /** `inTurn`: waits for the reply to the previous message. */
  send(message: Said, options: { readonly inTurn: boolean }): void;
  command(event: Command, payload: object): void;
  history(): void;
  sync(): void;
  leave(): void;
  enter(): void;
  /** Forgets everything except the session, and continues as another device. */
  forget(client: string): void;
  /** Records the presence that it sees in the history. */
  publishPresence(): void;
  readonly wanted: boolean;
  readonly joined: boolean;
  /** False for a watcher. */
  readonly speaks: boolean;
  /** Another member's id, as far as this client knows. */
  someoneElse(): string | undefined;
}

export const readReason = (response: Readonly<Record<string, unknown>>): string =>
  typeof response['reason'] === 'string' ? response['reason'] : 'no reason';

export const readProblem = (response: Readonly<Record<string, unknown>>): Problem => ({
  ok: false,
  reason: readReason(response) as Reason,
  message: '',
  retryAfter: typeof response['retry_after'] === 'number' ? response['retry_after'] : null,
});

export function toReply(returned: Returned): Reply {
  if (returned === 'none') return { kind: 'unknown', isTimeout: false };
  return returned.ok
    ? { kind: 'ok', response: returned.response }
    : { kind: 'refused', problem: readProblem(returned.response) };
}

/** The response to a join, a sync or a page of history. Not every part comes with each. */
export type Page = Pick<SyncResponse, 'messages'> & {
  readonly [Part in Exclude<keyof SyncResponse, 'messages'>]?: SyncResponse[Part] | undefined;
};

export const toPage = (
  epoch: string,
  { epoch: pageEpoch, head = 0, messages, hidden = [], resumed = false }: Page,
): Answer => ({ kind: 'page', epoch: pageEpoch ?? epoch, head, messages, hidden, resumed });
