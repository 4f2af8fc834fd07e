// Every event and every route, with every credential. Credentials that do not allow them get the
// reason, and nothing changes. The tables come from the code, so a new event or route needs an
// example here.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { events } from '../../functions/core/receive.ts';
import { httpApi, type RouteKey } from '../../functions/protocol/http.ts';
import {
  startAdminServer,
  stopAdminServer,
  type AdminServer,
} from '../end-to-end/administrators.ts';
import { call, makeRoom, makeToken, type TestRoom } from '../end-to-end/api.ts';
import { connect, type Payload } from '../end-to-end/clients.ts';
import { modesForTables } from '../end-to-end/server.ts';

const payloads: Readonly<Record<string, Payload>> = {
  shout: { body: 'hello' },
  typing: { typing: true },
  history: {},
  sync: { epoch: 'none', seq: 0 },
  rename: { username: 'another' },
  kick: { member: 'olga' },
  lock: { locked: true },
  slow: { seconds: 60 },
  extend: { seconds: 60 },
  close: {},
};

const bodies: Readonly<Partial<Record<RouteKey, Payload>>> = {
  'POST /api/rooms/{id}/messages': { body: 'hello', name: 'poster' },
  'POST /api/rooms/{id}/tokens': { scope: 'receive' },
  'POST /api/rooms/{id}/links': {},
  'POST /api/filters/test': { text: 'hello' },
  'POST /api/filters/dry-run': { list: 'english-profanity', sample: 'hello' },
  'PUT /api/filters/{list}': { language: 'en', forbidden: ['grobnark'], replacements: ['tea'] },
  'PATCH /api/filters/{list}': { add: { forbidden: ['grobnark'] } },
  'POST /api/filters/{list}/rollback': { version: 1 },
};

const scopes = ['send', 'receive', 'send receive', 'send receive moderate'] as const;
type Scope = (typeof scopes)[number];

const socketCases = scopes.flatMap((scope) =>
  [...events].map(([event, { scope: needed }]) => ({
    scope,
    event,
    isAllowed: scope.split(' ').includes(needed),
  })),
);

type Bearer =
  Scope | 'none' | 'nonsense' | 'another room' | 'session' | 'expired' | 'administrator';
const bearers: readonly Bearer[] = [
  ...scopes,
  'none',
  'nonsense',
  'another room',
  'session',
  'expired',
  'administrator',
];
const routes = (Object.keys(httpApi) as RouteKey[]).filter((key) => httpApi[key].scope !== null);
const httpCases = bearers.flatMap((bearer) => routes.map((route) => ({ bearer, route })));

/** Whether a credential of this kind may call a route that needs this scope. */
function allows(bearer: Bearer, needed: string): boolean {
  if (needed.startsWith('filters:')) return bearer === 'administrator';
  const isOfRoom = (scopes as readonly string[]).includes(bearer);
  return isOfRoom && (needed === 'any' || bearer.split(' ').includes(needed));
}

describe.each(modesForTables)('on $mode', (mode) => {
  let admin: AdminServer;
  let room: TestRoom;
  let tokens: Readonly<Record<Bearer, string | undefined>>;
  let before: unknown;

  beforeAll(async () => {
    admin = await startAdminServer(mode);
    const { server } = admin;
    room = await makeRoom(server);
    const other = await makeRoom(server);
    const olga = await connect(server);
    const { response } = await olga.join(room.topic, { token: room.owner, username: 'olga' });
    const narrow = (scope: string) => makeToken(server, room, { scope });
    tokens = {
      send: await narrow('send'),
      receive: room.watch,
      'send receive': room.join,
      'send receive moderate': room.owner,
      none: undefined,
      nonsense: 'nonsense',
      'another room': other.owner,
      session: String(response['session']),
      expired: await makeToken(server, room, { scope: 'send receive moderate', seconds: 1 }),
      administrator: admin.token,
    };
    await vi.waitFor(
      async () => {
        expect((await view(tokens.expired)).status).toBeGreaterThan(400);
      },
      { timeout: 10_000, interval: 200 },
    );
    before = await readState();
  });
  afterAll(() => stopAdminServer(admin));

  const view = (token: string | undefined) =>
    call(admin.server, { path: `/api/rooms/${room.id}`, token });

  /** The parts of a room that a refused push must not change. */
  const readRoom = async ({ id, owner }: TestRoom): Promise<unknown> => {
    const { body } = await call(admin.server, { path: `/api/rooms/${id}`, token: owner });
    const { state, expiresAt, slow, members } = body['room'] as Payload;
    return { state, expiresAt, slow, members };
  };
  const readState = async (): Promise<unknown> => {
    const lists = await call(admin.server, { path: '/api/filters', token: admin.token });
    return { room: await readRoom(room), lists: lists.body };
  };

  it('[A12] has an example of every event', () => {
    expect([...events.keys()].filter((event) => payloads[event] === undefined)).toEqual([]);
  });

  describe.each(scopes)('[A12] a token to %s', (scope) => {
    it.each(socketCases.filter((one) => one.scope === scope))(
      'does $event on the socket: $isAllowed',
      async ({ event, isAllowed }) => {
        const own = await makeRoom(admin.server);
        const client = await connect(admin.server);
        const token = await makeToken(admin.server, own, { scope });
        const name = scope === 'receive' ? {} : { username: 'ann' };
        expect((await client.join(own.topic, { token, ...name })).status).toBe('ok');
        const ownBefore = await readRoom(own);
        const reply = await client.push({ topic: own.topic, event, payload: payloads[event] });
        if (isAllowed) expect(reply.response['reason']).not.toBe('forbidden');
        else {
          expect(reply).toMatchObject({ status: 'error', response: { reason: 'forbidden' } });
          expect(await readRoom(own)).toEqual(ownBefore);
        }
        client.drop();
      },
    );
  });

  it.each([...events.keys()])(
    '[W7] refuses %s from a socket that has not joined',
    async (event) => {
      const client = await connect(admin.server);
      const reply = await client.push({ topic: room.topic, event, payload: payloads[event] });
      expect(reply).toMatchObject({ status: 'error', response: { reason: 'unmatched topic' } });
      client.drop();
    },
  );

  it.each(httpCases.filter(({ bearer, route }) => !allows(bearer, httpApi[route].scope ?? '')))(
    '[A12] [H5] refuses $route with the credential: $bearer',
    async ({ bearer, route }) => {
      const [method = 'GET', path = ''] = route.split(' ');
      const answer = await call(admin.server, {
        method,
        path: path.replace('{id}', room.id).replace('{list}', 'english-profanity'),
        token: tokens[bearer],
        ...(method === 'GET' ? {} : { body: bodies[route] ?? {} }),
      });
      expect([401, 403, 410]).toContain(answer.status);
      expect(answer.type).toContain('application/problem+json');
      expect(['unauthorized', 'forbidden', 'expired']).toContain(answer.body['reason']);
      expect(JSON.stringify(answer.body)).not.toContain('olga');
    },
  );

  it('[A12] changes nothing by what it refuses', async () => {
    expect(before).toMatchObject({ room: { state: 'open', expiresAt: expect.any(String) } });
    expect(await readState()).toEqual(before);
  });

  it.each(routes)('[A12] [H5] does %s with a credential for it', async (route) => {
    const { scope } = httpApi[route];
    const bearer = bearers.find((one) => allows(one, scope ?? ''));
    const own = await makeRoom(admin.server);
    const [method = 'GET', path = ''] = route.split(' ');
    const answer = await call(admin.server, {
      method,
      path: path.replace('{id}', own.id).replace('{list}', 'english-profanity'),
      token: scope?.startsWith('filters:') === true ? tokens[bearer ?? 'none'] : own.owner,
      ...(method === 'GET' ? {} : { body: bodies[route] ?? {} }),
      ...(['PUT', 'PATCH', 'DELETE'].includes(method) ? { headers: { 'if-match': '*' } } : {}),
    });
    expect(['unauthorized', 'forbidden', 'expired']).not.toContain(answer.body['reason']);
    expect(answer.status).toBeLessThan(500);
  });
});
