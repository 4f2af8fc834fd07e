// The filter from outside: the sender's receipt, which others never see, and the choices of room
// and deployment.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeRoom, type TestRoom } from './api.ts';
import { connect } from './clients.ts';
import { modes, startServer, type Server } from './server.ts';

describe.each(modes)('the filter on $mode', (mode) => {
  const directory = mkdtempSync(join(tmpdir(), 'receipts-'));
  let server: Server;
  beforeAll(async () => {
    const tokenFile = join(directory, 'token');
    server = await startServer(mode, {
      ADMIN_TOKEN_FILE: tokenFile,
      FILTER_LINKS: 'allow',
      FILTER_LINK_HOSTS: 'tea.example',
      FILTER_REPEAT_SECONDS: '600',
    });
    const lists = {
      masking: { forbidden: ['grobnark'], action: 'mask', tell: 'why' },
      wordy: { forbidden: ['frobnix'], replacements: ['Open Standards'], tell: 'that' },
      blocking: { forbidden: ['vilework'], action: 'block', tell: 'that' },
    };
    for (const [name, list] of Object.entries(lists)) {
      const written = await call(server, {
        method: 'PUT',
        path: `/api/filters/${name}`,
        token: readFileSync(tokenFile, 'utf8').trim(),
        headers: { 'if-none-match': '*' },
        body: { language: 'en', replacements: ['flower'], ...list },
      });
      expect(written.status, JSON.stringify(written.body)).toBe(201);
    }
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const createMembers = async (room: TestRoom) => {
    const [ann, bob] = await Promise.all([connect(server), connect(server)]);
    await ann.join(room.topic, { username: 'ann', token: room.join });
    await bob.join(room.topic, { username: 'bob', token: room.join });
    return {
      ann,
      bob,
      say: (body: string) =>
        ann.push({ topic: room.topic, event: 'shout', payload: { body, cid: body.slice(0, 20) } }),
    };
  };

  it('[T12] [T15] [T16] reports a change or a block to the sender only', async () => {
    const room = await makeRoom(server);
    const { bob, say } = await createMembers(room);
    expect(await say('so vilework')).toEqual({
      status: 'error',
      response: {
        reason: 'blocked',
        message: expect.any(String) as string,
        verdict: 'blocked',
        changes: [{ start: 3, end: 11 }],
      },
    });
    expect(await say('a grobnark')).toMatchObject({
      status: 'ok',
      response: {
        seq: 1,
        verdict: 'changed',
        changes: [
          { start: 2, end: 10, filtered: { start: 2, end: 10 }, list: 'masking', version: 1 },
        ],
      },
    });
    expect(await say('\u{1F600} frobnix grobnark')).toMatchObject({
      response: {
        changes: [
          { start: 3, end: 10, filtered: { start: 3, end: 17 } },
          { start: 11, end: 19, filtered: { start: 18, end: 26 } },
        ],
      },
    });
    expect(await say('plain words')).toMatchObject({
      status: 'ok',
      response: { seq: 3, verdict: 'passed' },
    });
    const heard = await bob.waitFor(
      ({ event, payload }) => event === 'shout' && payload['seq'] === 1,
    );
    expect(heard.payload).toMatchObject({ body: 'a ********' });
    expect(Object.keys(heard.payload).sort()).toEqual([
      'at',
      'body',
      'channel',
      'cid',
      'epoch',
      'member',
      'name',
      'seq',
    ]);
    const post = (body: string) =>
      call(server, {
        method: 'POST',
        path: `/api/rooms/${room.id}/messages`,
        token: room.join,
        body: { body, name: 'robot' },
      });
    expect(await post('vilework again')).toMatchObject({
      status: 422,
      type: 'application/problem+json',
      body: { reason: 'blocked', verdict: 'blocked', changes: [{ start: 0, end: 8 }] },
    });
    expect(await post('grobnark again')).toMatchObject({
      status: 202,
      body: {
        seq: 4,
        verdict: 'changed',
        changes: [{ start: 0, end: 8, list: 'masking', version: 1 }],
      },
    });
  });

  it('[T18] [T19] [T20] [T22] applies the settings of the deployment and of the room', async () => {
    const { ann, say } = await createMembers(
      await makeRoom(server, { filter: { lists: ['masking'], redact: ['email'] } }),
    );
    const { response } = await say(
      'vilework, https://tea.example/x https://x.example me@tea.example',
    );
    const heard = await ann.waitFor(
      ({ event, payload }) => event === 'shout' && payload['seq'] === response['seq'],
    );
    expect(heard.payload).toMatchObject({ body: 'vilework, https://tea.example/x [link] [email]' });
    await say('hello');
    expect(
      await ann.push({ topic: heard.topic, event: 'shout', payload: { body: 'Hello' } }),
    ).toMatchObject({ status: 'error', response: { reason: 'blocked' } });
    expect(
      await call(server, {
        method: 'POST',
        path: '/api/rooms',
        body: { filter: { lists: ['none such'] } },
      }),
    ).toMatchObject({ status: 400, body: { reason: 'invalid_payload' } });
  });
});
