// Private messages: only two members get them, live and later. The others get their seqs.

import { describe, expect, it } from 'vitest';
import { createContext } from '../../../functions/core/context.ts';
import type { RoomId } from '../../../functions/core/ports.ts';
import { receive } from '../../../functions/core/receive.ts';
import type { Hidden, Message } from '../../../functions/protocol/events.ts';
import { encodeFrame, type Frame } from '../../../functions/protocol/frames.ts';
import {
  findReply,
  call,
  connectClient,
  isOk,
  joinTestRoom,
  findPayloads,
  getReason,
  getResponse,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestClient,
  type TestMember,
  type TestPorts,
} from '../test-ports.ts';

const shoutsIn = (frames: readonly Frame[]): readonly Message[] =>
  frames.flatMap(({ event, payload }) => {
    if (event === 'shout') return [payload as Message];
    return event === 'shouts' ? (payload as { messages: Message[] }).messages : [];
  });
const hiddenIn = (frames: readonly Frame[]): readonly number[] =>
  frames.flatMap(({ event, payload }) => {
    if (event === 'hidden') return (payload as Hidden).seqs;
    return event === 'shouts' ? ((payload as { hidden?: number[] }).hidden ?? []) : [];
  });
/** All seqs in a client's frames, shown or hidden. */
const runIn = (frames: readonly Frame[]): readonly number[] =>
  [...shoutsIn(frames).map(({ seq }) => seq), ...hiddenIn(frames)].toSorted(
    (one, other) => one - other,
  );

interface Kept {
  readonly messages: readonly Message[];
  readonly hidden: readonly number[];
}
const keptIn = (frame: Frame | undefined): Kept => getResponse(frame) as Kept;
const bodies = ({ messages }: Kept): readonly string[] => messages.map(({ body }) => body);

/** Ann and Bob, each with two tabs, and Cat and a watcher as bystanders. */
async function party(ports = createTestPorts()) {
  const links = await createTestRoom(ports);
  const ann = await joinTestRoom(ports, links.joinUrl, { username: 'ann' });
  const bob = await joinTestRoom(ports, links.joinUrl, { username: 'bob' });
  const cat = await joinTestRoom(ports, links.joinUrl, { username: 'cat' });
  const annToo = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
  const bobToo = await joinTestRoom(ports, links.joinUrl, { session: bob.session });
  const watcher = await joinTestRoom(ports, links.watchUrl);
  const all = [ann, annToo, bob, bobToo, cat, watcher];
  for (const one of all) ports.inbox(one.id);
  return { ports, links, ann, annToo, bob, bobToo, cat, watcher };
}

async function whisper(from: TestClient, to: string, body = 'psst'): Promise<readonly Frame[]> {
  const frames = await from.push('shout', { body, to });
  if (!isOk(findReply(frames))) throw new Error(`Not sent: ${getReason(findReply(frames))}.`);
  return frames;
}

describe('A private message', () => {
  it.each([
    ['id', ({ memberId }: TestMember) => memberId],
    ['name', () => 'Bob'],
  ])(
    "[R16] [R31] to a member by %s reaches both members' tabs; others get its seq",
    async (_, called) => {
      const { ports, ann, annToo, bob, bobToo, cat, watcher } = await party();
      const frames = await whisper(ann, called(bob));
      const message = {
        seq: 1,
        body: 'psst',
        name: 'ann',
        member: ann.memberId,
        to: bob.memberId,
        toName: 'bob',
      };
      expect(shoutsIn(frames)).toMatchObject([message]);
      for (const one of [annToo, bob, bobToo]) {
        expect(shoutsIn(ports.inbox(one.id))).toMatchObject([message]);
      }
      for (const other of [cat, watcher]) {
        const heard = ports.inbox(other.id);
        expect(heard.map(({ event, payload }) => ({ event, payload }))).toEqual([
          { event: 'hidden', payload: { epoch: ann.joined.epoch, seqs: [1] } },
        ]);
      }
    },
  );

  it('[R16] [G8] is filtered like any other', async () => {
    const { ports, ann, bob } = await party();
    await whisper(ann, 'bob', 'XML?');
    expect(shoutsIn(ports.inbox(bob.id))).toMatchObject([{ body: 'JSON?' }]);
    // With its question mark: a token's signature may contain the three letters.
    expect(JSON.stringify(ports.posted)).not.toContain('XML?');
  });

  it('[R16] to an unknown member reaches nobody', async () => {
    const { ports, links, ann, cat } = await party();
    for (const to of ['nobody', 'xxxxxxxxxxxx']) {
      expect((await ann.push('shout', { body: 'psst', to })).map(getReason)).toEqual(['not_found']);
    }
    expect(ports.inbox(cat.id)).toEqual([]);
    expect(await ports.context.rooms.get(links.room.id as RoomId)).toMatchObject({
      seq: 0,
      undelivered: [],
    });
  });

  it('[R36] to an id never reaches a member whose name is that id', async () => {
    const { ports, ann, bob, bobToo, cat } = await party();
    for (const { id } of [bob, bobToo]) ports.ended.add(id);
    await ann.push('shout', { body: 'anyone?' });
    expect(isOk(findReply(await cat.push('rename', { username: bob.memberId })))).toBe(true);
    ports.inbox(cat.id);

    const to = { id: bob.memberId };
    const frames = await ann.push('shout', { body: 'psst', to });
    expect(getReason(findReply(frames))).toBe('not_found');
    expect(shoutsIn(ports.inbox(cat.id))).toEqual([]);
  });

  it('[R36] to an id as a text never reaches a stranger who took that id as a name', async () => {
    const { ports, ann, bob, bobToo, cat } = await party();
    for (const { id } of [bob, bobToo]) ports.ended.add(id);
    await ann.push('shout', { body: 'anyone?' });
    expect(isOk(findReply(await cat.push('rename', { username: bob.memberId })))).toBe(true);
    ports.inbox(cat.id);

    const frames = await ann.push('shout', { body: 'psst', to: bob.memberId });
    expect(getReason(findReply(frames))).toBe('not_found');
    expect(shoutsIn(ports.inbox(cat.id))).toEqual([]);
  });

  it('[R40] to a member who may only send is refused', async () => {
    const { ports, links, ann } = await party();
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room: links.room.id,
      bearer: links.token,
      body: { scope: 'send' },
    });
    const { token } = made.body as { readonly token: string };
    const dan = await joinTestRoom(ports, links.joinUrl, { token, username: 'dan' });
    for (const to of ['dan', dan.memberId, { id: dan.memberId, name: 'dan' }]) {
      const frames = await ann.push('shout', { body: 'psst', to });
      expect(getReason(findReply(frames))).toBe('forbidden');
    }
    // Another of its connections can read.
    await joinTestRoom(ports, links.joinUrl, { session: dan.session });
    await whisper(ann, 'dan');
  });

  it('[R36] to an id follows its member through a new name', async () => {
    const { ports, ann, bob, cat } = await party();
    await bob.push('rename', { username: 'robert' });
    await cat.push('rename', { username: 'bob' });
    for (const { id } of [bob, cat]) ports.inbox(id);

    await ann.push('shout', { body: 'psst', to: { id: bob.memberId, name: 'bob' } });
    expect(shoutsIn(ports.inbox(bob.id))).toMatchObject([{ body: 'psst', toName: 'robert' }]);
    expect(shoutsIn(ports.inbox(cat.id))).toEqual([]);
  });

  it('[R36] to an id and a name waits for a disconnected member', async () => {
    const { ports, links, ann, bob, bobToo } = await party();
    for (const { id } of [bob, bobToo]) ports.ended.add(id);
    await ann.push('shout', { body: 'anyone?' });
    await ann.push('shout', { body: 'psst', to: { id: bob.memberId, name: 'bob' } });
    const back = await joinTestRoom(ports, links.joinUrl, {
      session: bob.session,
      last: { epoch: bob.joined.epoch, seq: 0 },
    });
    expect(bodies(back.joined)).toEqual(['anyone?', 'psst']);
  });

  it('[R16] to a disconnected member waits for it', async () => {
    const { ports, links, ann, bob, bobToo } = await party();
    for (const { id } of [bob, bobToo]) ports.ended.add(id);
    await ann.push('shout', { body: 'anyone?' });
    await whisper(ann, 'bob');
    const back = await joinTestRoom(ports, links.joinUrl, {
      session: bob.session,
      last: { epoch: bob.joined.epoch, seq: 0 },
    });
    expect(bodies(back.joined)).toEqual(['anyone?', 'psst']);
    expect(back.joined).toMatchObject({ resumed: true, hidden: [] });
  });

  it('[G5] [R16] under a cid used for another recipient is a conflict', async () => {
    const { ann } = await party();
    await ann.push('shout', { body: 'psst', to: 'bob', cid: 'a' });
    expect(
      getReason(findReply(await ann.push('shout', { body: 'psst', to: 'cat', cid: 'a' }))),
    ).toBe('conflict');
    expect(getReason(findReply(await ann.push('shout', { body: 'psst', cid: 'a' })))).toBe(
      'conflict',
    );
    expect(
      getResponse(findReply(await ann.push('shout', { body: 'psst', to: 'bob', cid: 'a' }))),
    ).toMatchObject({ seq: 1 });
  });
});

describe('Stored private messages', () => {
  it('[R16] [R31] go to the two members only, without holes for others', async () => {
    const { ports, links, ann, bob, cat, watcher } = await party();
    await ann.push('shout', { body: 'for all' });
    await whisper(ann, 'bob');
    await whisper(bob, 'ann', 'what?');
    await ann.push('shout', { body: 'for all again' });
    const epoch = ann.joined.epoch;
    const whole = ['for all', 'psst', 'what?', 'for all again'];
    const part = ['for all', 'for all again'];

    for (const [reader, seen, hidden] of [
      [ann, whole, []],
      [bob, whole, []],
      [cat, part, [2, 3]],
      [watcher, part, [2, 3]],
    ] as const) {
      for (const [event, payload] of [
        ['history', {}],
        ['sync', { epoch, seq: 0 }],
      ] as const) {
        const kept = keptIn(findReply(await reader.push(event, payload)));
        expect([event, bodies(kept), kept.hidden]).toEqual([event, seen, hidden]);
      }
    }
    const fresh = await joinTestRoom(ports, links.joinUrl, { username: 'dan' });
    expect([bodies(fresh.joined), fresh.joined.hidden]).toEqual([part, [2, 3]]);
    const back = await joinTestRoom(ports, links.joinUrl, {
      session: bob.session,
      last: { epoch, seq: 1 },
    });
    expect([bodies(back.joined), back.joined.hidden, back.joined.resumed]).toEqual([
      whole.slice(1),
      [],
      true,
    ]);
    const catBack = await joinTestRoom(ports, links.joinUrl, {
      session: cat.session,
      last: { epoch, seq: 1 },
    });
    expect([bodies(catBack.joined), catBack.joined.hidden, catBack.joined.resumed]).toEqual([
      part.slice(1),
      [2, 3],
      true,
    ]);
    const read = await call(ports, 'GET /api/rooms/{id}/messages', {
      room: links.room.id,
      bearer: links.token,
      query: { after: '0' },
    });
    expect([bodies(read.body as Kept), (read.body as Kept).hidden]).toEqual([part, [2, 3]]);
  });

  it('[R31] leave a page of history without messages if all of them are hidden', async () => {
    const { ann, bob, cat } = await party();
    await ann.push('shout', { body: 'first' });
    for (let index = 0; index < 5; index += 1) {
      await whisper(index % 2 === 0 ? ann : bob, index % 2 === 0 ? 'bob' : 'ann');
    }
    expect(getResponse(findReply(await cat.push('history', { limit: 3 })))).toEqual({
      messages: [],
      more: true,
      hidden: [4, 5, 6],
    });
    expect(
      getResponse(findReply(await cat.push('history', { limit: 3, before: 4 }))),
    ).toMatchObject({
      messages: [{ seq: 1 }],
      more: false,
      hidden: [2, 3],
    });
  });

  it('[R16] can be sent over HTTP to a member on the socket', async () => {
    const { ports, links, bob, cat } = await party();
    const bearer = extractToken(links.joinUrl);
    const posted = await call(ports, 'POST /api/rooms/{id}/messages', {
      room: links.room.id,
      bearer,
      body: { body: 'beep', name: 'robot', to: 'bob' },
    });
    expect(posted.status).toBe(202);
    expect(shoutsIn(ports.inbox(bob.id))).toMatchObject([
      { body: 'beep', name: 'robot', to: bob.memberId },
    ]);
    expect(hiddenIn(ports.inbox(cat.id))).toEqual([1]);
    expect(
      await call(ports, 'POST /api/rooms/{id}/messages', {
        room: links.room.id,
        bearer,
        body: { body: 'beep', to: 'nobody' },
      }),
    ).toMatchObject({ status: 404 });
  });
});

describe('A batch with private messages', () => {
  /** Four messages in one batch: the first three wait under a dead holder's lease. */
  async function batched(
    ports: TestPorts,
    { joined }: TestMember,
    push: (context: TestPorts['context'], payload: unknown) => Promise<void>,
  ) {
    const { context } = ports;
    const { messages, rooms } = context;
    const dead = createContext(
      {
        ...context,
        messages: { ...messages, append: () => Promise.reject(new Error('dead')) },
      },
      context.settings,
    );
    await push(dead, { body: '1' }).catch(() => undefined);
    await push(context, { body: '2', to: 'bob' });
    await push(context, { body: '3' });
    ports.now += 4_000;
    await push(context, { body: '4', to: 'bob' });
    expect((await rooms.get(joined.room.id as RoomId))?.undelivered).toEqual([]);
  }

  it.each([[true], [false]])(
    '[W13] [R31] has no hole for any receiver (batch: %s)',
    async (batch) => {
      const { ports, links, ann } = await party();
      const [bob, cat] = [
        await joinTestRoom(ports, links.joinUrl, { username: 'bea', batch }),
        await joinTestRoom(ports, links.joinUrl, { username: 'carl', batch }),
      ];
      const watcher = await connectClient(ports, `room:${links.room.id}`);
      await watcher.push('phx_join', { token: extractToken(links.watchUrl), batch });
      for (const { id } of [bob, cat, watcher]) ports.inbox(id);
      await batched(ports, ann, (context, payload) => {
        const shout = {
          ...(payload as object),
          ...('to' in (payload as object) ? { to: 'bea' } : {}),
        };
        return receive(context, {
          connection: ann.id,
          text: encodeFrame(2, {
            joinRef: '1',
            ref: '9',
            topic: `room:${links.room.id}`,
            event: 'shout',
            payload: shout,
          }),
        });
      });
      const heard = ports.inbox(bob.id);
      expect(shoutsIn(heard).map(({ body }) => body)).toEqual(['1', '2', '3', '4']);
      expect(findPayloads(heard, 'shouts')).toHaveLength(batch ? 1 : 0);
      expect(hiddenIn(heard)).toEqual([]);
      for (const other of [cat, watcher]) {
        const frames = ports.inbox(other.id);
        expect(shoutsIn(frames).map(({ body }) => body)).toEqual(['1', '3']);
        expect(runIn(frames)).toEqual([1, 2, 3, 4]);
      }
    },
  );
});
