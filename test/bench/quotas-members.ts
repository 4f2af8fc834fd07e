// A simulated member: one socket, one room, and the page's habits. It sends typing before and after
// a message, accepts batches, syncs after silence, and reconnects with its last position. Messages
// go through the client library's own outbox. The run counts what it receives.

import type { Message } from '../../functions/protocol/events.ts';
import type { Reason } from '../../functions/protocol/reasons.ts';
import { createOutbox, type DeliveryResult } from '../../web/client/outbox/outbox.ts';
import type { Chance } from '../simulator/chance.ts';
import type { Scheduler } from '../simulator/scheduler.ts';
import type { Cloud, Line } from './quotas-cloud.ts';

export interface Tally {
  said: number;
  /** Sends and joins without a reply in time. */
  unanswered: number;
  accepted: number;
  /** Refusals by the server, by reason. */
  readonly refusals: Map<string, number>;
  /** Received messages, once per receiving member. */
  delivered: number;
  /**
   * Milliseconds from the first attempt to send a message to its receipt, by members who had
   * already joined.
   */
  readonly delays: number[];
  joins: number;
  readonly joinDelays: number[];
  heartbeats: number;
}

export const newTally = (): Tally => ({
  said: 0,
  unanswered: 0,
  accepted: 0,
  refusals: new Map(),
  delivered: 0,
  delays: [],
  joins: 0,
  joinDelays: [],
  heartbeats: 0,
});

export interface Habits {
  /** Average seconds between two messages of one member; 0 if it only listens. */
  readonly pauseSeconds: number;
  readonly tellsTyping: boolean;
  readonly bodyCharacters: number;
  /** Whether its page is hidden. Then a dead connection is noticed late. */
  readonly isHidden?: boolean;
}

interface RoomFacts {
  readonly id: string;
  readonly token: string;
  /** After this time no member starts a new message. */
  readonly quietAt: number;
}

interface MemberOptions {
  readonly cloud: Cloud;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly tally: Tally;
  readonly habits: Habits;
  readonly room: RoomFacts;
  readonly name: string;
  /** The time when each message was first sent, by cid. */
  readonly saidAt: Map<string, number>;
}

export interface Member {
  /** Disconnects the network for this long. */
  lose(milliseconds: number): void;
}

// The same values as in web/client/connection/shared-connection.ts and sync/history-sync.ts.
const maxAnswerTime = 5_000;
const silences = [20_000, 40_000, 240_000];
const heartbeatEvery = 240_000;
const maxSilence = { min: 18_000, spread: 5_000 };
const gapPatience = 1_500;
const typingSeconds = 3;

type Returned =
  | { readonly status: 'ok' | 'error'; readonly response: Readonly<Record<string, unknown>> }
  | 'none';
const filler = (
  'the of and to in is you that it he was for on are as with his they at be this have from or ' +
  'one had by word but not what all were we when '
).repeat(4);
const none: Returned = 'none';
const final = new Set([
  'unauthorized',
  'expired',
  'forbidden',
  'name_taken',
  'name_invalid',
  'room_full',
  'locked',
  'kicked',
  'not_found',
]);

export function createMember({
  cloud,
  scheduler,
  chance,
  tally,
  habits,
  room,
  name,
  saidAt,
}: MemberOptions): Member {
  const topic = `room:${room.id}`;
  const claim = chance.id(22);
  const waiting = new Map<string, (returned: Returned) => void>();
  const seen = new Set<number>();
  const firstAt = scheduler.now();
  let line: Line | undefined;
  let generation = 0;
  let refs = 0;
  let joinRef: string | null = null;
  let failures = 0;
  let epoch: string | undefined;
  let session: string | undefined;
  let settled = 0;
  let heardAt = 0;
  let usedAt = 0;
  let receivedAt = 0;
  let quiet = 0;
  let asksForGap = false;
  let over = false;
  let talks = false;

  const push = (
    event: string,
    payload: object,
    { to = topic, patience = maxAnswerTime } = {},
  ): Promise<Returned> =>
    new Promise((resolve) => {
      const ref = String((refs += 1));
      if (event === 'phx_join') joinRef = ref;
      usedAt = scheduler.now();
      waiting.set(ref, resolve);
      scheduler.after(patience, () => {
        if (waiting.delete(ref)) resolve(none);
      });
      line?.send(JSON.stringify([to === topic ? joinRef : null, ref, to, event, payload]));
    });

  const outbox = createOutbox({
    deliver: async ({ cid, body }): Promise<DeliveryResult> => {
      if (!saidAt.has(cid)) saidAt.set(cid, scheduler.now());
      const returned = await push('shout', { body, cid });
      if (returned === 'none') {
        tally.unanswered += 1;
        return { kind: 'unknown' };
      }
      const { status, response } = returned;
      if (status === 'ok') {
        tally.accepted += 1;
        return { kind: 'ok', seq: Number(response['seq']), at: String(response['at']) };
      }
      const reason = noteRefusal(response);
      const retryAfter =
        typeof response['retry_after'] === 'number' ? response['retry_after'] : null;
      if (reason === 'unmatched topic') void rejoin();
      return { kind: 'refused', reason: reason as Reason, message: '', retryAfter };
    },
    wait: (milliseconds) =>
      new Promise((resolve) => {
        scheduler.after(milliseconds, resolve);
      }),
    onChange: () => undefined,
  });

  function noteRefusal(response: Readonly<Record<string, unknown>>): string {
    const reason = String(response['reason']);
    tally.refusals.set(reason, (tally.refusals.get(reason) ?? 0) + 1);
    return reason;
  }

  function hear(messages: readonly Pick<Message, 'seq' | 'cid'>[], at: number): void {
    heardAt = Math.max(heardAt, at);
    quiet = 0;
    for (const { seq, cid } of messages) {
      if (seen.has(seq)) continue;
      seen.add(seq);
      tally.delivered += 1;
      const said = saidAt.get(cid);
      if (said !== undefined && said >= firstAt) tally.delays.push(at - said);
    }
    while (seen.has(settled + 1)) settled += 1;
    if (seen.size === 0 || asksForGap || !messages.some(({ seq }) => seq > settled)) return;
    asksForGap = true;
    scheduler.after(gapPatience, () => {
      asksForGap = false;
      if (messages.some(({ seq }) => seq > settled)) void sync();
    });
  }

  async function sync(): Promise<void> {
    if (over || epoch === undefined || line === undefined) return;
    const returned = await push('sync', { epoch, seq: settled });
    if (returned !== 'none' && returned.status === 'ok') {
      hear(returned.response['messages'] as readonly Message[], scheduler.now());
    } else if (returned === 'none') reconnect(0);
  }

  function listen(own: number): void {
    const wait = (silences[Math.min(quiet, silences.length - 1)] ?? 0) * (1 + 0.25 * chance.next());
    scheduler.after(Math.max(1, heardAt + wait - scheduler.now()), () => {
      if (own !== generation || over) return;
      if (scheduler.now() >= heardAt + wait) {
        heardAt = scheduler.now();
        const before = quiet + 1;
        void sync().then(() => {
          quiet = before;
        });
      }
      listen(own);
    });
  }

  function beat(own: number): void {
    const silence = maxSilence.min + maxSilence.spread * chance.next();
    const dueAt = (): number => {
      const byUse = usedAt + heartbeatEvery;
      return habits.isHidden === true ? byUse : Math.min(byUse, receivedAt + silence);
    };
    scheduler.after(Math.max(1, dueAt() - scheduler.now()), () => {
      if (own !== generation || over) return;
      if (scheduler.now() >= dueAt()) void sendHeartbeat(own);
      else beat(own);
    });
  }

  async function sendHeartbeat(own: number): Promise<void> {
    const sentAt = scheduler.now();
    tally.heartbeats += 1;
    const returned = await push('heartbeat', {}, { to: 'phoenix' });
    if (own !== generation || over) return;
    if (returned === 'none' && receivedAt < sentAt) reconnect(0);
    else beat(own);
  }

  const backoff = (): number => chance.next() * Math.min(10_000, 250 * 2 ** (failures += 1));

  async function rejoin(): Promise<void> {
    const own = generation;
    const from = scheduler.now();
    outbox.setConnected(false);
    const last = epoch === undefined ? undefined : { epoch, seq: settled };
    const returned = await push(
      'phx_join',
      { token: room.token, username: name, batch: true, claim, session, last },
      { patience: 2 * maxAnswerTime },
    );
    if (own !== generation || over) return;
    if (returned === 'none') {
      tally.unanswered += 1;
      reconnect(0);
      return;
    }
    const { status, response } = returned;
    if (status === 'error') {
      over = final.has(noteRefusal(response));
      if (!over) {
        scheduler.after(1_000 * Number(response['retry_after'] ?? 0) + backoff(), () => {
          if (own === generation) void rejoin();
        });
      }
      return;
    }
    failures = 0;
    tally.joins += 1;
    tally.joinDelays.push(scheduler.now() - from);
    // Messages from before the first join do not count as received.
    if (epoch === undefined) settled = Number(response['head']);
    for (const { seq } of epoch === undefined ? (response['messages'] as readonly Message[]) : []) {
      seen.add(seq);
    }
    epoch = String(response['epoch']);
    if (typeof response['session'] === 'string') session = response['session'];
    heardAt = scheduler.now();
    receivedAt = heardAt;
    hear(response['messages'] as readonly Message[], scheduler.now());
    outbox.setConnected(true);
    listen(own);
    beat(own);
    if (!talks) talk();
  }

  function talk(): void {
    talks = true;
    if (habits.pauseSeconds === 0) return;
    scheduler.after(-Math.log(1 - chance.next()) * habits.pauseSeconds * 1_000, () => {
      if (over || scheduler.now() > room.quietAt) return;
      const say = (): void => {
        tally.said += 1;
        outbox.add({
          cid: chance.id(16),
          body: filler.slice(0, habits.bodyCharacters),
          at: '',
          to: null,
        });
        if (habits.tellsTyping && line !== undefined) void push('typing', { typing: false });
      };
      if (habits.tellsTyping && line !== undefined) {
        void push('typing', { typing: true });
        scheduler.after(typingSeconds * 1_000, say);
      } else say();
      talk();
    });
  }

  function reconnect(offline: number): void {
    line?.cut();
    line = undefined;
    generation += 1;
    outbox.setConnected(false);
    for (const [, resolve] of waiting) resolve(none);
    waiting.clear();
    if (!over) scheduler.after(offline + backoff(), open);
  }

  function open(): void {
    const own = (generation += 1);
    line = cloud.open({
      opened: () => {
        if (own === generation) void rejoin();
      },
      received: (frame, at) => {
        if (own === generation) receivedAt = Math.max(receivedAt, at);
        // Presence is counted when posted, and long to parse.
        if (
          own !== generation ||
          frame.startsWith(',"presence_', frame.indexOf(topic) + topic.length + 1)
        ) {
          return;
        }
        const [, ref, , event, payload] = parseFrame(frame);
        if (event === 'shout') hear([payload as Message], at);
        else if (event === 'shouts') {
          hear((payload as { readonly messages: readonly Message[] }).messages, at);
        } else if (event.startsWith('phx_')) {
          scheduler.after(at - scheduler.now(), () => {
            if (own === generation) handleReply(event, ref, payload);
          });
        }
      },
      ended: () => {
        if (own === generation) reconnect(0);
      },
    });
  }

  function handleReply(event: string, ref: string | null, payload: unknown): void {
    if (event === 'phx_close') over = true;
    else if (event === 'phx_error') void rejoin();
    else {
      const resolve = waiting.get(String(ref));
      waiting.delete(String(ref));
      resolve?.(payload as Exclude<Returned, 'none'>);
    }
  }

  open();
  return {
    lose: (milliseconds) => {
      if (line !== undefined && !over) reconnect(milliseconds);
    },
  };
}

type Parsed = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
];
let lastFrame = '';
let lastParsed: Parsed | undefined;

/** Parses a frame. Many members receive the same broadcast in a row, so it parses each once. */
function parseFrame(frame: string): Parsed {
  if (lastParsed === undefined || frame !== lastFrame) {
    lastParsed = JSON.parse(frame) as Parsed;
    lastFrame = frame;
  }
  return lastParsed;
}
