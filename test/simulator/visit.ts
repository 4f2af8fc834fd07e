// One client in one room: joins and rejoins. The client library's own parts decide what it shows,
// requests and resends. This file connects them to a simulated connection and records what they do.
// The socket is in client.ts.

import type {
  Message,
  PresenceDiff,
  PresenceState,
  RoomView,
} from '../../functions/protocol/events.ts';
import { isLinkCode } from '../../functions/protocol/link-code.ts';
import {
  createHistorySync,
  type HistorySync,
  type HistoryPage,
  type Reply,
} from '../../web/client/sync/history-sync.ts';
import {
  createOutbox,
  type DeliveryResult as Delivered,
  type Outbox,
} from '../../web/client/outbox/outbox.ts';
import {
  createPresenceTracker,
  type PresenceMember,
} from '../../web/client/room/presence-tracker.ts';
import type { SyncResponse } from '../../web/client/sync/message-timeline.ts';
import type { Answer, Call, JoinCredential } from './history.ts';
import {
  toPage,
  readProblem,
  readReason,
  readTokenEnd,
  toReply,
  type Credential,
  type Returned,
  type RoomHandle,
  type Said,
  type Surroundings,
  type Page,
  type Visit,
} from './visiting.ts';

interface VisitOptions {
  readonly client: string;
  readonly room: RoomHandle;
  /** Returns the link or token that it comes with. Called at its first join. */
  readonly invitation: () => Credential;
  /** Keeps a link's code to return with. */
  readonly keepsCode: boolean;
  readonly username: string | undefined;
  readonly batch: boolean;
  readonly surroundings: Surroundings;
  /**
   * Sends a push. Resolves once with its reply, or with `none` when time is up or the socket ends.
   */
  readonly push: (
    event: string,
    payload: object,
    joinRef: string | undefined,
  ) => { readonly ref: string; readonly reply: Promise<Returned> };
}

const final = new Set([
  'unauthorized',
  'expired',
  'forbidden',
  'name_invalid',
  'invalid_payload',
  'room_full',
  'locked',
  'kicked',
  'not_found',
]);

export function createVisit({
  client: firstClient,
  room,
  invitation,
  keepsCode,
  username,
  batch,
  surroundings,
  push,
}: VisitOptions): Visit {
  const { scheduler, chance, events, nextOperation, toVirtualTime: toIsoTime } = surroundings;
  // This client's claim: it identifies the same member even if the reply to the first join was
  // lost.
  const claim = chance.id(22);
  let client = firstClient;
  let name = username;
  let credential: Credential | undefined;
  let session: string | undefined;
  /** How many joins and syncs the whole presence is still to follow. */
  let presencesDue = 0;
  let member: string | undefined;
  let state: 'out' | 'joining' | 'in' = 'out';
  let wanted = true;
  let joinRef: string | undefined;
  let open = false;
  let isHere = false;
  let tries = 0;
  /** Increases when a device forgets everything, so its earlier work does not continue. */
  let lives = 1;

  const now = (): number => Math.floor(scheduler.now());
  const begin = (call: Call): number => {
    const op = nextOperation();
    events.push({ type: 'invoke', at: now(), op, client, room: room.id, call });
    return op;
  };
  const end = (op: number, returned: Returned, answer: (response: unknown) => Answer): void => {
    const at = now();
    if (returned === 'none') events.push({ type: 'unknown', at, op });
    else if (returned.ok) events.push({ type: 'ok', at, op, answer: answer(returned.response) });
    else if (readReason(returned.response) === 'unavailable') {
      events.push({ type: 'unknown', at, op });
    } else events.push({ type: 'fail', at, op, reason: readReason(returned.response) });
  };
  const done = (): Answer => ({ kind: 'done' });
  const getCredential = (): Credential => (credential ??= invitation());
  const takeCredential = ({ token, code }: Readonly<Record<string, unknown>>): void => {
    const { isLimited, token: current } = getCredential();
    const isKept = keepsCode && isLinkCode(current);
    const fresh = isKept ? code : (token ?? code);
    if (typeof fresh === 'string') credential = { token: fresh, isLimited, gotAt: now() };
  };
  const toEnd = (token: string): number => toIsoTime(new Date(readTokenEnd(token)).toISOString());
  const describeCredential = (): JoinCredential => {
    const { token, isLimited, gotAt } = getCredential();
    const isReturning = session !== undefined;
    if (token === '') return { kind: 'none', isLimited, gotAt, endsAt: Infinity, isReturning };
    return isLinkCode(token)
      ? { kind: 'code', isLimited, gotAt, endsAt: Infinity, isReturning }
      : { kind: 'token', isLimited, gotAt, endsAt: toEnd(token), isReturning };
  };
  const goAway = (): void => {
    if (isHere) events.push({ type: 'away', at: now(), client, room: room.id });
    isHere = false;
  };
  const comeHere = (epoch = following.getTimeline().epoch ?? ''): void => {
    events.push({
      type: 'here',
      at: now(),
      client,
      room: room.id,
      name: member === undefined ? undefined : name,
      member,
      receives: true,
      epoch,
    });
    isHere = true;
  };

  const clock = {
    now: () => scheduler.now(),
    schedule: (milliseconds: number, run: () => void) => {
      let canceled = false;
      scheduler.after(milliseconds, () => {
        if (!canceled) run();
      });
      return () => {
        canceled = true;
      };
    },
  };

  const ask = async (event: 'sync' | 'history', payload: object): Promise<Reply> => {
    if (event === 'sync') {
      roll.onSyncRequested();
      presencesDue += 1;
    }
    const { epoch } = following.getTimeline();
    const call: Call =
      event === 'sync'
        ? { kind: 'sync', last: payload as { epoch: string; seq: number } }
        : { kind: 'read' };
    const op = begin(call);
    const returned = await push(event, payload, joinRef).reply;
    end(op, returned, (response) => toPage(epoch ?? '', response as Page));
    return toReply(returned);
  };

  function follow(): HistorySync {
    const own = lives;
    return createHistorySync({
      clock,
      random: { fraction: () => chance.next(), createId: () => chance.id(24) },
      heartbeatIntervalMs: 240_000,
      request: ask,
      onDeadConnection: beginAnew,
      onChange: () => {
        const { epoch, messages, gaps, hidden } = following.getTimeline();
        if (own === lives) {
          events.push({
            type: 'screen',
            at: now(),
            client,
            room: room.id,
            epoch: epoch ?? '',
            messages,
            missed: gaps,
            hidden,
          });
        }
      },
    });
  }

  function openOutbox(): Outbox {
    const own = lives;
    return createOutbox({
      deliver: ({ cid, body, to }) =>
        own === lives
          ? deliver({ cid, body, to: to ?? undefined })
          : Promise.resolve({ kind: 'elsewhere' }),
      wait,
      onChange: () => undefined,
    });
  }

  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(milliseconds, resolve);
    });
  let following = follow();
  let outbox = openOutbox();
  let roll = createPresenceTracker(() => undefined);

  const retryLater = (run: () => void): void => {
    tries += 1;
    scheduler.after(Math.floor(chance.next() * Math.min(2_000, 250 * 2 ** tries)), run);
  };

  const join = (): void => {
    if (!open || !wanted || state !== 'out') return;
    state = 'joining';
    roll.onJoined();
    const { epoch, settled } = following.getTimeline();
    const last = epoch === null ? undefined : { epoch, seq: settled };
    const by = describeCredential();
    const op = begin({ kind: 'join', by, ...(last === undefined ? {} : { last }) });
    presencesDue = 1;
    const token = getCredential().token || undefined;
    const { ref, reply } = push(
      'phx_join',
      { token, username: name, session, claim, last, batch },
      undefined,
    );
    joinRef = ref;
    void reply.then((returned) => {
      const isMine = joinRef === ref;
      end(op, isMine ? returned : 'none', (response) => toPage('', response as Page));
      if (!isMine) return;
      if (returned !== 'none' && returned.ok) {
        handleJoined(returned.response);
        return;
      }
      state = 'out';
      const reason = returned === 'none' ? 'unavailable' : readReason(returned.response);
      if (reason === 'name_taken' && name !== undefined) name = `${name}${chance.int(2, 9)}`;
      if (final.has(reason)) wanted = false;
      else retryLater(join);
    });
  };

  const handleJoined = (response: Readonly<Record<string, unknown>>): void => {
    const who = response['member'] as { readonly id: string; readonly name: string } | null;
    if (typeof response['session'] === 'string') session = response['session'];
    takeCredential(response);
    member = who?.id;
    name = who?.name ?? name;
    state = 'in';
    tries = 0;
    comeHere(String(response['epoch']));
    following.onJoined(response as unknown as SyncResponse);
    outbox.setConnected(true);
  };

  /** Rejoins from the last seen seq, since the server lost this client or it noticed so itself. */
  function beginAnew(): void {
    if (state === 'out') return;
    handleLost();
    retryLater(join);
  }

  const handleLost = (): void => {
    state = 'out';
    joinRef = undefined;
    goAway();
    following.onDisconnected();
    roll.onDisconnected();
    outbox.setConnected(false);
  };

  const stop = (): void => {
    wanted = false;
    handleLost();
    outbox.clear();
  };

  /** Sends one message once. */
  const deliver = async (message: Said): Promise<Delivered> => {
    if (state !== 'in') return { kind: 'unknown' };
    const op = begin({
      kind: 'send',
      cid: message.cid,
      body: message.body,
      ...(message.to === undefined ? {} : { to: message.to }),
    });
    const returned = await push('shout', message, joinRef).reply;
    end(op, returned, (response) => ({
      ...(response as { readonly epoch: string; readonly seq: number }),
      kind: 'sent',
    }));
    if (returned === 'none') return { kind: 'unknown' };
    const { ok, response } = returned;
    if (ok) {
      following.expectSeq(Number(response['seq']));
      return { kind: 'ok', seq: Number(response['seq']), at: String(response['at']) };
    }
    if (readReason(response) === 'unmatched topic') beginAnew();
    return { ...readProblem(response), kind: 'refused' };
  };

  /** Not in sequence: several may be in flight, each resent until it gets a reply. */
  const deliverAside = async (message: Said): Promise<void> => {
    const own = lives;
    for (let attempt = 0; own === lives && wanted && attempt < 12; attempt += 1) {
      const answer = await deliver(message);
      if (
        answer.kind === 'ok' ||
        (answer.kind === 'refused' &&
          !['rate_limited', 'unavailable', 'unmatched topic'].includes(answer.reason))
      ) {
        return;
      }
      await wait(answer.kind === 'refused' ? 1_000 * (answer.retryAfter ?? 1) : 500);
    }
  };

  const listOthers = (): readonly PresenceMember[] =>
    roll.getMembers().filter(({ id }) => id !== null && id !== member);

  return {
    room,
    connected: () => {
      open = true;
      join();
    },
    away: goAway,
    disconnected: () => {
      open = false;
      handleLost();
    },
    received: (event, payload, ref) => {
      // Like phoenix.js: ignores frames of an earlier join.
      if (ref !== null && ref !== undefined && ref !== joinRef) return;
      const hear = (messages: readonly Message[], hidden: readonly number[] = []): void => {
        if (messages.length > 0) {
          events.push({ type: 'pushed', at: now(), client, room: room.id, messages });
        }
        following.onMessages(messages, hidden);
      };
      switch (event) {
        case 'shout':
          hear([payload as Message]);
          break;
        case 'shouts': {
          const { messages, hidden } = payload as HistoryPage;
          hear(messages, hidden);
          break;
        }
        case 'hidden': {
          const { epoch, seqs } = payload as {
            readonly epoch: string;
            readonly seqs: readonly number[];
          };
          if (epoch === following.getTimeline().epoch) hear([], seqs);
          break;
        }
        case 'room': {
          const fresh = payload as {
            readonly room: RoomView;
            readonly token?: string;
            readonly code?: string;
            readonly session?: string;
          };
          takeCredential(fresh);
          session = fresh.session ?? session;
          room.end.reported(toIsoTime(fresh.room.expiresAt));
          break;
        }
        case 'presence_state':
          if (presencesDue > 0) presencesDue -= 1;
          else events.push({ type: 'whole presence', at: now(), client, room: room.id });
          roll.onState(payload as PresenceState);
          break;
        case 'presence_diff':
          // No client hears of a topic that it has left.
          if (wanted) roll.onDiff(payload as PresenceDiff);
          break;
        case 'phx_error':
          events.push({ type: 'reached', at: now(), what: 'a member missed a post and rejoins' });
          beginAnew();
          break;
        case 'phx_close':
          stop();
          break;
        default:
          break;
      }
    },
    send: (message, { inTurn }) => {
      if (!wanted) return;
      if (inTurn) outbox.add({ ...message, to: message.to ?? null, at: '' });
      else void deliverAside(message);
    },
    command: (event, payload) => {
      if (state !== 'in') return;
      if (event === 'extend') room.end.extending((payload as { readonly seconds: number }).seconds);
      if (event === 'close') room.end.closing();
      const op = begin({ kind: 'other', what: event });
      const sentUnder = joinRef;
      void push(event, payload, joinRef).reply.then((reply) => {
        // Like phoenix.js: drops a reply to an earlier join's push.
        const returned = sentUnder === joinRef ? reply : 'none';
        end(op, returned, done);
        if (returned === 'none' || !returned.ok) return;
        const { session: fresh, member: who } = returned.response as {
          readonly session?: string;
          readonly member?: { readonly name: string };
        };
        if (event === 'close') room.end.closed();
        if (event !== 'rename') return;
        session = fresh ?? session;
        name = who?.name ?? name;
        if (isHere) comeHere();
      });
    },
    history: () => {
      if (state === 'in') void following.loadPage({ limit: 20 });
    },
    sync: () => {
      following.sync();
    },
    replaceLinks: (callApi) => {
      const op = begin({ kind: 'other', what: 'replace links' });
      const route = 'POST /api/rooms/{id}/links';
      void callApi(room, { route, bearer: getCredential().token }).then((response) => {
        const at = now();
        if (response?.status === 200) {
          events.push({ type: 'ok', at, op, answer: done() });
          const { joinUrl } = response.body as { readonly joinUrl: string };
          const token = joinUrl.slice(joinUrl.indexOf('#') + 1);
          room.newest = { token, isLimited: false, gotAt: at };
        } else if (response === undefined) events.push({ type: 'unknown', at, op });
        else {
          const reason = readReason(response.body as Readonly<Record<string, unknown>>);
          if (reason === 'unavailable') events.push({ type: 'unknown', at, op });
          else events.push({ type: 'fail', at, op, reason });
        }
      });
    },
    leave: () => {
      if (state !== 'in') return;
      const op = begin({ kind: 'leave' });
      const { reply } = push('phx_leave', {}, joinRef);
      stop();
      void reply.then((returned) => {
        end(op, returned, done);
      });
    },
    enter: () => {
      if (wanted) return;
      wanted = true;
      join();
    },
    forget: (next) => {
      handleLost();
      client = next;
      lives += 1;
      outbox.clear();
      following.clear();
      following = follow();
      outbox = openOutbox();
      roll = createPresenceTracker(() => undefined);
    },
    publishPresence: () => {
      events.push({
        type: 'presence',
        at: now(),
        client,
        room: room.id,
        names: new Map(roll.getMembers().map((who) => [who.name, who.connectionCount])),
      });
      const { kind, endsAt } = describeCredential();
      if (state === 'in' && kind === 'token') {
        events.push({ type: 'token', at: now(), client, room: room.id, endsAt });
      }
    },
    get credential() {
      return getCredential();
    },
    get wanted() {
      return wanted;
    },
    get joined() {
      return state === 'in';
    },
    speaks: username !== undefined,
    someoneElse: () => listOthers()[0]?.id ?? undefined,
    someoneReading: () => listOthers().find(({ isBot }) => !isBot)?.id ?? undefined,
  };
}
