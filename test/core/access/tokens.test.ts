// Tokens: issued ones verify, and each kind of bad token is refused.

import fc from 'fast-check';
import { base64url } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueToken, outlivesRoom, verifyToken } from '../../../functions/core/access/tokens.ts';
import type { MemberId, RoomId } from '../../../functions/core/ports.ts';
import {
  forge,
  header,
  createTestKeys,
  makeKey,
  payload,
  settings,
  sign,
  signature,
  start,
  startSeconds,
  verify,
  createTokenPorts,
  type TestKey,
} from './token-builders.ts';

const room = 'room-a' as RoomId;
const member = 'member-1' as MemberId;
const unauthorized = { ok: false, reason: 'unauthorized' };
const expired = { ok: false, reason: 'expired' };

let key: TestKey;
let ecKey: TestKey;
beforeAll(async () => {
  key = await makeKey('key-1');
  ecKey = await makeKey('key-2', 'ES256');
});

const without = (object: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
const withHead = (head: Record<string, unknown>): Promise<string> =>
  forge({ key, head: JSON.stringify(head), body: JSON.stringify(payload()) });
const withBody = (body: Record<string, unknown>): Promise<string> =>
  forge({ key, head: JSON.stringify(header(key)), body: JSON.stringify(body) });

describe('Issuing and verifying', () => {
  it('[A1] verifies the tokens it issued', async () => {
    const ports = createTokenPorts(createTestKeys(key));
    const token = await issueToken({
      ports,
      settings,
      type: 'room+jwt',
      room,
      scopes: ['send', 'receive'],
      expiresAt: start + 600_999,
    });
    expect(await verify(key, token)).toEqual({
      ok: true,
      claims: {
        type: 'room+jwt',
        room,
        scopes: ['send', 'receive'],
        tokenId: expect.stringMatching(/^\d{22}$/) as string,
        issuedAt: start,
        expiresAt: start + 600_000,
        boundToRoom: false,
        linkGeneration: 0,
        member: undefined,
        name: undefined,
      },
    });
  });

  it('[A1] gives every token its own id', async () => {
    const ports = createTokenPorts(createTestKeys(key));
    const make = async (): Promise<unknown> => {
      const read = await verify(
        key,
        await issueToken({
          ports,
          settings,
          type: 'room+jwt',
          room,
          scopes: ['send'],
          expiresAt: start + 9_000,
        }),
      );
      return read.ok && read.claims.tokenId;
    };
    expect(await make()).not.toBe(await make());
  });

  it('[A1] keeps any name in a session token', async () => {
    const ports = createTokenPorts(createTestKeys(key));
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 32 }),
        async (name) => {
          const token = await issueToken({
            ports,
            settings,
            type: 'session+jwt',
            room,
            scopes: [],
            expiresAt: start + 600_000,
            member,
            name,
          });
          expect(await verify(key, token, { types: ['session+jwt'] })).toMatchObject({
            ok: true,
            claims: { member, name, scopes: [] },
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('[A1] verifies an admin token, which has no room', async () => {
    const token = await issueToken({
      ports: createTokenPorts(createTestKeys(key)),
      settings,
      type: 'admin+jwt',
      scopes: ['filters:read', 'filters:write'],
      expiresAt: start + 600_000,
    });
    expect(await verify(key, token, { types: ['admin+jwt'] })).toMatchObject({
      ok: true,
      claims: { type: 'admin+jwt', room: undefined },
    });
  });

  it('[A9] accepts every published key, ES256 and EdDSA, and signs with the newest', async () => {
    const both = createTestKeys(ecKey, key);
    const token = await issueToken({
      ports: createTokenPorts(both),
      settings,
      type: 'room+jwt',
      room,
      scopes: ['send'],
      expiresAt: start + 600_000,
    });
    expect(
      await verifyToken({ ports: createTokenPorts(both), settings, token, types: ['room+jwt'] }),
    ).toMatchObject({ ok: true });
    expect(await verify(key, token)).toEqual(unauthorized);
    expect(
      await verifyToken({
        ports: createTokenPorts(both),
        settings,
        token: await sign(key, payload()),
        types: ['room+jwt'],
      }),
    ).toMatchObject({ ok: true });
  });

  it('[A23] refuses a token that was revoked by its id', async () => {
    const token = await sign(key, { ...payload(), jti: 'token-revoked' });
    expect(await verify(key, token)).toEqual(unauthorized);
  });

  it("[A24] refuses an administrator's token of more than 30 days", async () => {
    const { room: _, ...claims } = payload();
    const forSeconds = (seconds: number): Promise<unknown> => {
      const body = { ...claims, scope: 'filters:read', exp: startSeconds + seconds };
      const head = JSON.stringify({ ...header(key), typ: 'admin+jwt' });
      return forge({ key, head, body: JSON.stringify(body) }).then((token) =>
        verify(key, token, { types: ['admin+jwt'] }),
      );
    };
    expect(await forSeconds(30 * 86_400)).toMatchObject({ ok: true });
    expect(await forSeconds(30 * 86_400 + 1)).toEqual(unauthorized);
  });

  it('[A11] recognizes a token that outlives its room', async () => {
    const read = await verify(
      key,
      await issueToken({
        ports: createTokenPorts(createTestKeys(key)),
        settings,
        type: 'room+jwt',
        room,
        scopes: ['send'],
        expiresAt: start + 600_500,
      }),
    );
    if (!read.ok) throw new Error(read.reason);
    expect(
      [600_500, 600_000, 599_999].map((life) => outlivesRoom(read.claims, start + life)),
    ).toEqual([false, false, true]);
  });
});

describe('Time', () => {
  it('[A2] expires at the second of exp, not after it', async () => {
    const token = await withBody(payload());
    expect(await verify(key, token, { now: start + 599_999 })).toMatchObject({ ok: true });
    expect(await verify(key, token, { now: start + 600_000 })).toMatchObject(expired);
  });

  it('[A2] says `expired` only if the token is otherwise valid', async () => {
    const late = { now: start + 700_000 };
    expect(await verify(key, await withBody({ ...payload(), aud: 'another' }), late)).toEqual(
      unauthorized,
    );
    expect(await verify(key, `${(await withBody(payload())).slice(0, -8)}AAAAAAAA`, late)).toEqual(
      unauthorized,
    );
    expect(await verify(ecKey, await withBody(payload()), late)).toEqual(unauthorized);
  });

  it('[A3] refuses an iat in the future beyond 5 s of skew', async () => {
    expect(
      await verify(key, await withBody({ ...payload(), iat: startSeconds + 5 })),
    ).toMatchObject({ ok: true });
    expect(await verify(key, await withBody({ ...payload(), iat: startSeconds + 6 }))).toEqual(
      unauthorized,
    );
  });

  it.each([
    ['no', undefined],
    ['a fractional', 1_893_456_600.5],
    ['a string', '1893456600'],
    ['an unsafe', 2 ** 60],
    ['a negative', -1],
    ['a null', null],
    ['an overlong', Number.MAX_SAFE_INTEGER],
  ])('[A3] refuses %s exp', async (_, exp) => {
    expect(
      await verify(
        key,
        await withBody(exp === undefined ? without(payload(), 'exp') : { ...payload(), exp }),
      ),
    ).toEqual(unauthorized);
  });

  it('[A3] refuses an infinite exp', async () => {
    const body = JSON.stringify(payload()).replace(/"exp":\d+/, '"exp":1e999');
    expect(
      await verify(key, await forge({ key, head: JSON.stringify(header(key)), body })),
    ).toEqual(unauthorized);
  });
});

describe('The header', () => {
  it.each([
    'room+jwt; x=1',
    'ROOM+JWT',
    'JWT',
    'session+jwt',
    'admin+jwt',
    'application/room+jwt',
    '',
    7,
    null,
    true,
  ])('[A4] refuses typ %j', async (typ) => {
    expect(await verify(key, await withHead({ ...header(key), typ }))).toEqual(unauthorized);
  });

  it.each(['none', 'None', 'HS256', 'RS256', 'ES256', 'Ed25519', 'eddsa', '', null])(
    '[A4] refuses alg %j on an EdDSA key',
    async (alg) => {
      expect(await verify(key, await withHead({ ...header(key), alg }))).toEqual(unauthorized);
    },
  );

  it('[A4] refuses an HMAC made with the public key', async () => {
    const signed = [JSON.stringify({ ...header(key), alg: 'HS256' }), JSON.stringify(payload())]
      .map((part) => base64url.encode(part))
      .join('.');
    const secret = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(key.jwk.x),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const mac = base64url.encode(
      new Uint8Array(await crypto.subtle.sign('HMAC', secret, new TextEncoder().encode(signed))),
    );
    expect(await verify(key, `${signed}.${mac}`)).toEqual(unauthorized);
  });

  it.each(['alg', 'typ', 'kid'])('[A4] refuses a header without %s', async (name) => {
    expect(await verify(key, await withHead(without(header(key), name)))).toEqual(unauthorized);
  });

  it.each([
    ['crit', []],
    ['crit', ['b64']],
    ['crit', ['exp']],
    ['b64', true],
    ['b64', false],
    ['jku', 'https://evil.example/jwks'],
    ['x5u', 'https://evil.example/x'],
    ['x5c', ['MIIB']],
    ['x5t', 'AAAA'],
    ['cty', 'JWT'],
    ['zip', 'DEF'],
    ['crit', 'exp'],
  ])('[A5] refuses a header with %s: %j', async (name, value) => {
    expect(await verify(key, await withHead({ ...header(key), [name]: value }))).toEqual(
      unauthorized,
    );
  });

  it('[A5] refuses a key in the header, even with its signature', async () => {
    const theirs = await makeKey('key-1');
    const head = JSON.stringify({ ...header(theirs), jwk: theirs.jwk });
    expect(
      await verify(key, await forge({ key: theirs, head, body: JSON.stringify(payload()) })),
    ).toEqual(unauthorized);
  });

  it('[A4] refuses an unknown kid, and another key under a known kid', async () => {
    expect(await verify(key, await withHead({ ...header(key), kid: 'key-9' }))).toEqual(
      unauthorized,
    );
    expect(await verify(key, await sign(await makeKey('key-1'), payload()))).toEqual(unauthorized);
  });
});

describe('The claims', () => {
  it.each([
    ['iss', 'https://evil.example'],
    ['iss', undefined],
    ['aud', 'another'],
    ['aud', undefined],
    ['aud', ['ten-minute-chat']],
    ['aud', []],
    ['jti', undefined],
    ['jti', 7],
    ['jti', ''],
    ['jti', null],
    ['iat', undefined],
    ['iat', '1893456000'],
    ['iat', 1.5],
    ['room', undefined],
    ['room', ''],
    ['room', 7],
    ['room', null],
    ['room', ['room-a']],
    ['scope', undefined],
    ['scope', ['send']],
    ['scope', null],
    ['scope', 'send admin'],
    ['scope', 'filters:write'],
    ['scope', 'send  receive'],
    ['scope', ' send'],
    ['scope', 'send,receive'],
    ['scope', 'SEND'],
    ['scope', 'send send'],
    ['sub', 7],
    ['name', false],
    ['nbf', startSeconds + 60],
    ['extra', { nested: 1 }],
  ])('[A6] refuses %s: %j', async (name, value) => {
    expect(
      await verify(
        key,
        await withBody(
          value === undefined ? without(payload(), name) : { ...payload(), [name]: value },
        ),
      ),
    ).toEqual(unauthorized);
  });

  it('[A6] refuses a session token without its member or name', async () => {
    const head = JSON.stringify({ ...header(key), typ: 'session+jwt' });
    const session = { ...payload(), sub: 'member-1', name: 'Ann' };
    const read = async (body: object): Promise<unknown> =>
      verify(key, await forge({ key, head, body: JSON.stringify(body) }), {
        types: ['session+jwt'],
      });
    expect(await read(session)).toMatchObject({ ok: true });
    expect(await read(without(session, 'sub'))).toEqual(unauthorized);
    expect(await read(without(session, 'name'))).toEqual(unauthorized);
  });

  it('[A6] refuses an admin token bound to a room, and a room scope in it', async () => {
    const head = JSON.stringify({ ...header(key), typ: 'admin+jwt' });
    const read = async (body: object): Promise<unknown> =>
      verify(key, await forge({ key, head, body: JSON.stringify(body) }), { types: ['admin+jwt'] });
    expect(await read({ ...payload(), scope: 'filters:read' })).toEqual(unauthorized);
    expect(await read({ ...without(payload(), 'room'), scope: 'send' })).toEqual(unauthorized);
    expect(await read({ ...without(payload(), 'room'), scope: 'filters:read' })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['room twice', '"room":"room-a"', '"room":"room-b","room":"room-a"'],
    ['the same room twice', '"room":"room-a"', '"room":"room-a","room":"room-a"'],
    ['exp twice, once escaped', '"jti"', '"\\u0065xp":9999999999,"jti"'],
    ['__proto__ twice', '"jti"', '"__proto__":1,"__proto__":1,"jti"'],
  ])('[A7] refuses duplicate claims: %s', async (_, from, to) => {
    expect(
      await verify(
        key,
        await forge({
          key,
          head: JSON.stringify(header(key)),
          body: JSON.stringify(payload()).replace(from, to),
        }),
      ),
    ).toEqual(unauthorized);
  });

  it('[A7] refuses duplicate header members', async () => {
    const head = JSON.stringify(header(key)).replace('"alg"', '"alg":"none","alg"');
    expect(await verify(key, await forge({ key, head, body: JSON.stringify(payload()) }))).toEqual(
      unauthorized,
    );
  });

  it('[A7] is not misled by colons and quotes inside strings', async () => {
    const token = await withBody({ ...payload(), sub: 'a:"b\\":c', name: '\\' });
    expect(await verify(key, token)).toMatchObject({ ok: true, claims: { member: 'a:"b\\":c' } });
  });

  it.each(['', '[]', '"text"', 'null', '7', '{', '{}x', '{"iss":"\u00e9"}'])(
    '[A7] refuses a payload of %j',
    async (body) => {
      expect(
        await verify(key, await forge({ key, head: JSON.stringify(header(key)), body })),
      ).toEqual(unauthorized);
    },
  );
});

describe('The encoding', () => {
  it('[A8] refuses non-canonical base64url', async () => {
    const token = await withBody(payload());
    const [head = '', body = '', mac = ''] = token.split('.');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 64 bytes end in a character of 2 bits, so the next character decodes to the same bytes.
    const trailing = mac.slice(0, -1) + (alphabet[alphabet.indexOf(mac.slice(-1)) + 1] ?? '');
    expect(base64url.decode(trailing)).toEqual(base64url.decode(mac));
    const bent = [
      `${token}=`,
      `${token}==`,
      ` ${token}`,
      `${token}\n`,
      `${head}.${body}.${trailing}`,
      `${head}. ${body}.${mac}`,
      `${head}=.${body}.${mac}`,
    ];
    for (const each of bent) expect(await verify(key, each)).toEqual(unauthorized);
  });

  it('[A8] refuses a non-canonical part even if the signature is valid', async () => {
    const text = [header(key), payload()].map((part) => base64url.encode(JSON.stringify(part)));
    const signed = `${text[0] ?? ''}.${text[1] ?? ''}=`;
    expect(await verify(key, `${signed}.${await signature(key, signed)}`)).toEqual(unauthorized);
  });

  it.each([
    '',
    '.',
    '..',
    '...',
    'a',
    'a.b',
    'a.b.c',
    'a.b.c.d.e',
    '\u{1F600}.\u{1F600}.\u{1F600}',
  ])('[A8] refuses %j', async (token) => {
    expect(await verify(key, token)).toEqual(unauthorized);
  });

  it('[A8] refuses more than three parts, and an empty signature', async () => {
    const token = await withBody(payload());
    expect(await verify(key, `${token}.${token}`)).toEqual(unauthorized);
    expect(await verify(key, `${token}.`)).toEqual(unauthorized);
    expect(await verify(key, token.slice(0, token.lastIndexOf('.') + 1))).toEqual(unauthorized);
  });

  it('[A8] refuses a token of more than 4,096 characters', async () => {
    const sized = (length: number): Promise<string> =>
      withBody({ ...payload(), extra: 'x'.repeat(length) });
    const [fits, over] = [await sized(2_600), await sized(2_900)];
    expect([fits.length <= 4_096, over.length > 4_096]).toEqual([true, true]);
    expect(await verify(key, fits)).toMatchObject({ ok: true });
    expect(await verify(key, over)).toEqual(unauthorized);
  });

  it('[A8] refuses a token with any one character changed', async () => {
    const token = await withBody(payload());
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, character) => {
          fc.pre(token[at] !== character);
          expect(await verify(key, token.slice(0, at) + character + token.slice(at + 1))).toEqual(
            unauthorized,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('[A8] refuses arbitrary text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (token) => {
        expect(await verify(key, token)).toEqual(unauthorized);
      }),
    );
  });
});
