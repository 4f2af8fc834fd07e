// `Room` against a scripted server, with fake timers.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createMemoryOutboxStore,
  Room,
  systemClock,
  type OutboxStore,
  type RoomEvents,
  type RoomOptions,
} from '../../../web/client/index.ts';
import { message, meta } from './builders.ts';
import { FakeServer, session, start } from './fake-server.ts';

let server: FakeServer;
let rooms: Room[];
let ids: number;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  server = new FakeServer();
  rooms = [];
  ids = 0;
});
afterEach(() => {
  for (const room of rooms) room.disconnect();
  vi.useRealTimers();
});

/** Advances the time, and completes handshakes meanwhile. */
async function advance(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 100) {
    await vi.advanceTimersByTimeAsync(Math.min(left, 100));
    server.settle();
  }
  await vi.advanceTimersByTimeAsync(1);
}

function join(options: Partial<RoomOptions> & { id?: string } = {}): Room {
  const { id = 'r1', ...others } = options;
  const room = Room.join({
    token: 't1',
    username: 'Ada',
    origin: 'https://chat.example',
    transport: server.transport,
    clock: systemClock,
    random: { fraction: () => 0.5, createId: () => `c${String((ids += 1))}` },
    fetch: () => Promise.reject(new Error('no HTTP here')),
    ...others,
    id,
  } as RoomOptions);
  rooms.push(room);
  return room;
}

async function joinRoom(options: Parameters<typeof join>[0] = {}): Promise<Room> {
  const room = join(options);
  await advance(200);
  expect(room.getSnapshot().status.kind).toBe('joined');
  return room;
}

function collectEvents<Name extends keyof RoomEvents>(room: Room, name: Name): RoomEvents[Name][] {
  const all: RoomEvents[Name][] = [];
  room.on(name, (...about) => void all.push(about));
  return all;
}

const seqs = (received: readonly RoomEvents['message'][]): readonly number[] =>
  received.map(([{ seq }]) => seq);
const bodies = (room: Room): readonly string[] =>
  room
    .getSnapshot()
    .items.map(({ body, state }) => (state === 'sent' ? body : `${body} (${state})`));
const dropConnection = (): void => server.sockets.at(-1)?.close(1006);

describe('order', () => {
  it('[K1] reports messages in order, each once, and earlier ones as history', async () => {
    server.publish(2, { lost: true });
    const room = join();
    const received = collectEvents(room, 'message');
    await advance(200);
    server.accept(message(4, { member: 'm-bo' }));
    expect(seqs(received)).toEqual([1, 2]);
    server.accept(message(3));
    server.push('shouts', { messages: [message(3), message(4), message(5)], hidden: [] });
    expect(seqs(received)).toEqual([1, 2, 3, 4, 5]);
    expect(received.map(([, { isHistory }]) => isHistory)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(received.map(([, { isOwn }]) => isOwn)).toEqual([false, false, true, false, true]);
  });

  it('[K1] keeps messages that arrive before the join’s reply', async () => {
    server.unanswered = new Set(['phx_join']);
    const room = join();
    const received = collectEvents(room, 'message');
    await advance(200);
    server.push('shout', message(1));
    server.unanswered = new Set();
    dropConnection();
    await advance(2_000);
    server.push('shout', message(2));
    expect(seqs(received)).toEqual([1, 2]);
  });

  it('[K1] requests the messages missing in a hole', async () => {
    const received = collectEvents(await joinRoom(), 'message');
    server.publish(1, { lost: true });
    server.publish(1);
    await advance(1_000);
    expect(seqs(received)).toEqual([]);
    await advance(1_000);
    expect(seqs(received)).toEqual([1, 2]);
    expect(server.getRequests('sync').map(({ payload }) => payload)).toEqual([
      { epoch: 'e1', seq: 0 },
    ]);
  });

  it('[K2] settles hidden seqs, live and in batches', async () => {
    const received = collectEvents(await joinRoom(), 'message');
    server.push('hidden', { epoch: 'e1', seqs: [1] });
    server.push('shouts', { messages: [message(2), message(4)], hidden: [3] });
    expect(seqs(received)).toEqual([2, 4]);
    await advance(10_000);
    expect(server.getRequests('sync')).toEqual([]);
  });

  it('[K3] loads history after a reconnect, and reports everything in order', async () => {
    const room = await joinRoom();
    const received = collectEvents(room, 'message');
    const gaps = collectEvents(room, 'gap');
    server.publish(1);
    server.unreachable = true;
    dropConnection();
    server.publish(8, { lost: true });
    server.hidden = [10];
    server.page = 3;
    server.unreachable = false;
    await advance(2_000);
    expect(seqs(received)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(gaps).toEqual([]);
    expect(server.getRequests('history').map(({ payload }) => payload['before'])).toEqual([8, 5]);
  });

  it('[K3] [G6] reports a gap where the server no longer keeps missed messages', async () => {
    const room = await joinRoom();
    const received = collectEvents(room, 'message');
    const gaps = collectEvents(room, 'gap');
    server.publish(1);
    dropConnection();
    server.publish(8, { lost: true });
    server.forgotten = 6;
    await advance(2_000);
    expect(seqs(received)).toEqual([1, 7, 8, 9]);
    expect(gaps).toEqual([[7]]);
    expect(
      room
        .getSnapshot()
        .items.filter(({ hasGapBefore: gap }) => gap)
        .map(({ seq }) => seq),
    ).toEqual([7]);
  });

  it('[K1] rejoins from its last seq, also after phx_error', async () => {
    await joinRoom();
    server.publish(2);
    server.push('phx_error', {});
    await advance(2_000);
    expect(server.getRequests('phx_join').map(({ payload }) => payload['last'])).toEqual([
      undefined,
      { epoch: 'e1', seq: 2 },
    ]);
    expect(server.sockets.length).toBe(1);
  });
});

describe('sending', () => {
  it('[K4] requests its own message until it comes back', async () => {
    const room = await joinRoom();
    server.unanswered = new Set(['echo']);
    const { messages } = server;
    room.send('Hello');
    await advance(500);
    const accepted = server.messages;
    // A replica that lags behind answers the first requests.
    server.messages = messages;
    await advance(5_000);
    expect(server.getRequests('sync').length).toBe(2);
    server.messages = accepted;
    await advance(20_000);
    expect(bodies(room)).toEqual(['Hello']);
    expect(room.getSnapshot().items[0]?.seq).toBe(1);
  });

  it('[G3] [K6] sends messages written offline in order after reconnecting', async () => {
    const room = await joinRoom();
    server.unreachable = true;
    dropConnection();
    for (const body of ['one', 'two', 'three']) room.send(body);
    await advance(5_000);
    expect(bodies(room)).toEqual(['one (pending)', 'two (pending)', 'three (pending)']);
    expect(room.getSnapshot().status.kind).toBe('reconnecting');
    server.unreachable = false;
    await advance(6_000);
    expect(bodies(room)).toEqual(['one', 'two', 'three']);
    expect(server.getRequests('shout').map(({ payload }) => payload['body'])).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('[K6] sends an earlier visit’s messages first, then removes them', async () => {
    const store = createMemoryOutboxStore();
    server.unreachable = true;
    const before = join({ outboxStore: store, session });
    before.send('left behind');
    await advance(1_000);
    before.disconnect();
    server.unreachable = false;
    const room = join({ outboxStore: store, session });
    room.send('written now');
    await advance(1_000);
    expect(bodies(room)).toEqual(['left behind', 'written now']);
    expect(await store.load('wss://chat.example/socket r1 m-ada')).toEqual([]);
  });

  it('[K7] does not send a message that another tab has sent', async () => {
    const store = createMemoryOutboxStore();
    const watched: OutboxStore = { ...store, has: async () => false };
    const room = await joinRoom({ outboxStore: watched });
    room.send('sent elsewhere');
    await advance(500);
    expect(server.getRequests('shout')).toEqual([]);
    expect(bodies(room)).toEqual([]);
  });

  it('[K6] removes unsent messages when the room ends', async () => {
    const store = createMemoryOutboxStore();
    const room = await joinRoom({ outboxStore: store });
    server.unanswered = new Set(['shout']);
    room.send('too late');
    await advance(100);
    server.push('phx_close', { reason: 'expired' });
    await advance(100);
    expect(await store.load('wss://chat.example/socket r1 m-ada')).toEqual([]);
    expect(room.getSnapshot().items).toEqual([]);
  });

  it('[K6] prunes unsent messages by the server’s clock, and not before an extension', async () => {
    const pruned: number[] = [];
    const memory = createMemoryOutboxStore();
    const store = { ...memory, removeExpired: async (nowMs: number) => void pruned.push(nowMs) };
    server.clientLeadMs = 86_400_000;
    vi.setSystemTime(start + server.clientLeadMs);
    server.unreachable = true;
    const room = join({ outboxStore: store, session });
    await advance(1_000);
    expect(pruned).toEqual([]);

    server.unreachable = false;
    server.unanswered = new Set(['shout']);
    await advance(6_000);
    expect(pruned.map((nowMs) => Math.round((nowMs - start) / 60_000))).toEqual([0]);
    room.send('waits');
    await advance(100);
    const [waiting] = await store.load('wss://chat.example/socket r1 m-ada');
    expect(waiting?.expiresAtMs).toBe(start + 3_600_000);
  });

  it('[P6] reports a refused message, and discards it on request', async () => {
    const room = await joinRoom();
    const problems = collectEvents(room, 'problem');
    server.refusals.set('shout', { reason: 'conflict' });
    const { cid } = room.send('twice');
    await advance(100);
    expect(problems).toMatchObject([[{ reason: 'conflict' }, cid]]);
    expect(bodies(room)).toEqual(['twice (failed)']);
    room.discard(cid);
    await advance(100);
    expect(bodies(room)).toEqual([]);
  });

  it('sends a private message and shows its recipient', async () => {
    const room = await joinRoom();
    room.send('psst', { to: 'Bo' });
    await advance(100);
    expect(server.getRequests('shout')[0]?.payload).toMatchObject({ to: 'Bo' });
    expect(room.getSnapshot().items[0]?.toName).toBe('Bo');
  });

  it('[P19] keeps a waiting private message for the member who had the name', async () => {
    const room = await joinRoom();
    const meta = (member: string, ref: string) => ({
      metas: [{ phx_ref: ref, member, username: 'Bo', typing: false, online_at: '2026' }],
    });
    server.push('presence_diff', { joins: { Bo: meta('m-bo', 'r1') }, leaves: {} });
    await advance(100);
    server.unanswered = new Set(['shout']);
    room.send('psst', { to: 'Bo' });
    server.push('presence_diff', { joins: {}, leaves: { Bo: meta('m-bo', 'r1') } });
    server.push('presence_diff', { joins: { Bo: meta('m-eve', 'r2') }, leaves: {} });
    server.unanswered = new Set();
    await advance(60_000);
    for (const { payload } of server.getRequests('shout')) {
      expect(payload).toMatchObject({ to: { id: 'm-bo', name: 'Bo' } });
    }
    expect(room.getSnapshot().items[0]).toMatchObject({ to: 'm-bo', toName: 'Bo' });
  });
});

describe('the connection', () => {
  it('[K5] finds a missed last message after silence, and syncs less and less often', async () => {
    const room = await joinRoom();
    server.publish(1, { lost: true });
    await advance(30_000);
    expect(bodies(room)).toEqual(['message 1']);
    await advance(500_000);
    expect(server.getRequests('sync').length).toBe(3);
  });

  it('[K5] syncs when the clock jumps, as after a sleep', async () => {
    const room = await joinRoom();
    server.publish(1, { lost: true });
    vi.setSystemTime(Date.now() + 120_000);
    await advance(11_000);
    expect(bodies(room)).toEqual(['message 1']);
  });

  it('[K5] syncs when the page is shown, and reconnects when the network is back', async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    const window = new EventTarget();
    vi.stubGlobal('document', document);
    vi.stubGlobal('window', window);
    const room = await joinRoom();
    vi.unstubAllGlobals();
    server.publish(1, { lost: true });
    document.dispatchEvent(new Event('visibilitychange'));
    await advance(100);
    expect(bodies(room)).toEqual(['message 1']);
    server.unreachable = true;
    dropConnection();
    await advance(60_000);
    server.unreachable = false;
    server.publish(1, { lost: true });
    window.dispatchEvent(new Event('online'));
    await advance(300);
    expect(bodies(room)).toEqual(['message 1', 'message 2']);
  });

  it('[K9] replaces a connection that only seems open when the network is back', async () => {
    const window = new EventTarget();
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
    vi.stubGlobal('window', window);
    await joinRoom();
    vi.unstubAllGlobals();
    server.unanswered = new Set(['sync']);
    window.dispatchEvent(new Event('online'));
    await advance(4_900);
    expect(server.sockets.length).toBe(1);
    await advance(400);
    expect(server.sockets.map(({ readyState }) => readyState)).toEqual([3, 1]);
  });

  it('stops syncing with a token that may only send', async () => {
    const room = await joinRoom();
    server.unanswered = new Set(['echo']);
    server.refusals.set('sync', { reason: 'forbidden' });
    room.send('Hello');
    await advance(60_000);
    expect(server.getRequests('sync').length).toBe(1);
    expect(bodies(room)).toEqual(['Hello']);
  });

  it('[K9] reconnects when no reply comes within five seconds', async () => {
    const room = await joinRoom();
    server.unanswered = new Set(['sync']);
    await advance(32_000);
    expect(server.sockets.length).toBe(2);
    expect(room.getSnapshot().status.kind).toBe('joined');
  });

  it('[K9] reconnects when a heartbeat gets no reply', async () => {
    const room = await joinRoom({ heartbeatIntervalMs: 10_000 });
    server.unanswered = new Set(['heartbeat', 'sync']);
    await advance(16_000);
    expect(server.getRequests('heartbeat').length).toBe(1);
    expect(server.sockets.length).toBe(2);
    expect(room.getSnapshot().status.kind).toBe('joined');
  });

  it('[K20] notices a half-open connection in a quiet room within 30 s', async () => {
    await joinRoom();
    // By now, history is silent until the next heartbeat interval.
    await advance(120_000);
    server.unanswered = new Set(['heartbeat', 'sync']);
    await advance(30_000);
    expect(server.sockets.map(({ readyState }) => readyState)).toEqual([3, 1]);
  });

  it('[K20] keeps the slow pace in a hidden page', async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    vi.stubGlobal('document', document);
    await joinRoom();
    await advance(200_000);
    const sent = server.getRequests('heartbeat').length;
    document.visibilityState = 'visible';
    await advance(10_000);
    vi.unstubAllGlobals();
    expect([sent, server.getRequests('heartbeat').length]).toEqual([0, 1]);
  });

  it('[K22] ignores whatever is no frame', async () => {
    const room = await joinRoom();
    const nothing = [
      '',
      'x',
      'null',
      '1',
      '"a"',
      '{}',
      '[]',
      '[1,2,3,4,5]',
      '{"message":"Forbidden"}',
    ];
    for (const data of nothing) server.sockets[0]?.onmessage({ data });
    server.publish(1);
    await advance(100);
    expect([bodies(room), server.sockets.length]).toEqual([['message 1'], 1]);
  });

  it('[K20] sends no heartbeat while frames arrive, readable or not', async () => {
    await joinRoom();
    for (let rounds = 0; rounds < 12; rounds += 1) {
      await advance(10_000);
      // API Gateway's own frame, when it throttles or a function fails.
      const data = JSON.stringify({ message: 'Internal server error', connectionId: 'a' });
      for (const socket of server.sockets) socket.onmessage({ data });
    }
    expect(server.getRequests('heartbeat').length).toBe(0);
    expect(server.sockets.length).toBe(1);
  });

  it('[K9] waits for a refused join’s retry_after', async () => {
    server.refusals.set('phx_join', { reason: 'rate_limited', retry_after: 7 });
    const room = join();
    await advance(6_500);
    expect(server.getRequests('phx_join').length).toBe(1);
    server.refusals.clear();
    await advance(1_500);
    expect(room.getSnapshot().status.kind).toBe('joined');
  });

  it('stops and reports why when the server refuses for good', async () => {
    server.refusals.set('phx_join', { reason: 'name_taken' });
    const room = join();
    const problems = collectEvents(room, 'problem');
    await advance(20_000);
    expect(room.getSnapshot().status).toMatchObject({
      kind: 'refused',
      problem: { reason: 'name_taken' },
    });
    expect(problems).toMatchObject([[{ reason: 'name_taken' }, null]]);
    expect(server.getRequests('phx_join').length).toBe(1);
  });

  it('[K10] shares one connection among rooms, but not for the same room twice', async () => {
    const one = await joinRoom({ id: 'r1', token: 't1' });
    const two = await joinRoom({ id: 'r2', token: 't2' });
    expect(server.sockets.length).toBe(1);
    expect(
      server.getRequests('phx_join').map(({ topic, payload }) => [topic, payload['token']]),
    ).toEqual([
      ['room:r1', 't1'],
      ['room:r2', 't2'],
    ]);
    const again = await joinRoom({ id: 'r1' });
    expect(server.sockets.length).toBe(2);
    one.disconnect();
    await advance(100);
    expect(server.sockets[0]?.readyState).toBe(1);
    two.disconnect();
    again.disconnect();
    await advance(100);
    expect(server.sockets.map(({ readyState }) => readyState)).toEqual([3, 3]);
  });
});

describe('the room', () => {
  it('[K11] takes a new token, session and end from a room event', async () => {
    const room = await joinRoom();
    const views = collectEvents(room, 'room');
    server.view = { ...server.view, expiresAt: new Date(start + 900_000).toISOString() };
    server.push('room', {
      room: { ...server.view, serverTime: new Date(Date.now() + 2_000).toISOString() },
      token: 't9',
      session: 's9',
    });
    expect(views.length).toBe(1);
    expect(Math.round(room.getRemainingMs() / 1_000)).toBe(898);
    dropConnection();
    await advance(2_000);
    expect(server.getRequests('phx_join').at(-1)?.payload).toMatchObject({
      token: 't9',
      session: 's9',
    });
  });

  it('[K12] reports the receipt at the end, and keeps nothing', async () => {
    const room = await joinRoom();
    server.publish(3);
    const ends = collectEvents(room, 'ended');
    const receipt = {
      accepted: 3,
      delivered: 3,
      filtered: 0,
      deleted: { messages: 3, names: 1, connections: 1 },
    };
    server.push('phx_close', { reason: 'expired', receipt });
    await advance(100);
    expect(ends).toEqual([[{ reason: 'expired', receipt }]]);
    expect(room.getSnapshot()).toMatchObject({
      status: { kind: 'ended', reason: 'expired', receipt },
      items: [],
      presence: [],
    });
    expect(server.sockets.every(({ readyState }) => readyState === 3)).toBe(true);
  });

  it('[K12] rejoins when the end is past and the server is silent', async () => {
    const room = await joinRoom();
    server.refusals.set('phx_join', { reason: 'expired' });
    await advance(604_000);
    expect(room.getSnapshot().status.kind).toBe('joined');
    await advance(6_000);
    expect(room.getSnapshot().status).toMatchObject({ kind: 'ended', reason: 'expired' });
  });

  it.for([
    ['11 minutes ahead', 660_000],
    ['two hours ahead', 7_200_000],
    ['5 minutes back', -300_000],
  ] as const)('[K19] [P1] knows the time left after the clock was set %s', async ([, byMs]) => {
    let setMs = 0;
    const readServerTime = (): string => new Date(Date.now() - setMs).toISOString();
    const readSecondsLeft = (): number => Math.round(room.getRemainingMs() / 1_000);
    const room = await joinRoom({
      fetch: async () => Response.json({ room: { ...server.view, serverTime: readServerTime() } }),
    });
    await advance(9_800);
    setMs = byMs;
    vi.setSystemTime(Date.now() + byMs);
    if (byMs < 0) expect(readSecondsLeft()).toBe(590);
    await advance(2_000);
    expect(readSecondsLeft()).toBe(588);
    await advance(60_000);
    expect([room.getSnapshot().status.kind, readSecondsLeft()]).toEqual(['joined', 528]);
  });

  it('[K19] believes no end before the server says so, and asks again', async () => {
    let answers = 0;
    const room = await joinRoom({
      fetch: async () => {
        answers += 1;
        if (answers < 3) throw new Error('no network');
        return Response.json({ reason: 'expired', detail: 'Over.' }, { status: 410 });
      },
    });
    server.refusals.set('phx_join', { reason: 'expired' });
    vi.setSystemTime(Date.now() + 7_200_000);
    await advance(6_000);
    expect([answers, room.getSnapshot().status.kind]).toEqual([2, 'joined']);
    await advance(6_000);
    expect(room.getSnapshot().status).toMatchObject({ kind: 'ended', reason: 'expired' });
  });

  it('[K19] ignores the time of an event that waited while the device slept', async () => {
    const room = await joinRoom();
    const late = { ...server.view, serverTime: new Date(Date.now()).toISOString() };
    await advance(30_000);
    server.push('room', { room: late });
    expect(Math.round(room.getRemainingMs() / 1_000)).toBe(570);
    vi.setSystemTime(Date.now() + 120_000);
    server.push('room', { room: late });
    expect(Math.round(room.getRemainingMs() / 1_000)).toBe(450);
  });

  it('[K21] throws immediately, and says what to do, where a default is missing', () => {
    const address = { id: 'r1', token: 't1', username: 'Ada' };
    const origin = 'https://chat.example';
    vi.stubGlobal('WebSocket', undefined);
    expect(() => Room.join({ ...address, origin })).toThrow(/^There is no WebSocket .*`transport`/);
    expect(() => Room.join({ ...address, transport: server.transport })).toThrow(/`origin`/);
    vi.stubGlobal('WebSocket', server.transport);
    rooms.push(Room.join({ ...address, origin }));
    vi.unstubAllGlobals();
    expect([server.sockets.length, vi.getTimerCount() > 0]).toEqual([1, true]);
  });

  it('[K12] sends phx_leave when leaving, and nothing when disconnecting', async () => {
    const leaving = await joinRoom();
    const left = leaving.leave();
    await advance(10);
    await left;
    expect(server.getRequests('phx_leave').length).toBe(1);
    expect(leaving.getSnapshot().status).toMatchObject({ kind: 'ended', reason: 'left' });
    const stopping = await joinRoom();
    stopping.disconnect();
    await advance(10_000);
    expect(server.getRequests('phx_leave').length).toBe(1);
    expect(server.getRequests('phx_join').length).toBe(2);
  });

  it('[K8] reports presence, and replaces it with a new state', async () => {
    const room = await joinRoom();
    const states = collectEvents(room, 'presence');
    server.push('presence_diff', {
      joins: { Bo: { metas: [meta('1', { member: 'm-bo' }), meta('2', { member: 'm-bo' })] } },
      leaves: {},
    });
    expect(states.at(-1)).toMatchObject([[{ name: 'Bo', connectionCount: 2 }]]);
    server.push('presence_state', { Cy: { metas: [meta('3', { member: 'm-cy', typing: true })] } });
    expect(states.at(-1)).toMatchObject([[{ name: 'Cy', id: 'm-cy', isTyping: true }]]);
  });

  it('[K13] reports typing once, and its end by itself', async () => {
    const room = await joinRoom();
    for (let key = 0; key < 5; key += 1) {
      room.setTyping();
      await advance(1_000);
    }
    await advance(2_100);
    expect(server.getRequests('typing').map(({ payload }) => payload['typing'])).toEqual([
      true,
      false,
    ]);
  });

  it('[K16] keeps the filter’s receipt of a changed or blocked message', async () => {
    const room = await joinRoom();
    server.filter = (body) => ({
      body: body.replace('XML', 'JSON'),
      receipt: { verdict: 'changed', changes: [{ start: 2, end: 5, list: 'old', version: 1 }] },
    });
    room.send('I XML');
    await advance(200);
    server.filter = () => ({ body: 'fine', receipt: { verdict: 'passed' } });
    room.send('fine');
    await advance(200);
    server.refusals.set('shout', {
      reason: 'blocked',
      message: 'No.',
      verdict: 'blocked',
      changes: [{ start: 0, end: 3 }],
    });
    room.send('bad word');
    await advance(200);
    expect(
      room
        .getSnapshot()
        .items.map(({ body, state, filterReceipt: receipt, problem }) => [
          body,
          state,
          receipt,
          problem?.reason,
        ]),
    ).toEqual([
      [
        'I JSON',
        'sent',
        {
          verdict: 'changed',
          changes: [{ start: 2, end: 5, list: 'old', version: 1 }],
          originalBody: 'I XML',
        },
        undefined,
      ],
      ['fine', 'sent', null, undefined],
      [
        'bad word',
        'failed',
        { verdict: 'blocked', changes: [{ start: 0, end: 3 }], originalBody: 'bad word' },
        'blocked',
      ],
    ]);
  });

  it('[K17] returns the same items until a message changes, and the earliest seq', async () => {
    server.publish(3, { lost: true });
    server.page = 2;
    const room = await joinRoom();
    const { items } = room.getSnapshot();
    expect(room.getSnapshot().earliestSeq).toBe(2);
    server.push('presence_state', { Bo: { metas: [meta('1', { username: 'Bo', typing: true })] } });
    expect(room.getSnapshot().presence.length).toBe(1);
    expect(room.getSnapshot().items).toBe(items);
    void room.loadHistory();
    await advance(200);
    expect(room.getSnapshot().earliestSeq).toBe(1);
    expect(room.getSnapshot().items.slice(1)).toEqual(items);
    expect(room.getSnapshot().items[1]).toBe(items[0]);
  });

  it('[K14] searches all kept messages, and reports when it could not', async () => {
    server.publish(40, { lost: true });
    server.page = 10;
    const room = await joinRoom();
    const found = room.search('MESSAGE 3');
    await advance(500);
    expect((await found).messages.map(({ seq }) => seq)).toEqual([
      3, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
    ]);
    expect((await found).complete).toBe(true);
    server.forgotten = 0;
    const cutShort = await joinRoom({ id: 'r2' });
    server.refusals.set('history', { reason: 'unavailable' });
    const some = cutShort.search('message 3');
    await advance(500);
    expect((await some).complete).toBe(false);
  });

  it('renames, and rejoins with the new name', async () => {
    const room = await joinRoom();
    const renamed = room.rename('Ada L.');
    await advance(100);
    expect(await renamed).toEqual({ ok: true, value: { id: 'm-ada', name: 'Ada L.' } });
    dropConnection();
    await advance(2_000);
    expect(server.getRequests('phx_join').at(-1)?.payload).toMatchObject({ username: 'Ada L.' });
  });

  it('sends each moderation event, and fails without a connection', async () => {
    const room = await joinRoom();
    const bo = { id: 'm-bo', name: 'Bo' };
    const all = [room.kick(bo), room.lock(), room.extend(60), room.setSlowMode(5), room.close()];
    await advance(100);
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
    expect(server.requests.slice(1).map(({ event, payload }) => [event, payload])).toEqual([
      ['kick', { member: bo }],
      ['lock', { locked: true }],
      ['extend', { seconds: 60 }],
      ['slow', { seconds: 5 }],
      ['close', {}],
    ]);
    server.unreachable = true;
    dropConnection();
    expect(await room.lock(false)).toMatchObject({ ok: false, reason: 'unavailable' });
  });
});
