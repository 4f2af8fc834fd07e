// The handshake: accepted versions and origins, and the places of a token.

import { describe, expect, it } from 'vitest';
import { connect, type Handshake } from '../../../functions/core/access/handshake.ts';
import type { ConnectionId } from '../../../functions/core/ports.ts';
import {
  connectClient,
  createTestPorts,
  createTestRoom,
  extractToken,
  findReply,
  isOk,
  joinTestRoom,
} from '../test-ports.ts';

const id = 'c' as ConnectionId;
const handshake = (change: Partial<Handshake> = {}): Handshake => ({
  id,
  vsn: '2.0.0',
  token: undefined,
  protocols: undefined,
  origin: undefined,
  host: undefined,
  addressKey: undefined,
  ...change,
});
const welcome = { ok: true, protocol: undefined };
const refused = { ok: false, status: 403 };

describe('The handshake', () => {
  it.each([
    ['2.0.0', welcome],
    ['1.0.0', welcome],
    [undefined, welcome],
    ['3.0.0', refused],
  ])('[W1] answers vsn %j', async (vsn, greeting) => {
    expect(await connect(createTestPorts().context, handshake({ vsn }))).toEqual(greeting);
  });

  it.each([
    ['none, so it is no browser', {}, welcome],
    ['our own', { origin: 'https://chat.example' }, welcome],
    ['the requested host', { origin: 'http://localhost:8100', host: 'localhost:8100' }, welcome],
    ['an allowed one', { origin: 'https://friend.example' }, welcome],
    ['a stranger', { origin: 'https://evil.example', host: 'chat.example' }, refused],
    ['one that begins like ours', { origin: 'https://chat.example.evil.example' }, refused],
    ['the opaque one', { origin: 'null', host: 'chat.example' }, refused],
  ])('[W17] checks the origin: %s', async (_, change, greeting) => {
    expect(
      await connect(
        createTestPorts({ allowedOrigins: ['https://friend.example'] }).context,
        handshake(change),
      ),
    ).toEqual(greeting);
  });

  it('[W17] accepts any origin if all are allowed', async () => {
    expect(
      await connect(
        createTestPorts({ allowedOrigins: ['*'] }).context,
        handshake({ origin: 'https://evil.example' }),
      ),
    ).toEqual(welcome);
  });

  it.each([
    ['the query', (token: string) => ({ token })],
    [
      'the subprotocol',
      (token: string) => ({
        protocols: `phoenix, base64url.bearer.phx.${Buffer.from(token).toString('base64').replace(/=+$/, '')}`,
      }),
    ],
  ])('[W16] takes a token from %s', async (_, change) => {
    const ports = createTestPorts();
    const { room, watchUrl } = await createTestRoom(ports);
    const { token } = (await joinTestRoom(ports, watchUrl)).joined;
    await connect(ports.context, handshake(change(token ?? '')));
    expect((await ports.context.connections.read(id))?.grant).toMatchObject({
      room: room.id,
      scopes: ['receive'],
    });
  });

  it('[W16] [A20] takes a link code, which the join verifies', async () => {
    const ports = createTestPorts();
    const { room, watchUrl } = await createTestRoom(ports);
    const token = extractToken(watchUrl);
    const watcher = await connectClient(ports, `room:${room.id}`, { token });
    expect(isOk(findReply(await watcher.push('phx_join', {})))).toBe(true);
  });

  it('[W16] answers with the subprotocol phoenix if it was offered', async () => {
    expect(
      await connect(
        createTestPorts().context,
        handshake({ protocols: 'phoenix, base64url.bearer.phx.e30' }),
      ),
    ).toEqual({ ok: true, protocol: 'phoenix' });
  });

  it('[W16] accepts an invalid token, which the join refuses', async () => {
    const ports = createTestPorts();
    expect(await connect(ports.context, handshake({ token: 'nonsense' }))).toEqual(welcome);
    expect((await ports.context.connections.read(id))?.grant).toEqual({ refused: 'unauthorized' });
  });
});
