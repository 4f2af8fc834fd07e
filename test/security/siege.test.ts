// 72 hostile sockets against an honest room: nobody in it misses a message, the server's memory is
// bounded, and the offenders are closed with the right code. How much slower the room becomes is
// measured by `npm run bench -- siege`.

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcess, modesForTables, startServer, type Server } from '../end-to-end/server.ts';
import { isThorough } from '../thorough.ts';
import { encode, opcodes, openRaw } from './raw-websocket.ts';
import { attack, openHonestRoom, readPeakMegabytes } from './siege.ts';

const seconds = isThorough ? 12 : 5;
const maxMegabytes = 600;

describe.each(modesForTables)('hostile sockets on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode);
  });
  afterAll(() => server.stop());

  it('[G10] [G9] [R8] cost no honest member a message, and are closed', async () => {
    const room = await openHonestRoom(server);
    const [endings] = await Promise.all([attack(server, seconds), room.talk(seconds)]);
    await room.join('Newcomer');
    const { sent } = room.listMessages();
    const isComplete = () => room.listMessages().heard.every(({ length }) => length > sent.length);
    await expect.poll(isComplete, { timeout: 60_000 }).toBe(true);
    // When members talk at the same time, the server decides whose message comes first.
    const { heard } = room.listMessages();
    for (const bodies of heard) expect(bodies).toEqual(heard[0]);
    expect(heard[0]?.toSorted()).toEqual([...sent, 'hello from Newcomer'].toSorted());

    // The platform chooses the code in the cloud. Sockets within their limits stay open.
    const tooFast = mode === inProcess ? [1008] : [1000, 1009, -1];
    for (const kind of ['nonsense', 'heartbeats', 'joins', 'messages', 'large frames']) {
      expect(tooFast, `${kind}: ${String(endings[kind])}`).toEqual(
        expect.arrayContaining([...new Set(endings[kind])]),
      );
    }
    if (mode === inProcess) expect(new Set(endings['pings'])).toEqual(new Set([1008]));
    expect([1002, -1]).toEqual(expect.arrayContaining([...new Set(endings['unmasked'])]));
    // The other one also has the database and all of API Gateway in it.
    if (mode === inProcess) expect(readPeakMegabytes(server) ?? 0).toBeLessThan(maxMegabytes);
  });
});

it('[G10] reads nothing more from a socket that was closed for its speed', async () => {
  const server = await startServer(inProcess);
  try {
    const client = await openRaw(server.origin);
    const pings = Buffer.concat(Array<Buffer>(500).fill(encode({ opcode: opcodes.ping })));
    const from = performance.now();
    const state = { hasEnded: false };
    void client.ended.then(() => {
      state.hasEnded = true;
    });
    while (!state.hasEnded) {
      await client.write(pings);
      await wait(1);
    }
    const close = client.frames.find(({ opcode }) => opcode === opcodes.close);
    expect(close?.payload.readUInt16BE()).toBe(1008);
    // The server would wait 30 s for an answer to its close frame.
    expect(performance.now() - from).toBeLessThan(15_000);
  } finally {
    await server.stop();
  }
});
