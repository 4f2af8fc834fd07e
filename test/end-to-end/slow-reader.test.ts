// One member stops reading while the others keep talking, like a phone in a tunnel. Over real
// sockets, whose kernels buffer some megabytes before the server notices.

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Message } from '../../functions/protocol/events.ts';
import { makeRoom, makeToken } from './api.ts';
import { connect } from './clients.ts';
import { inProcess, startServer, type Server } from './server.ts';

// Four bytes each: 16 KB, the longest body. Together they exceed two kernels' buffers and the
// server's limit.
const body = '🦆'.repeat(4_000);
const [speakers, messages] = [50, 500];

describe('a slow reader', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(inProcess);
  });
  afterAll(() => server.stop());

  it('[L13] [G9] is closed with 1013 while others get all messages, then catches up', async () => {
    const room = await makeRoom(server, { capacity: 1_000 });
    const send = await makeToken(server, room, { scope: 'send' });
    const crowd = await Promise.all(
      Array.from({ length: speakers }, async (_, index) => {
        const client = await connect(server);
        await client.join(room.topic, { username: `speaker ${index}`, token: send });
        return client;
      }),
    );
    const swift = await connect(server);
    await swift.join(room.topic, { username: 'swift', token: room.join });
    const slow = new WebSocket(
      `${server.origin.replace('http', 'ws')}/socket/websocket?vsn=2.0.0&token=${room.join}`,
    );
    const seen: number[] = [];
    let joined: { readonly session: string; readonly epoch: string } | undefined;
    slow.on('message', (data: Buffer) => {
      const [, , , event, payload] = JSON.parse(data.toString()) as [
        unknown,
        unknown,
        string,
        string,
        { response: never; seq: number },
      ];
      if (event === 'phx_reply') joined = payload.response;
      if (event === 'shout') seen.push(payload.seq);
    });
    await once(slow, 'open');
    slow.send(JSON.stringify(['1', '1', room.topic, 'phx_join', { username: 'slow' }]));
    await expect.poll(() => joined).toBeDefined();
    slow.pause();

    const told = await Promise.all(
      crowd.flatMap((client) =>
        Array.from({ length: messages / speakers }, () =>
          client.push({ topic: room.topic, event: 'shout', payload: { body } }),
        ),
      ),
    );
    expect(
      new Set(told.map(({ status, response }) => `${status} ${String(response['reason'])}`)),
    ).toEqual(new Set(['ok undefined']));
    await swift.waitFor(({ event, payload }) => event === 'shout' && payload['seq'] === messages);
    expect(swift.all('shout').map(({ seq }) => seq)).toEqual(
      Array.from({ length: messages }, (_, index) => index + 1),
    );

    const closed = once(slow, 'close');
    slow.resume();
    expect((await closed)[0]).toBe(1013);
    expect(seen).toEqual(Array.from(seen, (_, index) => index + 1));
    expect(seen.length).toBeLessThan(messages);

    const back = await connect(server);
    const last = { epoch: joined?.epoch, seq: seen.length };
    const { response } = await back.join(room.topic, {
      username: 'slow',
      session: joined?.session,
      token: room.join,
      last,
    });
    let missed = response['messages'] as readonly Message[];
    // Messages that don't fit one frame are reported as missing and loaded by page.
    for (let first = missed[0]?.seq ?? NaN; first > last.seq + 1; first = missed[0]?.seq ?? NaN) {
      expect(response['resumed']).toBe(false);
      const page = await back.push({
        topic: room.topic,
        event: 'history',
        payload: { before: first },
      });
      missed = [...(page.response['messages'] as readonly Message[]), ...missed];
    }
    const seqs = missed.map(({ seq }) => seq).filter((seq) => seq > last.seq);
    expect(seqs).toEqual(
      Array.from({ length: messages - last.seq }, (_, index) => last.seq + 1 + index),
    );
    for (const client of [...crowd, swift, back]) client.drop();
  });
});
