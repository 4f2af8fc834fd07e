// The interface between a visit and its run, and the conversion of server replies for the history
// and the client library.

import type { ApiResponse } from '../../functions/core/http/api-request.ts';
import type { Reason } from '../../functions/protocol/reasons.ts';
import type { Problem } from '../../web/client/rooms-api.ts';
import type { Reply } from '../../web/client/sync/history-sync.ts';
import type { SyncResponse } from '../../web/client/sync/message-timeline.ts';
import type { Chance } from './chance.ts';
import type { Answer, HistoryEvent } from './history.ts';
import type { RoomEnd } from './room-end.ts';
import type { Scheduler } from './scheduler.ts';

/** A link's code, or a token, that somebody can join with. */
export interface Credential {
  /** Empty for an open room. */
  readonly token: string;
  /** Whether its uses are limited, also if it was issued in place of such a link. */
  readonly isLimited: boolean;
  /** When its holder got it. */
  readonly gotAt: number;
}

export interface RoomHandle {
  readonly id: string;
  readonly isOpen: boolean;
  /** The links of its creation: to talk, to watch, to own, and one with limited uses. */
  readonly first: Credential;
  readonly watch: Credential;
  readonly owner: Credential;
  readonly limited: Credential;
  /** The newest link to talk, as far as the owner knows. */
  newest: Credential;
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

/** Sends an owner's HTTP request. Resolves to undefined if it got no answer. */
export type CallApi = (
  room: RoomHandle,
  request: { readonly route: string; readonly bearer: string },
) => Promise<ApiResponse | undefined>;

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
  /** Replaces the room's links, as its owner does over HTTP. */
  replaceLinks(callApi: CallApi): void;
  /** Forgets everything except the session, and continues as another device. */
  forget(client: string): void;
  /** Records the presence that it sees in the history. */
  publishPresence(): void;
  readonly wanted: boolean;
  readonly joined: boolean;
  readonly credential: Credential;
  /** False for a watcher. */
  readonly speaks: boolean;
  /** Another member's id, as far as this client knows. */
  someoneElse(): string | undefined;
  /** Another member's id, but not a bot's, which cannot read private messages. */
  someoneReading(): string | undefined;
}

export const readReason = (response: Readonly<Record<string, unknown>>): string =>
  typeof response['reason'] === 'string' ? response['reason'] : 'no reason';

/** When a token ends, in milliseconds since 1970. */
export function readTokenEnd(token: string): number {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(claims) as { readonly exp: number }).exp * 1_000;
}

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
