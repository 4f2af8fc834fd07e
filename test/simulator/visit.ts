// One client's dealings with one room, as the client library has them: join with what it saw last, send again until answered, ask for
// what is missing, begin anew when told to. It uses the library's own timeline and presence. The socket is client.ts.

import type { Message, PresenceDiff, PresenceState } from '../../functions/protocol/events.ts';
import { applyDiff, applyState, nobody, type Presence } from '../../web/client/presence.ts';
import { catchUp, emptyTimeline, incomplete, pageBefore, receive, type CaughtUp, type Timeline } from '../../web/client/timeline.ts';
import type { Chance } from './chance.ts';
import type { Answer, Call, HistoryEvent } from './history.ts';
import type { Scheduler } from './scheduler.ts';

export interface RoomHandle {
  readonly id: string;
  readonly token: string;
  readonly watch: string;
  readonly capacity: number;
  readonly calm: boolean;
}

/** What came back for a push: an answer of the server, or nothing. */
export type Reply = { readonly ok: boolean; readonly response: Readonly<Record<string, unknown>> } | 'none';

export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly events: HistoryEvent[];
  readonly nextOperation: () => number;
}

interface VisitOptions {
  readonly client: string;
  readonly room: RoomHandle;
  readonly username: string | undefined;
  readonly batch: boolean;
  readonly surroundings: Surroundings;
  /** Sends a push; its reply comes once, or `none` when time is up or the socket ends. */
  readonly push: (event: string, payload: object, joinRef: string | undefined) => { readonly ref: string; readonly reply: Promise<Reply> };
}

interface Outgoing {
  readonly cid: string;
  readonly body: string;
  readonly to: string | undefined;
}

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
  send(message: Outgoing, options: { readonly inTurn: boolean }): void;
  ask(event: 'typing' | 'history' | 'sync', payload?: object): void;
  leave(): void;
  enter(): void;
  /** Everything but the session is forgotten; from now on it is another device. */
  forget(client: string): void;
  /** Writes what it believes of presence into the history. */
  tellPresence(): void;
  readonly wanted: boolean;
  readonly joined: boolean;
  /** A watcher does not. */
  readonly speaks: boolean;
  /** Another member's id, as far as this one knows. */
  someoneElse(): string | undefined;
}

const final = new Set(['unauthorized', 'expired', 'forbidden', 'name_invalid', 'invalid_payload', 'room_full', 'locked', 'kicked', 'not_found']);
const maybeDone = new Set(['unavailable']);

export function createVisit({ client: firstClient, room, username, batch, surroundings, push }: VisitOptions): Visit {
  const { scheduler, chance, events, nextOperation } = surroundings;
  let client = firstClient;
  let name = username;
  // A secret of this client's: the same member is made of it, though the answer to the first join was lost.
  const claim = chance.id(22);
  let token = room.token;
  let session: string | undefined;
  let member: string | undefined;
  let timeline: Timeline = emptyTimeline;
  let head = 0;
  let presence: Presence = nobody;
  let state: 'out' | 'joining' | 'in' = 'out';
  let wanted = true;
  let joinRef: string | undefined;
  let open = false;
  let isHere = false;
  let tries = 0;
  let syncing = false;
  let waiting: Outgoing[] = [];
  let sending = false;
  /** Moves when all is forgotten: what the earlier device was sending is not sent by the later one. */
  let lives = 1;

  const now = (): number => Math.floor(scheduler.now());
  const note = (event: HistoryEvent): void => void events.push(event);
  const begin = (call: Call): number => {
    const op = nextOperation();
    note({ type: 'invoke', at: now(), op, client, room: room.id, call });
    return op;
  };
  const end = (op: number, outcome: { readonly answer: Answer } | { readonly reason: string } | 'unknown'): void => {
    if (outcome === 'unknown') note({ type: 'unknown', at: now(), op });
    else if ('answer' in outcome) note({ type: 'ok', at: now(), op, answer: outcome.answer });
    else if (maybeDone.has(outcome.reason)) note({ type: 'unknown', at: now(), op });
    else note({ type: 'fail', at: now(), op, reason: outcome.reason });
  };
  const reasonOf = (response: Readonly<Record<string, unknown>>): string => (typeof response['reason'] === 'string' ? response['reason'] : 'no reason');
  const goAway = (): void => {
    if (isHere) note({ type: 'away', at: now(), client, room: room.id });
    isHere = false;
  };
  const draw = (next: Timeline): void => {
    if (next === timeline) return;
    timeline = next;
    note({
      type: 'screen', at: now(), client, room: room.id, epoch: next.epoch ?? '', messages: next.messages, missed: next.gaps, hidden: next.hidden,
    });
  };
  const pageOf = (epoch: string, answer: CaughtUp): Answer => ({
    kind: 'page', epoch, head: answer.head, messages: answer.messages, hidden: answer.hidden ?? [], resumed: answer.resumed,
  });
  const soon = (run: () => void): void => {
    tries += 1;
    scheduler.after(Math.floor(chance.next() * Math.min(2_000, 250 * 2 ** tries)), run);
  };

  /** What was left out is asked for by history, as far as the room keeps it; then the answer is taken in. */
  const take = (answer: CaughtUp): void => {
    head = Math.max(head, answer.head);
    const before = pageBefore(timeline, answer);
    if (before === null || room.capacity === 0) {
      draw(catchUp(timeline, answer));
      return;
    }
    const { ref: _, reply } = push('history', { before, limit: 200 }, joinRef);
    const epoch = timeline.epoch;
    void reply.then((page) => {
      if (timeline.epoch !== epoch) return;
      const older = page === 'none' || !page.ok ? undefined : page.response as unknown as CaughtUp;
      if (older !== undefined) draw(receive(timeline, older.messages, older.hidden));
      draw(catchUp(timeline, answer));
    });
  };

  const join = (): void => {
    if (!open || !wanted || state !== 'out') return;
    state = 'joining';
    const last = timeline.epoch === null ? undefined : { epoch: timeline.epoch, seq: timeline.settled };
    const op = begin(last === undefined ? { kind: 'join' } : { kind: 'join', last });
    const { ref, reply } = push('phx_join', { token, username: name, session, claim, last, batch }, undefined);
    joinRef = ref;
    void reply.then((answer) => {
      if (joinRef !== ref) {
        end(op, 'unknown');
        return;
      }
      if (answer === 'none' || !answer.ok) {
        state = 'out';
        if (answer === 'none') {
          end(op, 'unknown');
          soon(join);
        } else refused(op, reasonOf(answer.response));
        return;
      }
      joined(op, answer.response);
    });
  };

  const refused = (op: number, reason: string): void => {
    end(op, { reason });
    // The answer to an earlier join was lost, and with it the way back to the name: people take another.
    if (reason === 'name_taken' && name !== undefined) name = `${name}${chance.int(2, 9)}`;
    if (final.has(reason)) wanted = false;
    else soon(join);
  };

  const joined = (op: number, response: Readonly<Record<string, unknown>>): void => {
    const answer = response as unknown as CaughtUp;
    const who = response['member'] as { readonly id: string; readonly name: string } | null;
    if (typeof response['session'] === 'string') session = response['session'];
    if (typeof response['token'] === 'string') token = response['token'];
    member = who?.id;
    state = 'in';
    tries = 0;
    end(op, { answer: pageOf(answer.epoch, answer) });
    note({ type: 'here', at: now(), client, room: room.id, name: who?.name, member, receives: true });
    isHere = true;
    take(answer);
    pump();
  };

  /** The server says that it lost us, or we see that it did: join again, with what we saw last. */
  const beginAnew = (): void => {
    if (state === 'out') return;
    state = 'out';
    goAway();
    soon(join);
  };

  const sync = (): void => {
    if (state !== 'in' || timeline.epoch === null) return;
    const { epoch } = timeline;
    const last = { epoch, seq: timeline.settled };
    const op = begin({ kind: 'sync', last });
    void push('sync', last, joinRef).reply.then((answer) => {
      if (answer === 'none') end(op, 'unknown');
      else if (!answer.ok) end(op, { reason: reasonOf(answer.response) });
      else {
        const page = { ...(answer.response as unknown as CaughtUp), epoch };
        end(op, { answer: pageOf(epoch, page) });
        if (timeline.epoch === epoch) take(page);
        return;
      }
      if (answer !== 'none' && reasonOf(answer.response) === 'unmatched topic') beginAnew();
    });
  };

  const syncIfIncomplete = (): void => {
    if (syncing || !incomplete(timeline, head)) return;
    syncing = true;
    scheduler.after(1_500, () => {
      syncing = false;
      if (!incomplete(timeline, head)) return;
      sync();
      syncIfIncomplete();
    });
  };

  const took = (messages: readonly Message[], hidden: readonly number[]): void => {
    if (messages.length > 0) note({ type: 'pushed', at: now(), client, room: room.id, messages });
    draw(receive(timeline, messages, hidden));
    syncIfIncomplete();
  };

  /** Sends one message until it is known what became of it. */
  const deliver = (message: Outgoing, done: () => void, { attempt = 1, life = lives } = {}): void => {
    if (life !== lives) return;
    if (state !== 'in') {
      scheduler.after(500, () => {
        if (wanted) deliver(message, done, { attempt, life });
        else done();
      });
      return;
    }
    const op = begin({ kind: 'send', cid: message.cid, body: message.body, ...(message.to === undefined ? {} : { to: message.to }) });
    const again = (milliseconds: number): void => {
      scheduler.after(milliseconds, () => { deliver(message, done, { attempt: attempt + 1, life }); });
    };
    void push('shout', message, joinRef).reply.then((answer) => {
      if (answer === 'none') {
        end(op, 'unknown');
        again(250);
        return;
      }
      const { ok, response } = answer;
      if (ok) {
        end(op, { answer: { kind: 'sent', epoch: String(response['epoch']), seq: Number(response['seq']) } });
        done();
        return;
      }
      const reason = reasonOf(response);
      end(op, { reason });
      if (reason === 'unavailable') again(200 * 2 ** Math.min(4, attempt));
      else if (reason === 'rate_limited') again(1_000 * Number(response['retry_after'] ?? 1));
      else if (reason === 'unmatched topic') {
        beginAnew();
        again(500);
      } else done();
    });
  };

  const pump = (): void => {
    const next = waiting[0];
    if (sending || next === undefined || state !== 'in') return;
    sending = true;
    deliver(next, () => {
      sending = false;
      waiting = waiting.slice(1);
      pump();
    });
  };

  const stop = (): void => {
    wanted = false;
    state = 'out';
    goAway();
    waiting = [];
  };

  return {
    room,
    connected: () => {
      open = true;
      join();
    },
    away: goAway,
    disconnected: () => {
      open = false;
      state = 'out';
      joinRef = undefined;
      goAway();
    },
    received: (event, payload, ref) => {
      // As phoenix.js: what belongs to a join that is no longer ours is dropped.
      if (ref !== null && ref !== undefined && ref !== joinRef) return;
      switch (event) {
        case 'shout': took([payload as Message], []); break;
        case 'shouts': {
          const { messages, hidden = [] } = payload as { readonly messages: readonly Message[]; readonly hidden?: readonly number[] };
          took(messages, hidden);
          break;
        }
        case 'hidden': {
          const { epoch, seqs } = payload as { readonly epoch: string; readonly seqs: readonly number[] };
          if (epoch === timeline.epoch) took([], seqs);
          break;
        }
        case 'room': {
          const fresh = payload as { readonly token?: string; readonly session?: string };
          token = fresh.token ?? token;
          session = fresh.session ?? session;
          break;
        }
        case 'presence_state': presence = applyState(presence, payload as PresenceState); break;
        case 'presence_diff': presence = applyDiff(presence, payload as PresenceDiff); break;
        case 'phx_error': beginAnew(); break;
        case 'phx_close': stop(); break;
        default: break;
      }
    },
    send: (message, { inTurn }) => {
      if (!wanted) return;
      if (!inTurn) {
        deliver(message, () => undefined);
        return;
      }
      waiting = [...waiting, message];
      pump();
    },
    ask: (event, payload = {}) => {
      if (event === 'sync') {
        sync();
        return;
      }
      if (state !== 'in') return;
      const op = begin(event === 'history' ? { kind: 'read' } : { kind: 'other', what: event });
      const { epoch } = timeline;
      void push(event, payload, joinRef).reply.then((answer) => {
        if (answer === 'none') end(op, 'unknown');
        else if (!answer.ok) end(op, { reason: reasonOf(answer.response) });
        else if (event === 'typing' || epoch === null) end(op, { answer: { kind: 'done' } });
        else {
          const { messages, hidden } = answer.response as unknown as CaughtUp;
          end(op, { answer: pageOf(epoch, { epoch, head: 0, resumed: false, messages, hidden }) });
          if (timeline.epoch === epoch) draw(receive(timeline, messages, hidden));
        }
      });
    },
    leave: () => {
      if (state !== 'in') return;
      const op = begin({ kind: 'leave' });
      const { reply } = push('phx_leave', {}, joinRef);
      stop();
      void reply.then((answer) => { end(op, answer === 'none' ? 'unknown' : { answer: { kind: 'done' } }); });
    },
    enter: () => {
      if (wanted) return;
      wanted = true;
      join();
    },
    forget: (next) => {
      goAway();
      client = next;
      timeline = emptyTimeline;
      presence = nobody;
      head = 0;
      waiting = [];
      sending = false;
      lives += 1;
    },
    tellPresence: () => {
      const names = new Map([...presence.metas].map(([who, metas]) => [who, metas.length]));
      note({ type: 'presence', at: now(), client, room: room.id, names });
    },
    get wanted() {
      return wanted;
    },
    get joined() {
      return state === 'in';
    },
    speaks: username !== undefined,
    someoneElse: () => [...presence.metas.values()].flat().find((meta) => meta.member !== member)?.member,
  };
}
