// The cost of messages in commands and in the engines' own units. `npm run bench -- units`
// counts larger rooms.

import { expect, it } from 'vitest';
import { createRoom } from '../../../../../functions/core/lifecycle/create-room.ts';
import type { ConnectionId } from '../../../../../functions/core/ports.ts';
import { encodeFrame } from '../../../../../functions/protocol/frames.ts';
import { onEachForeignEngine } from '../../../../contract/dynamodb-engines.ts';
import { createUnitsPorts } from '../../../../bench/units-world.ts';

onEachForeignEngine(({ client }) => {
  it('[C20] admits and releases a quiet message, and logs from the third on', async () => {
    const ports = await createUnitsPorts(client(), 1, { current: true });
    const [context] = ports.functions;
    if (context === undefined) throw new Error('no function');
    const made = await createRoom(context, {
      options: { title: 'Tea' },
      addressKey: undefined,
      origin: 'https://chat.example',
    });
    if (!made.ok) throw new Error(made.reason);
    const {
      room: { id },
      joinUrl,
    } = made.created;
    const topic = `room:${id}`;
    const connections = ['ann', 'bob', 'cat'].map((name) => `${id}${name}=` as ConnectionId);
    for (const connection of connections) {
      await ports.open(connection);
      const payload = {
        token: joinUrl.slice(joinUrl.indexOf('#') + 1),
        username: connection.slice(-4, -1),
      };
      await ports.frame(
        connection,
        encodeFrame(2, { joinRef: '1', ref: '1', topic, event: 'phx_join', payload }),
      );
    }
    const say = async (index: number): Promise<void> => {
      const speaker = connections[index % 3];
      const body = `${index} `.padEnd(120, 'word ');
      if (speaker !== undefined) {
        await ports.frame(
          speaker,
          encodeFrame(2, {
            joinRef: '1',
            ref: '2',
            topic,
            event: 'shout',
            payload: { body, cid: `${index}`.padStart(24, '0') },
          }),
        );
      }
    };
    for (let index = 0; index < 12; index += 1) await say(index);

    const logs: number[] = [];
    for (let index = 12; index < 30; index += 1) {
      ports.restart();
      await say(index);
      const { calls, writeUnits, readUnits, refused, posts } = ports.counts();
      const puts = calls.get('PutItem') ?? 0;
      if (puts > 0) logs.push(index);
      expect({
        updates: calls.get('UpdateItem'),
        gets: calls.get('GetItem') ?? 0,
        queries: calls.get('Query') ?? 0,
        readUnits,
        refused,
        posts,
        units: writeUnits - puts,
      }).toEqual({ updates: 2, gets: 0, queries: 0, readUnits: 0, refused: 0, posts: 4, units: 2 });
    }
    expect(logs.length, 'one write of the log for at least three messages').toBeLessThanOrEqual(6);
    expect(logs.every((one, index) => one - (logs[index - 1] ?? 0) >= 3)).toBe(true);
  });
});
