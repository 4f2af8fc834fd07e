// Long polls: waiting for messages over HTTP.

import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../functions/core/ports.ts';
import {
  call,
  joinTestRoom,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

/** Creates ports on which something happens at a given moment while a call waits. */
function createWaitingPorts(): {
  readonly ports: TestPorts;
  at(milliseconds: number, happens: () => Promise<unknown>): void;
} {
  const due: { readonly at: number; readonly happens: () => Promise<unknown> }[] = [];
  const clock: Clock = {
    now: () => ports.now,
    wait: async (milliseconds) => {
      ports.now += milliseconds;
      const ready = due.findIndex(({ at }) => at <= ports.now);
      if (ready >= 0) await due.splice(ready, 1)[0]?.happens();
    },
  };
  const ports: TestPorts = createTestPorts({ ports: { clock } });
  return {
    ports,
    at: (milliseconds, happens) => {
      due.push({ at: ports.now + milliseconds, happens });
    },
  };
}

async function createPollingRoom() {
  const { ports, at } = createWaitingPorts();
  const { room, joinUrl, watchUrl, ownerUrl } = await createTestRoom(ports, { seconds: 60 });
  const ann = await joinTestRoom(ports, ownerUrl, { username: 'ann' });
  const began = ports.now;
  const read = async (query: Readonly<Record<string, string>>) => {
    const { status, body } = await call(ports, 'GET /api/rooms/{id}/messages', {
      room: room.id,
      bearer: extractToken(watchUrl),
      query,
    });
    return { status, body, waited: ports.now - began };
  };
  return { ports, at, ann, read, joinUrl };
}

describe('A long poll', () => {
  it('[H7] ends with the first message after the seq', async () => {
    const { at, ann, read } = await createPollingRoom();
    at(7_000, () => ann.push('shout', { body: 'XML' }));
    const { status, body, waited } = await read({ after: '0', wait: '25' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { head: 1, messages: [{ seq: 1, body: 'JSON' }], complete: true },
    });
    expect(waited).toBeGreaterThanOrEqual(7_000);
    expect(waited).toBeLessThan(8_000);
  });

  it('[H7] does not wait if there is a message already, or without a seq', async () => {
    const { ann, read } = await createPollingRoom();
    await ann.push('shout', { body: 'one' });
    expect(await read({ after: '0', wait: '25' })).toMatchObject({
      waited: 0,
      body: { messages: [{ seq: 1 }] },
    });
    expect(await read({ wait: '25' })).toMatchObject({ waited: 0 });
    expect(await read({ after: '1' })).toMatchObject({ waited: 0, body: { messages: [] } });
  });

  it('[H7] ends empty when its time is up', async () => {
    const { read } = await createPollingRoom();
    expect(await read({ after: '0', wait: '25' })).toMatchObject({
      status: 200,
      waited: 25_000,
      body: { head: 0, messages: [], complete: true },
    });
  });

  it('[H7] [R31] ends with a private message’s seq, but not its text', async () => {
    const { ports, at, ann, read, joinUrl } = await createPollingRoom();
    await joinTestRoom(ports, joinUrl, { username: 'bob' });
    at(1_000, () => ann.push('shout', { body: 'psst', to: 'bob' }));
    expect((await read({ after: '0', wait: '25' })).body).toMatchObject({
      head: 1,
      messages: [],
      hidden: [1],
    });
  });

  it('[G7] [H7] ends when the room is closed or expires', async () => {
    const closing = await createPollingRoom();
    closing.at(2_000, () => closing.ann.push('close', {}));
    expect(await closing.read({ after: '0', wait: '25' })).toMatchObject({
      status: 410,
      body: { reason: 'expired' },
    });
    const ending = await createPollingRoom();
    ending.ports.now += 50_000;
    expect(await ending.read({ after: '0', wait: '25' })).toMatchObject({
      status: 410,
      waited: 60_000,
    });
  });

  it.each([
    [{ after: '0', wait: '26' }],
    [{ after: '-1' }],
    [{ after: 'x' }],
    [{ after: '0', limit: '0' }],
    [{ after: '0', limit: '201' }],
  ])('[H2] is refused for %j', async (query) => {
    expect(await (await createPollingRoom()).read(query)).toMatchObject({
      status: 400,
      body: { reason: 'invalid_payload' },
    });
  });
});
