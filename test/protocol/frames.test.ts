// Frames as text and back: golden frames that both ends read (test/wire/), and properties of all
// frames.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBinaryPush,
  decodeFrame,
  encodeFrame,
  utf8Bytes,
  parseVersion,
  type Frame,
  type Version,
} from '../../functions/protocol/frames.ts';
import { limits } from '../../functions/protocol/limits.ts';

interface Golden {
  readonly about: string;
  readonly text: string;
  readonly frame: Frame;
}

const golden = (file: string): readonly Golden[] =>
  JSON.parse(readFileSync(new URL(`../wire/${file}`, import.meta.url), 'utf8')) as Golden[];
const versions: readonly { readonly version: Version; readonly frames: readonly Golden[] }[] = [
  { version: 1, frames: golden('v1.json') },
  { version: 2, frames: golden('v2.json') },
];

const ref = fc.oneof(fc.constant(null), fc.string({ maxLength: 64 }), fc.maxSafeInteger());
const frameOf = fc.record({
  joinRef: ref,
  ref,
  topic: fc.string({ minLength: 1, maxLength: 128 }),
  event: fc.string({ minLength: 1, maxLength: 128 }),
  payload: fc.dictionary(
    fc.string(),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())),
    { noNullPrototype: true },
  ),
});

const shout = (body: unknown): string => JSON.stringify(['1', '2', 'room:abc', 'shout', { body }]);
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('the requested version', () => {
  it.each([
    [undefined, 1],
    ['', 1],
    ['1.0.0', 1],
    ['2.0.0', 2],
    ['3.0.0', undefined],
    ['2', undefined],
  ])('[W1] %j selects %j', (vsn, version) => {
    expect(parseVersion(vsn)).toBe(version);
  });
});

describe.each(versions)('V$version', ({ version, frames }) => {
  it.each(frames)('[W2] reads $about', ({ text, frame }) => {
    expect(decodeFrame(text)).toEqual({ ok: true, version, frame });
  });

  it.each(frames)('[W2] writes $about', ({ text, frame }) => {
    expect(encodeFrame(version, frame)).toBe(text);
  });

  it('[W2] [W3] reads back any frame that it writes, refs included', () => {
    fc.assert(
      fc.property(frameOf, (frame) => {
        expect(decodeFrame(encodeFrame(version, frame))).toEqual({ ok: true, version, frame });
      }),
    );
  });
});

describe('a binary push', () => {
  /** Encodes a push as phoenix's serializer does. */
  const encode = (texts: readonly string[], payload: string): Uint8Array =>
    Uint8Array.from([
      0,
      ...texts.map(({ length }) => length),
      ...Buffer.from(texts.join('') + payload, 'latin1'),
    ]);

  it('[W23] has readable refs', () => {
    const text = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 });
    const head = fc.tuple(text, text, text, text);
    fc.assert(
      fc.property(head, fc.string({ unit: 'binary-ascii' }), (texts, payload) => {
        const [joinRef, ref, topic, event] = texts;
        const frame = { joinRef, ref, topic, event, payload: {} };
        expect(decodeBinaryPush(encode(texts, payload))).toEqual(frame);
      }),
    );
  });

  it.each([
    ['empty', []],
    ['of another kind', [1, 0, 0, 0, 1, 65]],
    ['cut off', [0, 1, 1, 1, 4, 65, 65, 65, 65]],
    ['without an event', [0, 0, 0, 0, 0]],
  ])('[W23] is none if it is %s', (_, bytes) => {
    expect(decodeBinaryPush(Uint8Array.from(bytes))).toBeUndefined();
  });
});

describe('an invalid frame', () => {
  it.each([
    ['invalid JSON', '{'],
    ['an empty text', ''],
    ['a bare string', '"shout"'],
    ['null', 'null'],
    ['an array too short', '["1","2","room:abc"]'],
    ['an array without a payload', '["1","2","room:abc","shout"]'],
    ['an array too long', '["1","2","room:abc","shout",{},1]'],
    ['a topic that is not a string', '["1","2",3,"shout",{}]'],
    ['an empty event', '["1","2","room:abc","",{}]'],
    ['a ref with a fraction', '["1",1.5,"room:abc","shout",{}]'],
    ['a ref that is an object', '{"topic":"room:abc","event":"shout","payload":{},"ref":{}}'],
    ['an object without a topic', '{"event":"shout","payload":{},"ref":null}'],
  ])('[W5] is refused: %s', (_, text) => {
    expect(decodeFrame(text)).toMatchObject({ ok: false, reason: 'invalid_payload' });
  });

  it('[W5] is refused without an exception, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const decoded = decodeFrame(text);
        expect(decoded.ok || decoded.reason === 'invalid_payload').toBe(true);
      }),
    );
  });
});

describe('the decoder', () => {
  it('[W4] accepts 32 KB, and not a byte more', () => {
    const max = limits.maxFrameBytes - shout('').length;
    expect(decodeFrame(shout('a'.repeat(max)))).toMatchObject({ ok: true });
    expect(decodeFrame(shout('a'.repeat(max + 1)))).toMatchObject({
      ok: false,
      reason: 'too_large',
    });
  });

  it('[W4] counts bytes, not characters', () => {
    expect(decodeFrame(shout('é'.repeat(limits.maxFrameBytes / 2)))).toMatchObject({
      ok: false,
      reason: 'too_large',
    });
  });

  it('[W5] accepts a depth of 8, and not a level more', () => {
    const payload = (levels: number): string => `["1","2","room:abc","shout",${nested(levels)}]`;
    expect(decodeFrame(payload(limits.maxFrameDepth - 1))).toMatchObject({ ok: true });
    expect(decodeFrame(payload(limits.maxFrameDepth))).toMatchObject({
      ok: false,
      reason: 'invalid_payload',
    });
  });

  it('[W5] does not count brackets inside strings', () => {
    expect(decodeFrame(shout('[[[[[[[[[[[[ \\" [[[ "{{{'))).toMatchObject({ ok: true });
  });
});

describe('utf8Bytes', () => {
  it("[W4] equals an encoder's length for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it.each(['', 'a', 'é', '€', '👋', '\uD83D', '\uDC4B', '\uDC4B\uD83D', 'a\uD83Db'])(
    "[W4] equals an encoder's length for %j",
    (text) => {
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
    },
  );
});
