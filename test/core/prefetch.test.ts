// A cold function's reads start together, so it waits for the slowest one only.

import { describe, expect, it } from 'vitest';
import { createContext } from '../../functions/core/context.ts';
import type { Keys, Ports } from '../../functions/core/ports.ts';
import { receive } from '../../functions/core/receive.ts';
import { encodeFrame } from '../../functions/protocol/frames.ts';
import {
  findReply,
  call,
  connectClient,
  isOk,
  joinTestRoom,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestPorts,
} from './test-ports.ts';

type ReadPorts = Pick<Ports, 'connections' | 'keys' | 'lists' | 'subscriptions'>;

/** Creates a cold function's context on the same stores, and records the order of its reads. */
function createColdContext({ context }: TestPorts): {
  readonly cold: TestPorts['context'];
  readonly reads: readonly string[];
} {
  const reads: string[] = [];
  const { connections, keys, lists, subscriptions }: ReadPorts = context;
  return {
    reads,
    cold: createContext(
      {
        ...context,
        connections: {
          ...connections,
          read: (id) => {
            reads.push('connection');
            return connections.read(id);
          },
        },
        keys: {
          ...keys,
          published: () => {
            reads.push('keys');
            return keys.published();
          },
        },
        lists: {
          ...lists,
          read: () => {
            reads.push('lists');
            return lists.read();
          },
        },
        subscriptions: {
          ...subscriptions,
          find: (place) => {
            reads.push('subscription');
            return subscriptions.find(place);
          },
        },
      },
      context.settings,
    ),
  };
}

describe('A cold function', () => {
  it('[C17] starts all reads of a join before the first one completes', async () => {
    const ports = createTestPorts();
    const {
      joinUrl,
      room: { id },
    } = await createTestRoom(ports);
    const client = await connectClient(ports, `room:${id}`);
    const { cold, reads } = createColdContext(ports);
    const payload = { token: extractToken(joinUrl), username: 'ann' };
    const done = receive(cold, {
      connection: client.id,
      text: encodeFrame(2, {
        joinRef: '1',
        ref: '1',
        topic: `room:${id}`,
        event: 'phx_join',
        payload,
      }),
    });
    expect(reads).toEqual(['keys', 'lists', 'connection', 'subscription']);
    await done;
    expect(isOk(findReply(ports.inbox(client.id)))).toBe(true);
  });

  it("[C17] reads a message's lists together with its sender's subscription", async () => {
    const ports = createTestPorts();
    const {
      joinUrl,
      room: { id },
    } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const { cold, reads } = createColdContext(ports);
    const done = receive(cold, {
      connection: ann.id,
      text: encodeFrame(2, {
        joinRef: '1',
        ref: '2',
        topic: `room:${id}`,
        event: 'shout',
        payload: { body: 'XML' },
      }),
    });
    expect(reads).toEqual(['lists', 'subscription']);
    await done;
    expect(isOk(findReply(ports.inbox(ann.id)))).toBe(true);
  });

  it("[C17] reads an HTTP message's lists together with the keys of its token", async () => {
    const ports = createTestPorts();
    const {
      token,
      room: { id },
    } = await createTestRoom(ports);
    const { cold, reads } = createColdContext(ports);
    const answer = await call({ ...ports, context: cold }, 'POST /api/rooms/{id}/messages', {
      room: id,
      bearer: token,
      body: { body: 'XML' },
    });
    expect(answer).toMatchObject({ status: 202 });
    // One after the other, the keys would come first: they say who calls.
    expect(reads.slice(0, 2)).toEqual(['lists', 'keys']);
  });

  it('[C17] accepts a join that needs neither keys nor lists if they cannot be read', async () => {
    const ports = createTestPorts();
    const {
      watchUrl,
      room: { id },
    } = await createTestRoom(ports);
    const { token } = (await joinTestRoom(ports, watchUrl)).joined;
    const watcher = await connectClient(ports, `room:${id}`, { token: token ?? '' });
    const none = (): Promise<never> => Promise.reject(new Error('It does not answer'));
    const keys: Keys = { signing: none, published: none };
    const cold = { ...ports.context, keys, lists: { ...ports.context.lists, read: none } };
    await receive(cold, {
      connection: watcher.id,
      text: encodeFrame(2, {
        joinRef: '1',
        ref: '1',
        topic: `room:${id}`,
        event: 'phx_join',
        payload: {},
      }),
    });
    expect(isOk(findReply(ports.inbox(watcher.id)))).toBe(true);
  });
});
