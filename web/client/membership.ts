// A room's place on a line: joins its topic, joins again by itself, asks and hears. What the
// answers mean, others know.

import type { Channel } from 'phoenix';
import type {
  CloseReason,
  Hidden,
  JoinResponse,
  Message,
  Receipt,
  RoomEvent,
} from '../../functions/protocol/events.ts';
import { getRoom, problemFrom, type Problem } from './api.ts';
import type { Reply } from './following.ts';
import { answerMs, boardLine } from './lines.ts';
import type { Settings } from './options.ts';
import type { Roll } from './presence.ts';

export interface MembershipOptions {
  readonly settings: Settings;
  /** The token as it is now. */
  readonly token: () => string;
  readonly joinPayload: () => object;
  readonly joined: (response: JoinResponse) => void;
  /** The channel is gone, and will be back. */
  readonly lost: () => void;
  /** For good. */
  readonly refused: (problem: Problem) => void;
  readonly closed: (reason: CloseReason, receipt: Receipt | null) => void;
  readonly woken: () => void;
  readonly heard: (messages: readonly Message[], hidden?: readonly number[]) => void;
  readonly hidden: (hidden: Hidden) => void;
  readonly room: (event: RoomEvent) => void;
  readonly roll: Roll;
}

export interface Membership {
  readonly ask: (event: string, payload: object, timeout?: number) => Promise<Reply>;
  readonly isJoined: () => boolean;
  /** The line is dead, or the server knows nothing of this join. */
  readonly reconnect: () => void;
  /** Tells the server, and resolves when it knows. */
  readonly leave: () => Promise<void>;
  /**
   * Without telling: the server notices by the closed connection, where no other room rides on it.
   */
  readonly getOff: () => void;
}

interface ChannelInside {
  readonly rejoinTimer: { readonly reset: () => void };
  readonly joinPush: { readonly cancelTimeout: () => void };
}

const final = new Set([
  'unauthorized',
  'expired',
  'forbidden',
  'name_taken',
  'name_invalid',
  'invalid_payload',
  'room_full',
  'locked',
  'kicked',
  'not_found',
  'unmatched topic',
]);
const endings: ReadonlySet<string> = new Set<CloseReason>([
  'expired',
  'closed',
  'kicked',
  'left',
  'replaced',
]);

export function takeMembership(options: MembershipOptions): Membership {
  const { settings, token, roll } = options;
  const { id } = settings;
  /** Whoever waits for an answer when the channel goes. */
  const waiting = new Set<() => void>();
  let joined = false;
  let leaving = false;
  let off = false;

  const line = boardLine(settings, {
    room: id,
    woken: options.woken,
    unopened: (tries) => void lookAgain(tries),
  });
  const channel: Channel = line.socket.channel(`room:${id}`, options.joinPayload);

  const lose = (): void => {
    joined = false;
    for (const lost of [...waiting]) lost();
  };
  const refuse = (problem: Problem): void => {
    if (!off && final.has(problem.reason)) options.refused(problem);
  };

  /** The upgrade's own answer is hidden from pages: why it fails is asked over HTTP. */
  async function lookAgain(tries: number): Promise<void> {
    if (token() === '' || off || (tries !== 2 && tries % 10 !== 0)) return;
    const result = await getRoom({ id, token: token() }, settings.server);
    if (!result.ok && !joined) refuse(result);
  }

  channel.onError(() => {
    lose();
    if (!off && !leaving) options.lost();
  });
  channel.onClose((payload: unknown) => {
    lose();
    if (!off && !leaving) options.closed(reasonIn(payload), receiptIn(payload));
  });
  channel.on('shout', (message: Message) => options.heard([message]));
  channel.on(
    'shouts',
    ({ messages, hidden }: { messages: readonly Message[]; hidden?: readonly number[] }) =>
      options.heard(messages, hidden),
  );
  channel.on('hidden', options.hidden);
  channel.on('room', options.room);
  channel.on('presence_state', roll.state);
  channel.on('presence_diff', roll.diff);
  // Seen here, before the channel itself sees the refusal and chooses when to join again.
  channel.onMessage = (_event: string, payload: unknown): unknown => {
    if (!joined && hasRefusal(payload)) {
      line.holdRejoin((problemFrom(payload.response).retryAfter ?? 0) * 1_000);
    }
    return payload;
  };
  channel
    .join(2 * answerMs)
    .receive('ok', (response: JoinResponse) => {
      if (off) return;
      joined = true;
      options.joined(response);
    })
    .receive('error', (response: unknown) => refuse(problemFrom(response)))
    .receive('timeout', () => line.reconnect());

  const drop = (): void => {
    off = true;
    // What Phoenix's own `leave` does, without its frame: no join again, and none that still waits
    // to be sent.
    const { rejoinTimer, joinPush } = channel as Channel & ChannelInside;
    rejoinTimer.reset();
    joinPush.cancelTimeout();
    channel.state = 'closed';
    line.socket.remove(channel);
    line.release();
  };

  const ask = (event: string, payload: object, timeout = answerMs): Promise<Reply> => {
    if (!joined) return Promise.resolve({ kind: 'unknown', late: false });
    // The answer brings presence as well.
    if (event === 'sync') roll.asked();
    line.used();
    return new Promise((resolve) => {
      const settle = (reply: Reply): void => {
        waiting.delete(lost);
        resolve(reply);
      };
      const lost = (): void => settle({ kind: 'unknown', late: false });
      waiting.add(lost);
      channel
        .push(event, payload, timeout)
        .receive('ok', (response: unknown) => settle({ kind: 'ok', response }))
        .receive('error', (response: unknown) =>
          settle({ kind: 'refused', problem: problemFrom(response) }),
        )
        .receive('timeout', () => settle({ kind: 'unknown', late: true }));
    });
  };

  return {
    isJoined: () => joined,
    reconnect: () => {
      if (!off) line.reconnect();
    },
    ask,
    leave: async () => {
      leaving = true;
      // Not the channel's own `leave`, which does not wait for the answer.
      await ask('phx_leave', {});
      drop();
    },
    getOff: () => {
      if (!leaving) drop();
    },
  };
}

const fieldsOf = (payload: unknown): Record<string, unknown> =>
  typeof payload === 'object' && payload !== null ? { ...payload } : {};

function reasonIn(payload: unknown): CloseReason {
  const { reason } = fieldsOf(payload);
  return isEnding(reason) ? reason : 'closed';
}

const isEnding = (value: unknown): value is CloseReason =>
  typeof value === 'string' && endings.has(value);

function receiptIn(payload: unknown): Receipt | null {
  const { receipt } = fieldsOf(payload);
  return typeof receipt === 'object' && receipt !== null ? (receipt as Receipt) : null;
}

const hasRefusal = (payload: unknown): payload is { response: unknown } => {
  const { status, response } = fieldsOf(payload);
  return status === 'error' && response !== undefined;
};
