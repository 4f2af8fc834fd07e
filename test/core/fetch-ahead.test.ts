// What a cold function begins to fetch at once, so that it waits for all of it together.

import { describe, expect, it } from 'vitest';
import { createContext } from '../../functions/core/context.ts';
import type { Keys, Ports } from '../../functions/core/ports.ts';
import { receive } from '../../functions/core/receive.ts';
import { encodeFrame } from '../../functions/protocol/frames.ts';
import {
  answerIn,
  call,
  clientOf,
  isOk,
  memberOf,
  roomIn,
  tokenIn,
  createTestPorts,
  type TestPorts,
} from './world.ts';

type ReadPorts = Pick<Ports, 'connections' | 'keys' | 'lists' | 'subscriptions'>;

/**
 * A function that has just begun, beside a world: it reads the same, and tells in what order it
 * asked.
 */
function coldBeside({ context }: TestPorts): {
  readonly cold: TestPorts['context'];
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  const { connections, keys, lists, subscriptions }: ReadPorts = context;
  return {
    asked,
    cold: createContext(
      {
        ...context,
        connections: {
          ...connections,
          read: (id) => {
            asked.push('connection');
            return connections.read(id);
          },
        },
        keys: {
          ...keys,
          published: () => {
            asked.push('keys');
            return keys.published();
          },
        },
        lists: {
          ...lists,
          read: () => {
            asked.push('lists');
            return lists.read();
          },
        },
        subscriptions: {
          ...subscriptions,
          find: (place) => {
            asked.push('subscription');
            return subscriptions.find(place);
          },
        },
      },
      context.settings,
    ),
  };
}

describe('a cold function', () => {
  it('[C17] asks for keys, lists, connection and seat of a join before the first of them has come', async () => {
    const ports = createTestPorts();
    const {
      joinUrl,
      room: { id },
    } = await roomIn(ports);
    const client = await clientOf(ports, `room:${id}`);
    const { cold, asked } = coldBeside(ports);
    const payload = { token: tokenIn(joinUrl), username: 'ann' };
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
    expect(asked).toEqual(['keys', 'lists', 'connection', 'subscription']);
    await done;
    expect(isOk(answerIn(ports.inbox(client.id)))).toBe(true);
  });

  it("[C17] asks for the lists of a message beside its sender's seat", async () => {
    const ports = createTestPorts();
    const {
      joinUrl,
      room: { id },
    } = await roomIn(ports);
    const ann = await memberOf(ports, joinUrl, { username: 'ann' });
    const { cold, asked } = coldBeside(ports);
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
    expect(asked).toEqual(['lists', 'subscription']);
    await done;
    expect(isOk(answerIn(ports.inbox(ann.id)))).toBe(true);
  });

  it('[C17] asks for the lists of a message over HTTP beside the keys that read its token', async () => {
    const ports = createTestPorts();
    const {
      ownerUrl,
      room: { id },
    } = await roomIn(ports);
    const { cold, asked } = coldBeside(ports);
    const done = call({ ...ports, context: cold }, 'POST /api/rooms/{id}/messages', {
      room: id,
      bearer: tokenIn(ownerUrl),
      body: { body: 'XML' },
    });
    expect(asked).toEqual(['lists', 'keys']);
    expect(await done).toMatchObject({ status: 202 });
  });

  it('[C17] lets in who needs neither keys nor lists, though they cannot be had', async () => {
    const ports = createTestPorts();
    const {
      watchUrl,
      room: { id },
    } = await roomIn(ports);
    const watcher = await clientOf(ports, `room:${id}`, { token: tokenIn(watchUrl) });
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
    expect(isOk(answerIn(ports.inbox(watcher.id)))).toBe(true);
  });
});
