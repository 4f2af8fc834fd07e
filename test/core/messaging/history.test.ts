// History for members who join late or return, and `resumed`, which shows whether it is complete.

import { describe, expect, it } from 'vitest';
import type { MemberId, Room, RoomId } from '../../../functions/core/ports.ts';
import {
  maxFramePayloadBytes,
  readMessages,
  readMissed,
} from '../../../functions/core/messaging/history.ts';
import { start, createTestPorts, type TestPorts } from '../test-ports.ts';

/** Creates a room with `logged` messages in the log and `undelivered` more. */
async function createRoomWithMessages(
  ports: TestPorts,
  {
    logged,
    undelivered = 0,
    capacity = 200,
    body = 'hello',
  }: { logged: number; undelivered?: number; capacity?: number; body?: string },
): Promise<Room> {
  const expiresAt = start + 600_000;
  const message = (seq: number) => ({
    seq,
    cid: `c${seq}`,
    body,
    name: 'ann',
    member: 'm' as MemberId,
    at: start,
    content: 'digest',
  });
  const room: Room = {
    id: 'room' as RoomId,
    title: '',
    state: 'open',
    createdAt: start,
    expiresAt,
    capacity,
    epoch: 'e1',
    seq: logged + undelivered,
    deliveredSeq: logged,
    undelivered: Array.from({ length: undelivered }, (_, index) => message(logged + index + 1)),
    lease: undefined,
    membership: 0,
    members: 0,
    slow: 0,
    filtered: 0,
    kicked: [],
    lastPresenceSync: { membership: 0, at: 0 },
    linkSecret: 'secret',
    linkGeneration: 0,
    unpublished: [],
  };
  const { messages, rooms } = ports.context;
  await rooms.create({ room, now: start });
  if (logged > 0) {
    await messages.append({
      room,
      messages: Array.from({ length: logged }, (_, index) => message(index + 1)),
    });
  }
  return room;
}

const seqs = ({
  messages,
}: {
  readonly messages: readonly { readonly seq: number }[];
}): readonly number[] => messages.map(({ seq }) => seq);
const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('A page of messages', () => {
  it('[R9] has logged and undelivered messages in one order', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3, undelivered: 2 });
    const kept = await readMessages(ports.context, room, {
      after: 0,
      before: 6,
      limit: 50,
      maxBytes: maxFramePayloadBytes,
      reader: undefined,
    });
    expect(seqs(kept)).toEqual([1, 2, 3, 4, 5]);
    expect(kept.isComplete).toBe(true);
  });

  it('[R9] has the newest messages if there are more than the limit', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3, undelivered: 2 });
    const kept = await readMessages(ports.context, room, {
      after: 0,
      before: 5,
      limit: 2,
      maxBytes: maxFramePayloadBytes,
      reader: undefined,
    });
    expect(seqs(kept)).toEqual([3, 4]);
    expect(kept.isComplete).toBe(false);
  });

  it.each([
    [0, []],
    [1, [5]],
    [3, [3, 4, 5]],
    [9, [1, 2, 3, 4, 5]],
  ])('[R9] are no more than a capacity of %i', async (capacity, expected) => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3, undelivered: 2, capacity });
    expect(
      seqs(
        await readMessages(ports.context, room, {
          after: 0,
          before: 6,
          limit: 50,
          maxBytes: maxFramePayloadBytes,
          reader: undefined,
        }),
      ),
    ).toEqual(expected);
  });

  it('[R9] fits one frame', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 20, body: 'é'.repeat(4_000) });
    const kept = await readMessages(ports.context, room, {
      after: 0,
      before: 21,
      limit: 50,
      maxBytes: maxFramePayloadBytes,
      reader: undefined,
    });
    expect(JSON.stringify(kept.messages).length).toBeLessThan(128 * 1_024);
    expect(kept.messages.at(-1)?.seq).toBe(20);
    expect(kept.isComplete).toBe(false);
  });

  it('[G7] is empty once the room is closed', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3 });
    await ports.context.rooms.close({ room: room.id, epoch: 'e1' });
    await ports.context.rooms.deleteContent(room.id);
    expect(
      seqs(
        await readMessages(ports.context, room, {
          after: 0,
          before: 4,
          limit: 50,
          maxBytes: maxFramePayloadBytes,
          reader: undefined,
        }),
      ),
    ).toEqual([]);
  });
});

describe('The missed messages', () => {
  it('[G6] are complete for a returning member, with `resumed: true`', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3, undelivered: 2 });
    const missed = await readMissed(ports.context, room, {
      last: { epoch: 'e1', seq: 2 },
      reader: undefined,
    });
    expect(seqs(missed)).toEqual(upTo(5, 3));
    expect(missed.resumed).toBe(true);
  });

  it('[G6] are none for a member who has seen everything', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3, capacity: 0 });
    expect(
      await readMissed(ports.context, room, { last: { epoch: 'e1', seq: 3 }, reader: undefined }),
    ).toEqual({ messages: [], hidden: [], resumed: true });
  });

  it.each([
    ['more was missed than the room keeps', { capacity: 2 }, { epoch: 'e1', seq: 1 }],
    ['the room keeps nothing', { capacity: 0 }, { epoch: 'e1', seq: 1 }],
    ['the place is in another incarnation', {}, { epoch: 'e0', seq: 2 }],
    ['the place is ahead of the room', {}, { epoch: 'e1', seq: 9 }],
    ['the member is new', {}, undefined],
  ])('[G6] are not marked as complete when %s', async (_, change, last) => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 3, undelivered: 2, ...change });
    expect((await readMissed(ports.context, room, { last, reader: undefined })).resumed).toBe(
      false,
    );
  });

  it('[G6] have no hole even if they are incomplete', async () => {
    const ports = createTestPorts();
    const room = await createRoomWithMessages(ports, { logged: 10, undelivered: 3, capacity: 5 });
    expect(
      seqs(
        await readMissed(ports.context, room, {
          last: { epoch: 'e1', seq: 2 },
          reader: undefined,
        }),
      ),
    ).toEqual(upTo(13, 9));
  });
});
