// The `phoenix` package as applications use it, in the versions of the last years and with both
// serializers.

import * as phoenix18 from 'phoenix';
import phoenix15 from 'phoenix-1.5';
import * as phoenix16 from 'phoenix-1.6';
import * as phoenix17 from 'phoenix-1.7';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JoinResponse, Message } from '../../functions/protocol/events.ts';
import { makeRoom } from './api.ts';
import { inProcess, modesForTables, startServer, type Server } from './server.ts';

type Channel = InstanceType<typeof phoenix18.Channel>;
type Socket = InstanceType<typeof phoenix18.Socket>;
type Options = NonNullable<ConstructorParameters<typeof phoenix18.Socket>[1]>;

/** The package no longer contains V1, so applications that use it bring these two functions. */
const v1: Options = {
  vsn: '1.0.0',
  encode: (message, callback) => {
    void callback(JSON.stringify(message));
  },
  decode: (text, callback) => {
    void callback({ join_ref: null, ...(JSON.parse(text) as object) });
  },
};
const packages = { 1.5: phoenix15, 1.6: phoenix16, 1.7: phoenix17, 1.8: phoenix18 };
const libraries = Object.entries(packages).flatMap(([version, library]) => [
  { library: `phoenix ${version}, V2`, package: library, options: {} },
  { library: `phoenix ${version}, V1`, package: library, options: v1 },
]);

/** The reply to a join, push or leave. An error reply rejects with its reason. */
const answer = <T>(push: ReturnType<Channel['push']>): Promise<T> =>
  new Promise((resolve, reject) => {
    push
      .receive('ok', (response: unknown) => {
        resolve(response as T);
      })
      .receive('error', (response: { reason?: string }) => {
        reject(new Error(response.reason));
      })
      .receive('timeout', () => {
        reject(new Error('timeout'));
      });
  });

describe.each(modesForTables)('Phoenix clients on $mode', (mode) => {
  let server: Server;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    server = await startServer(mode);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(() => server.stop());

  describe.each(libraries)('$library', ({ package: { Socket, Presence }, options }) => {
    const open = (more: Options = {}): Socket => {
      const socket = new Socket(`${server.origin.replace('http', 'ws')}/socket`, {
        transport: WebSocket,
        reconnectAfterMs: () => 50,
        rejoinAfterMs: () => 50,
        ...options,
        ...more,
      });
      sockets.push(socket);
      socket.connect();
      return socket;
    };

    it('[W14] [W1] joins, pushes, and receives replies and all messages', async () => {
      const room = await makeRoom(server);
      const ann = open().channel(room.topic, { username: 'ann', token: room.join });
      const bob = open().channel(room.topic, { username: 'bob', token: room.join });
      const heard: Message[] = [];
      bob.on('shout', (message: Message) => {
        heard.push(message);
      });
      const joined = await answer<JoinResponse>(ann.join());
      expect(joined).toMatchObject({
        member: { name: 'ann' },
        head: 0,
        messages: [],
        room: { id: room.id },
      });
      await answer(bob.join());
      expect(await answer(ann.push('shout', { body: 'hello' }))).toMatchObject({
        seq: 1,
        epoch: joined.epoch,
      });
      expect(await answer(bob.push('shout', { body: 'hello you' }))).toMatchObject({ seq: 2 });
      await expect
        .poll(() => heard.map(({ name, body }) => `${name}: ${body}`))
        .toEqual(['ann: hello', 'bob: hello you']);
      await expect(answer(ann.push('nonsense', {}))).rejects.toThrow('invalid_payload');
    });

    it('[W14] [R13] keeps presence up to date as members join, type and leave', async () => {
      const room = await makeRoom(server);
      const ann = open().channel(room.topic, { username: 'ann', token: room.join });
      const presence = new Presence(ann);
      const here = (): string[] =>
        presence
          .list((name: string, { metas }: { metas: { typing: boolean }[] }) =>
            metas.some(({ typing }) => typing) ? `${name} typing` : name,
          )
          .sort();
      await answer(ann.join());
      await expect.poll(here).toEqual(['ann']);
      const socket = open();
      const bob = socket.channel(room.topic, { username: 'bob', token: room.join });
      await answer(bob.join());
      await expect.poll(here).toEqual(['ann', 'bob']);
      await answer(bob.push('typing', { typing: true }));
      await expect.poll(here).toEqual(['ann', 'bob typing']);
      socket.disconnect();
      await expect.poll(here).toEqual(['ann']);
    });

    it('[W14] [W9] closes its first join of a topic on a second one', async () => {
      const room = await makeRoom(server);
      const socket = open();
      const first = socket.channel(room.topic, { username: 'ann', token: room.join });
      const { session } = await answer<JoinResponse>(first.join());
      const closed = new Promise((resolve) => {
        first.onClose(resolve);
      });
      const second = socket.channel(room.topic, { username: 'ann', token: room.join, session });
      expect(await answer<JoinResponse>(second.join())).toMatchObject({ member: { name: 'ann' } });
      await closed;
      expect(await answer(second.push('shout', { body: 'still here' }))).toMatchObject({ seq: 1 });
    });

    it('[W14] [W11] leaves, and can rejoin', async () => {
      const room = await makeRoom(server);
      const socket = open();
      const channel = socket.channel(room.topic, { username: 'ann', token: room.join });
      const { session } = await answer<JoinResponse>(channel.join());
      await answer(channel.leave());
      expect(channel.state).toBe('closed');
      const again = socket.channel(room.topic, { username: 'ann', token: room.join, session });
      expect(await answer<JoinResponse>(again.join())).toMatchObject({ member: { name: 'ann' } });
    });

    it('[W14] [R4] [G4] rejoins after a drop as the same member, and misses nothing', async () => {
      const room = await makeRoom(server);
      const socket = open();
      let returning: Partial<JoinResponse> = {};
      const seen: Message[] = [];
      const see = (messages: readonly Message[]): void => {
        seen.push(...messages);
      };
      const ann = socket.channel(room.topic, () => ({
        username: 'ann',
        token: room.join,
        ...(returning.session == null
          ? {}
          : {
              session: returning.session,
              last: { epoch: returning.epoch, seq: seen.at(-1)?.seq ?? 0 },
            }),
      }));
      ann.on('shout', (message: Message) => {
        see([message]);
      });
      const joins: JoinResponse[] = [];
      // Called at every rejoin, too.
      ann.join().receive('ok', (response: JoinResponse) => {
        joins.push(response);
        returning = response;
        see(response.messages);
      });
      await expect.poll(() => joins.length).toBe(1);
      const bob = open().channel(room.topic, { username: 'bob', token: room.join });
      await answer(bob.join());
      await answer(bob.push('shout', { body: 'before' }));
      await expect.poll(() => seen.length).toBe(1);

      (socket as unknown as { conn: WebSocket }).conn.terminate();
      await answer(bob.push('shout', { body: 'meanwhile' }));
      await expect.poll(() => joins.length, { timeout: 5_000 }).toBe(2);
      await answer(bob.push('shout', { body: 'after' }));
      await expect
        .poll(() => seen.map(({ body }) => body))
        .toEqual(['before', 'meanwhile', 'after']);
      expect(joins[1]).toMatchObject({ resumed: true, member: joins[0]?.member });
    });

    it('[W14] [R33] rejoins without a claim after a cut, and keeps its name', async () => {
      const room = await makeRoom(server);
      const bob = open().channel(room.topic, { username: 'bob', token: room.join });
      const presence = new Presence(bob);
      const here = (): string[] => presence.list((name: string) => name).sort();
      await answer(bob.join());

      const socket = open();
      const ann = socket.channel(room.topic, { username: 'ann', token: room.join });
      const names: string[] = [];
      const refusals: string[] = [];
      ann
        .join()
        .receive('ok', ({ member }: JoinResponse) => {
          names.push(member?.name ?? '');
        })
        .receive('error', ({ reason }: { reason: string }) => {
          refusals.push(reason);
        });
      for (const joins of [1, 2, 3]) {
        await expect
          .poll(() => names.length, { message: `refused: ${refusals.join()}` })
          .toBe(joins);
        await expect.poll(here).toEqual(['ann', 'bob']);
        expect(await answer(ann.push('shout', { body: `hello ${joins}` }))).toMatchObject({
          seq: joins,
        });
        if (joins < 3) (socket as unknown as { conn: WebSocket }).conn.terminate();
      }
      expect(names).toEqual(['ann', 'ann', 'ann']);
    });

    it('[W16] sends its token in the query', async () => {
      const room = await makeRoom(server);
      const channel = open({ params: { token: room.join } }).channel(room.topic, {
        username: 'ann',
      });
      expect(await answer<JoinResponse>(channel.join())).toMatchObject({ member: { name: 'ann' } });
    });

    it('[A12] [A16] gets the reason for a refusal', async () => {
      const room = await makeRoom(server);
      const socket = open();
      await expect(answer(socket.channel(room.topic, { username: 'ann' }).join())).rejects.toThrow(
        'unauthorized',
      );
      const watching = open().channel(room.topic, { token: room.watch });
      await answer(watching.join());
      await expect(answer(watching.push('shout', { body: 'x' }))).rejects.toThrow('forbidden');
    });
  });

  it.runIf(mode === inProcess)('[W23] get an answer to a binary push, then 1003', async () => {
    for (const library of [phoenix16, phoenix18]) {
      const room = await makeRoom(server);
      const socket = new library.Socket(`${server.origin.replace('http', 'ws')}/socket`, {
        transport: WebSocket,
      });
      sockets.push(socket);
      const codes: number[] = [];
      socket.onClose(({ code }: { readonly code: number }) => {
        codes.push(code);
      });
      socket.connect();
      const channel = socket.channel(room.topic, { username: 'ann', token: room.join });
      await answer(channel.join());
      await expect(answer(channel.push('shout', new ArrayBuffer(4)))).rejects.toThrow(
        'invalid_payload',
      );
      await expect.poll(() => codes).toEqual([1003]);
      socket.disconnect();
    }
  });

  it('[W16] send a subprotocol token, which a token in the join overrides', async () => {
    const [room, other] = await Promise.all([makeRoom(server), makeRoom(server)]);
    const socket = new phoenix18.Socket(`${server.origin.replace('http', 'ws')}/socket`, {
      transport: WebSocket,
      authToken: room.join,
    });
    sockets.push(socket);
    socket.connect();
    expect(await answer(socket.channel(room.topic, { username: 'ann' }).join())).toMatchObject({
      member: { name: 'ann' },
    });
    expect((socket as unknown as { conn: WebSocket }).conn.protocol).toBe('phoenix');
    expect(
      await answer(socket.channel(other.topic, { username: 'ann', token: other.join }).join()),
    ).toMatchObject({ room: { id: other.id } });
  });
});
