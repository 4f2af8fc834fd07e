// The client library's one class against a scripted server, on a clock that only moves when a test
// says so.

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

/** Time passes; handshakes that wait are settled meanwhile. */
async function pass(milliseconds: number): Promise<void> {
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

async function joined(options: Parameters<typeof join>[0] = {}): Promise<Room> {
  const room = join(options);
  await pass(200);
  expect(room.getSnapshot().status.kind).toBe('joined');
  return room;
}

function told<Name extends keyof RoomEvents>(room: Room, name: Name): RoomEvents[Name][] {
  const all: RoomEvents[Name][] = [];
  room.on(name, (...about) => void all.push(about));
  return all;
}

const seqs = (heard: readonly RoomEvents['message'][]): readonly number[] =>
  heard.map(([{ seq }]) => seq);
const bodies = (room: Room): readonly string[] =>
  room
    .getSnapshot()
    .items.map(({ body, state }) => (state === 'sent' ? body : `${body} (${state})`));
const cut = (): void => server.sockets.at(-1)?.close(1006);

describe('order', () => {
  it('[K1] tells what it heard in order, each once, and what was said before as past', async () => {
    server.say(2, { lost: true });
    const room = join();
    const heard = told(room, 'message');
    await pass(200);
    server.accept(message(4, { member: 'm-bo' }));
    expect(seqs(heard)).toEqual([1, 2]);
    server.accept(message(3));
    server.push('shouts', { messages: [message(3), message(4), message(5)], hidden: [] });
    expect(seqs(heard)).toEqual([1, 2, 3, 4, 5]);
    expect(heard.map(([, { isHistory }]) => isHistory)).toEqual([true, true, false, false, false]);
    expect(heard.map(([, { isOwn }]) => isOwn)).toEqual([false, false, true, false, true]);
  });

  it('[K1] keeps what overtakes the answer to the join', async () => {
    server.deaf = new Set(['phx_join']);
    const room = join();
    const heard = told(room, 'message');
    await pass(200);
    server.push('shout', message(1));
    server.deaf = new Set();
    cut();
    await pass(2_000);
    server.push('shout', message(2));
    expect(seqs(heard)).toEqual([1, 2]);
  });

  it('[K1] asks for what a hole in the order says is missing', async () => {
    const heard = told(await joined(), 'message');
    server.say(1, { lost: true });
    server.say(1);
    await pass(1_000);
    expect(seqs(heard)).toEqual([]);
    await pass(1_000);
    expect(seqs(heard)).toEqual([1, 2]);
    expect(server.of('sync').map(({ payload }) => payload)).toEqual([{ epoch: 'e1', seq: 0 }]);
  });

  it('[K2] takes hidden seqs for settled, live and in batches', async () => {
    const heard = told(await joined(), 'message');
    server.push('hidden', { epoch: 'e1', seqs: [1] });
    server.push('shouts', { messages: [message(2), message(4)], hidden: [3] });
    expect(seqs(heard)).toEqual([2, 4]);
    await pass(10_000);
    expect(server.of('sync')).toEqual([]);
  });

  it('[K3] pages history for what a return does not bring, and tells all in order', async () => {
    const room = await joined();
    const heard = told(room, 'message');
    const gaps = told(room, 'gap');
    server.say(1);
    server.unreachable = true;
    cut();
    server.say(8, { lost: true });
    server.hidden = [10];
    server.page = 3;
    server.unreachable = false;
    await pass(2_000);
    expect(seqs(heard)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(gaps).toEqual([]);
    expect(server.of('history').map(({ payload }) => payload['before'])).toEqual([8, 5]);
  });

  it('[K3] [G6] tells a gap where the server no longer keeps what was missed', async () => {
    const room = await joined();
    const heard = told(room, 'message');
    const gaps = told(room, 'gap');
    server.say(1);
    cut();
    server.say(8, { lost: true });
    server.forgotten = 6;
    await pass(2_000);
    expect(seqs(heard)).toEqual([1, 7, 8, 9]);
    expect(gaps).toEqual([[7]]);
    expect(
      room
        .getSnapshot()
        .items.filter(({ hasGapBefore: gap }) => gap)
        .map(({ seq }) => seq),
    ).toEqual([7]);
  });

  it('[K1] comes back with where it was, after phx_error too', async () => {
    await joined();
    server.say(2);
    server.push('phx_error', {});
    await pass(2_000);
    expect(server.of('phx_join').map(({ payload }) => payload['last'])).toEqual([
      undefined,
      { epoch: 'e1', seq: 2 },
    ]);
    expect(server.sockets.length).toBe(1);
  });
});

describe('sending', () => {
  it('[K4] asks for its own message when it does not come back, and again until it is there', async () => {
    const room = await joined();
    server.deaf = new Set(['echo']);
    const { messages } = server;
    room.send('Hello');
    await pass(500);
    const accepted = server.messages;
    // The first answers are read from a copy that is behind.
    server.messages = messages;
    await pass(5_000);
    expect(server.of('sync').length).toBe(2);
    server.messages = accepted;
    await pass(20_000);
    expect(bodies(room)).toEqual(['Hello']);
    expect(room.getSnapshot().items[0]?.seq).toBe(1);
  });

  it('[G3] [K6] holds back what is written without a connection, and sends it in order when it is back', async () => {
    const room = await joined();
    server.unreachable = true;
    cut();
    for (const body of ['one', 'two', 'three']) room.send(body);
    await pass(5_000);
    expect(bodies(room)).toEqual(['one (pending)', 'two (pending)', 'three (pending)']);
    expect(room.getSnapshot().status.kind).toBe('reconnecting');
    server.unreachable = false;
    await pass(6_000);
    expect(bodies(room)).toEqual(['one', 'two', 'three']);
    expect(server.of('shout').map(({ payload }) => payload['body'])).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('[K6] sends what an earlier visit left, before what is written now, and keeps none of it', async () => {
    const store = createMemoryOutboxStore();
    server.unreachable = true;
    const before = join({ outboxStore: store, session });
    before.send('left behind');
    await pass(1_000);
    before.disconnect();
    server.unreachable = false;
    const room = join({ outboxStore: store, session });
    room.send('written now');
    await pass(1_000);
    expect(bodies(room)).toEqual(['left behind', 'written now']);
    expect(await store.load('wss://chat.example/socket r1 m-ada')).toEqual([]);
  });

  it('[K7] does not send what another tab of the member has had answered', async () => {
    const store = createMemoryOutboxStore();
    const watched: OutboxStore = { ...store, has: async () => false };
    const room = await joined({ outboxStore: watched });
    room.send('sent elsewhere');
    await pass(500);
    expect(server.of('shout')).toEqual([]);
    expect(bodies(room)).toEqual([]);
  });

  it('[K6] forgets what was not sent when the room ends', async () => {
    const store = createMemoryOutboxStore();
    const room = await joined({ outboxStore: store });
    server.deaf = new Set(['shout']);
    room.send('too late');
    await pass(100);
    server.push('phx_close', { reason: 'expired' });
    await pass(100);
    expect(await store.load('wss://chat.example/socket r1 m-ada')).toEqual([]);
    expect(room.getSnapshot().items).toEqual([]);
  });

  it('[P6] tells of a message that was refused, and lets it be given up', async () => {
    const room = await joined();
    const problems = told(room, 'problem');
    server.refusals.set('shout', { reason: 'conflict' });
    const { cid } = room.send('twice');
    await pass(100);
    expect(problems).toMatchObject([[{ reason: 'conflict' }, cid]]);
    expect(bodies(room)).toEqual(['twice (failed)']);
    room.discard(cid);
    await pass(100);
    expect(bodies(room)).toEqual([]);
  });

  it('sends to one member, and shows whom it is for', async () => {
    const room = await joined();
    room.send('psst', { to: 'Bo' });
    await pass(100);
    expect(server.of('shout')[0]?.payload).toMatchObject({ to: 'Bo' });
    expect(room.getSnapshot().items[0]?.to).toBe('Bo');
  });
});

describe('the connection', () => {
  it('[K5] finds a missed last message after a silence, and asks ever less often', async () => {
    const room = await joined();
    server.say(1, { lost: true });
    await pass(30_000);
    expect(bodies(room)).toEqual(['message 1']);
    await pass(500_000);
    expect(server.of('sync').length).toBe(3);
  });

  it('[K5] asks when the clock has jumped, as after a sleep', async () => {
    const room = await joined();
    server.say(1, { lost: true });
    vi.setSystemTime(Date.now() + 120_000);
    await pass(11_000);
    expect(bodies(room)).toEqual(['message 1']);
  });

  it('[K5] asks when the page is shown again, and connects at once when the network is back', async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    const window = new EventTarget();
    vi.stubGlobal('document', document);
    vi.stubGlobal('window', window);
    const room = await joined();
    vi.unstubAllGlobals();
    server.say(1, { lost: true });
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(100);
    expect(bodies(room)).toEqual(['message 1']);
    server.unreachable = true;
    cut();
    await pass(60_000);
    server.unreachable = false;
    server.say(1, { lost: true });
    window.dispatchEvent(new Event('online'));
    await pass(300);
    expect(bodies(room)).toEqual(['message 1', 'message 2']);
  });

  it('[K9] closes a connection that only seems open when the network is back', async () => {
    const window = new EventTarget();
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
    vi.stubGlobal('window', window);
    await joined();
    vi.unstubAllGlobals();
    server.deaf = new Set(['sync']);
    window.dispatchEvent(new Event('online'));
    await pass(4_900);
    expect(server.sockets.length).toBe(1);
    await pass(400);
    expect(server.sockets.map(({ readyState }) => readyState)).toEqual([3, 1]);
  });

  it('asks no more where a token only sends', async () => {
    const room = await joined();
    server.deaf = new Set(['echo']);
    server.refusals.set('sync', { reason: 'forbidden' });
    room.send('Hello');
    await pass(60_000);
    expect(server.of('sync').length).toBe(1);
    expect(bodies(room)).toEqual(['Hello']);
  });

  it('[K9] makes the connection anew when an answer does not come within five seconds', async () => {
    const room = await joined();
    server.deaf = new Set(['sync']);
    await pass(32_000);
    expect(server.sockets.length).toBe(2);
    expect(room.getSnapshot().status.kind).toBe('joined');
  });

  it('[K9] pings where nothing is ever asked, and notices that nobody answers', async () => {
    const room = await joined({ heartbeatIntervalMs: 10_000 });
    server.deaf = new Set(['heartbeat', 'sync']);
    await pass(16_000);
    expect(server.of('heartbeat').length).toBe(1);
    expect(server.sockets.length).toBe(2);
    expect(room.getSnapshot().status.kind).toBe('joined');
  });

  it('[K9] waits as long as a refused join says', async () => {
    server.refusals.set('phx_join', { reason: 'rate_limited', retry_after: 7 });
    const room = join();
    await pass(6_500);
    expect(server.of('phx_join').length).toBe(1);
    server.refusals.clear();
    await pass(1_500);
    expect(room.getSnapshot().status.kind).toBe('joined');
  });

  it('gives up where the server says no for good, and says why', async () => {
    server.refusals.set('phx_join', { reason: 'name_taken' });
    const room = join();
    const problems = told(room, 'problem');
    await pass(20_000);
    expect(room.getSnapshot().status).toMatchObject({
      kind: 'refused',
      problem: { reason: 'name_taken' },
    });
    expect(problems).toMatchObject([[{ reason: 'name_taken' }, null]]);
    expect(server.of('phx_join').length).toBe(1);
  });

  it('[K10] shares one connection among rooms, each with its own token, and a second one where the same room is joined twice', async () => {
    const one = await joined({ id: 'r1', token: 't1' });
    const two = await joined({ id: 'r2', token: 't2' });
    expect(server.sockets.length).toBe(1);
    expect(server.of('phx_join').map(({ topic, payload }) => [topic, payload['token']])).toEqual([
      ['room:r1', 't1'],
      ['room:r2', 't2'],
    ]);
    const again = await joined({ id: 'r1' });
    expect(server.sockets.length).toBe(2);
    one.disconnect();
    await pass(100);
    expect(server.sockets[0]?.readyState).toBe(1);
    two.disconnect();
    again.disconnect();
    await pass(100);
    expect(server.sockets.map(({ readyState }) => readyState)).toEqual([3, 3]);
  });
});

describe('the room', () => {
  it('[K11] takes a new token, session and end from a room event', async () => {
    const room = await joined();
    const views = told(room, 'room');
    server.view = { ...server.view, expiresAt: new Date(start + 900_000).toISOString() };
    server.push('room', {
      room: { ...server.view, serverTime: new Date(Date.now() + 2_000).toISOString() },
      token: 't9',
      session: 's9',
    });
    expect(views.length).toBe(1);
    expect(Math.round(room.getRemainingMs() / 1_000)).toBe(898);
    cut();
    await pass(2_000);
    expect(server.of('phx_join').at(-1)?.payload).toMatchObject({ token: 't9', session: 's9' });
  });

  it('[K12] hands over the receipt at the end, and holds nothing after it', async () => {
    const room = await joined();
    server.say(3);
    const ends = told(room, 'ended');
    const receipt = {
      accepted: 3,
      delivered: 3,
      filtered: 0,
      deleted: { messages: 3, names: 1, connections: 1 },
    };
    server.push('phx_close', { reason: 'expired', receipt });
    await pass(100);
    expect(ends).toEqual([[{ reason: 'expired', receipt }]]);
    expect(room.getSnapshot()).toMatchObject({
      status: { kind: 'ended', reason: 'expired', receipt },
      items: [],
      presence: [],
    });
    expect(server.sockets.every(({ readyState }) => readyState === 3)).toBe(true);
  });

  it('[K12] asks when the end is past and nothing was said of it', async () => {
    const room = await joined();
    server.refusals.set('phx_join', { reason: 'expired' });
    await pass(604_000);
    expect(room.getSnapshot().status.kind).toBe('joined');
    await pass(6_000);
    expect(room.getSnapshot().status).toMatchObject({ kind: 'ended', reason: 'expired' });
  });

  it('[K12] leaves with a word to the server, and stops without one', async () => {
    const leaving = await joined();
    const left = leaving.leave();
    await pass(10);
    await left;
    expect(server.of('phx_leave').length).toBe(1);
    expect(leaving.getSnapshot().status).toMatchObject({ kind: 'ended', reason: 'left' });
    const stopping = await joined();
    stopping.disconnect();
    await pass(10_000);
    expect(server.of('phx_leave').length).toBe(1);
    expect(server.of('phx_join').length).toBe(2);
  });

  it('[K8] tells who is present, and takes a new state for all there is', async () => {
    const room = await joined();
    const states = told(room, 'presence');
    server.push('presence_diff', {
      joins: { Bo: { metas: [meta('1', { member: 'm-bo' }), meta('2', { member: 'm-bo' })] } },
      leaves: {},
    });
    expect(states.at(-1)).toMatchObject([[{ name: 'Bo', connectionCount: 2 }]]);
    server.push('presence_state', { Cy: { metas: [meta('3', { member: 'm-cy', typing: true })] } });
    expect(states.at(-1)).toMatchObject([[{ name: 'Cy', id: 'm-cy', isTyping: true }]]);
  });

  it('[K13] says once that one is typing, and by itself that one is no longer', async () => {
    const room = await joined();
    for (let key = 0; key < 5; key += 1) {
      room.setTyping();
      await pass(1_000);
    }
    await pass(6_000);
    expect(server.of('typing').map(({ payload }) => payload['typing'])).toEqual([true, false]);
  });

  it('[K16] keeps what the filter told of an own message, changed or blocked, with the message', async () => {
    const room = await joined();
    server.filter = (body) => ({
      body: body.replace('XML', 'JSON'),
      receipt: { verdict: 'changed', changes: [{ start: 2, end: 5, list: 'old', version: 1 }] },
    });
    room.send('I XML');
    await pass(200);
    server.filter = () => ({ body: 'fine', receipt: { verdict: 'passed' } });
    room.send('fine');
    await pass(200);
    server.refusals.set('shout', {
      reason: 'blocked',
      message: 'No.',
      verdict: 'blocked',
      changes: [{ start: 0, end: 3 }],
    });
    room.send('bad word');
    await pass(200);
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

  it('[K17] hands out the same list until a message changes, and says where what it holds begins', async () => {
    server.say(3, { lost: true });
    server.page = 2;
    const room = await joined();
    const { items } = room.getSnapshot();
    expect(room.getSnapshot().earliestSeq).toBe(2);
    server.push('presence_state', { Bo: { metas: [meta('1', { username: 'Bo', typing: true })] } });
    expect(room.getSnapshot().presence.length).toBe(1);
    expect(room.getSnapshot().items).toBe(items);
    void room.loadHistory();
    await pass(200);
    expect(room.getSnapshot().earliestSeq).toBe(1);
    expect(room.getSnapshot().items.slice(1)).toEqual(items);
    expect(room.getSnapshot().items[1]).toBe(items[0]);
  });

  it('[K14] searches all that is kept, and says when it could not', async () => {
    server.say(40, { lost: true });
    server.page = 10;
    const room = await joined();
    const found = room.search('MESSAGE 3');
    await pass(500);
    expect((await found).messages.map(({ seq }) => seq)).toEqual([
      3, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
    ]);
    expect((await found).complete).toBe(true);
    server.forgotten = 0;
    const cutShort = await joined({ id: 'r2' });
    server.refusals.set('history', { reason: 'unavailable' });
    const some = cutShort.search('message 3');
    await pass(500);
    expect((await some).complete).toBe(false);
  });

  it('renames, and goes by the new name from then on', async () => {
    const room = await joined();
    const renamed = room.rename('Ada L.');
    await pass(100);
    expect(await renamed).toEqual({ ok: true, value: { id: 'm-ada', name: 'Ada L.' } });
    cut();
    await pass(2_000);
    expect(server.of('phx_join').at(-1)?.payload).toMatchObject({ username: 'Ada L.' });
  });

  it('moderates by a word each, and says so when there is no connection', async () => {
    const room = await joined();
    const all = [room.kick('Bo'), room.lock(), room.extend(60), room.setSlowMode(5), room.close()];
    await pass(100);
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
    expect(server.asked.slice(1).map(({ event, payload }) => [event, payload])).toEqual([
      ['kick', { member: 'Bo' }],
      ['lock', { locked: true }],
      ['extend', { seconds: 60 }],
      ['slow', { seconds: 5 }],
      ['close', {}],
    ]);
    server.unreachable = true;
    cut();
    expect(await room.lock(false)).toMatchObject({ ok: false, reason: 'unavailable' });
  });
});
