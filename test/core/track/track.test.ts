// The track from outside: bodies in, bodies or refusals out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomId, WordList } from '../../../functions/core/ports.ts';
import { buildTrack, type Track } from '../../../functions/core/track/track.ts';
import { splitWords } from '../../../functions/core/track/word-filter/unicode/split-words.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { seedLists } from '../../../functions/lists/seeds.ts';

const room = 'room-a' as RoomId;
const list = (over: Partial<WordList> = {}): WordList => ({
  name: 'test',
  version: 1,
  language: 'en',
  forbidden: ['XML', 'Enterprise Java Beans', 'Java'],
  replacements: ['<one>', '<two>', '<three>'],
  ...over,
});
const out = (track: Track, body: string, cid = 'cid-1'): string => {
  const ran = track.run({ body, room, cid });
  return ran.ok ? ran.body : ran.reason;
};
/** With a single replacement the result is predictable. */
const plain = (...forbidden: string[]): Track =>
  buildTrack([list({ forbidden, replacements: ['*'] })]);

/** Texts that draw nothing: Braille, Hangul fillers, selectors, marks without a letter, others. */
const blanks = [
  '\u2800',
  '\u3164\u115F',
  ' \u1160\n\uFFA0',
  '\u034F\u17B4\u{E0001}',
  '\uFE0F\u{1D159}\u{16FE4}',
  '\u0301',
  ' \u0301\u0323 \u064B',
  '\uFFFF\uFDD0\u{1FFFE}',
  '\uFFFC',
  '\u{13441}\u{13442}',
];

describe('normalization', () => {
  const track = buildTrack([]);

  it.each(['e\u0301', '\uE000', '\uFFFD', '\u20DD', '้ก', '.', '\u{1FAE9}', '\u0378'])(
    '[T7] accepts %j, which may draw something',
    (body) => {
      expect(out(track, body)).toBe(body);
    },
  );

  it.each([
    ['lone surrogates become U+FFFD', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
    ['a control between two halves does not join them', '\uD83D\u0007\uDE00!', '\uFFFD\uFFFD!'],
    ['pairs stay', '\u{1F600}', '\u{1F600}'],
    ['controls go', 'a\u0000b\u001Bc\u007Fd\u0085e\u009Ff', 'abcdef'],
    ['line ends become \\n, tabs stay', 'a\r\nb\rc\td', 'a\nb\nc\td'],
    ['both ends are trimmed', ' \n a  b \t ', 'a  b'],
  ])('[T7] %s', (_, body, expected) => {
    expect(track.run({ body, room, cid: 'c' })).toMatchObject({
      ok: true,
      body: expected,
      changed: false,
      receipt: { verdict: 'passed' },
      hits: [],
    });
  });

  it.each(['', '   ', '\u0000', '\r\n', '\u200B\u2060', '\u00A0\u3000', '/me \u3164', ...blanks])(
    '[T7] rejects %j as empty',
    (body) => {
      expect(out(track, body)).toBe('invalid_payload');
    },
  );

  it('[T8] limits a body in characters and in bytes', () => {
    expect(out(track, '\u{1F600}'.repeat(limits.maxBodyCharacters))).toBe(
      '\u{1F600}'.repeat(4_000),
    );
    expect(out(track, 'a'.repeat(limits.maxBodyCharacters + 1))).toBe('too_large');
    expect(out(track, ` ${'a'.repeat(limits.maxBodyCharacters)} `)).toHaveLength(4_000);
  });

  it('[T8] refuses a body that replacements make too long', () => {
    const longer = buildTrack([list({ forbidden: ['x'], replacements: ['longer'] })]);
    expect(out(longer, 'x words '.repeat(limits.maxBodyCharacters / 8))).toBe('too_large');
  });
});

describe('word filter', () => {
  it.each([
    ['whatever the case', 'xml Xml XML', '* * *'],
    ['at word boundaries only', 'xmlish html5xml xml2', 'xmlish html5xml xml2'],
    ['beside punctuation', '"XML", (xml)! xml_xml xml\u2019s', '"*", (*)! *_* *\u2019s'],
    ['written full-width or circled', '\uFF38\uFF2D\uFF2C \u24CD\u24C2\u24C1', '* *'],
    ['as a phrase over any white space', 'Enterprise  Java\n\tBeans', '*'],
    ['as the longest entry that fits', 'java enterprise java beans', '* *'],
    [
      'and what only begins a phrase stays, but for what it holds',
      'enterprise java bean',
      'enterprise * bean',
    ],
    ['but not a phrase with punctuation inside', 'enterprise, beans', 'enterprise, beans'],
  ])('[T1] replaces a forbidden word %s', (_, body, expected) => {
    expect(out(plain('XML', 'Enterprise Java Beans', 'Java'), body)).toBe(expected);
  });

  it('[T2] matches letters of every script, in either case', () => {
    expect(out(plain('straße', 'ΟΔΟΣ', 'дом', 'naïve'), 'STRASSE οδος Дом nai\u0308ve домик')).toBe(
      '* * * * домик',
    );
  });

  it('[T2] matches entries with punctuation inside', () => {
    expect(out(plain('WS-Security'), 'ws-security ws security')).toBe('* ws security');
  });

  it('[T3] takes the leftmost match and skips matches inside it', () => {
    expect(out(plain('a b', 'b c d'), 'a b c d')).toBe('* c d');
  });

  it('[T1] uses a replacement of the list that forbids the word', () => {
    const track = buildTrack([
      list({ forbidden: ['one', 'both'], replacements: ['1'] }),
      list({ name: 'other', forbidden: ['two', 'both'], replacements: ['2'] }),
    ]);
    expect(out(track, 'one two both')).toBe('1 2 1');
  });

  it('[T3] does not filter its replacements again', () => {
    expect(
      out(buildTrack([list({ forbidden: ['one', 'two'], replacements: ['two'] })]), 'one'),
    ).toBe('two');
  });

  it('[T4] picks each replacement by room, cid and match', () => {
    const track = buildTrack([list()]);
    const body = 'xml '.repeat(60).trim();
    expect(out(track, body)).toBe(out(buildTrack([list()]), body));
    expect(out(track, body, 'cid-2')).not.toBe(out(track, body));
    expect(track.run({ body, room: 'room-b' as RoomId, cid: 'cid-1' })).not.toEqual(
      track.run({ body, room, cid: 'cid-1' }),
    );
    const counts = list().replacements.map((one) => out(track, body).split(one).length - 1);
    expect(Math.min(...counts)).toBeGreaterThan(8);
  });

  it('[T5] refuses messages that it cannot filter', () => {
    expect(buildTrack([list({ replacements: [] })]).run({ body: 'xml', room, cid: 'c' })).toEqual({
      ok: false,
      reason: 'unavailable',
    });
  });

  it.each([
    ['http://evil.com/x', { links: 'plain' }],
    ['evil.com', { links: 'allow' }],
    ['spam@evil.com', { redact: ['email'] }],
    ['+1 415 555 2671', { redact: ['phone'] }],
  ] as const)('[T6] refuses %s as a name if the room filters that', (name, options) => {
    expect(buildTrack([], options).checkName(name)).toMatchObject({ reason: 'name_invalid' });
    expect(buildTrack([], options).checkName('Ann 42')).toBeUndefined();
    expect(buildTrack([]).checkName(name)).toBeUndefined();
  });

  it('[T6] refuses names with a forbidden word', () => {
    const track = buildTrack([list()]);
    expect(
      ['Ann', 'XMLia', 'Mr xml', 'XML'].map((name) => track.checkName(name) === undefined),
    ).toEqual([true, true, false, false]);
  });
});

describe('properties', () => {
  const forbidden = ['foo', 'bar baz', 'ΣΑΣ', 'qux'];
  const marked = buildTrack([list({ forbidden, replacements: ['\u2603', '\u2604'] })]);
  const pieces = fc.constantFrom(
    'foo',
    'FOO',
    'bar',
    'baz',
    'Bar  Baz',
    'σας',
    'ΣΑΣ',
    'quxx',
    'qux',
    ' ',
    '  ',
    '\n',
    '-',
    '_',
    ',',
    'a',
    '1',
    'ﬀ',
    '\u0301',
    '\u200B',
    '\uD800',
    '\u{1F600}',
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  const contains = (text: string, entry: string): boolean => {
    const folded = splitWords(text).map(({ gap, folded: word }) => gap + word);
    const [first = '', ...rest] = splitWords(entry).map(({ gap, folded: word }) => gap + word);
    return splitWords(text).some(
      ({ folded: word }, at) =>
        word === first && rest.every((step, index) => folded[at + 1 + index] === step),
    );
  };

  it('[T1] removes every forbidden word', () => {
    fc.assert(
      fc.property(texts, (body) => {
        const text = out(marked, body);
        expect(forbidden.filter((entry) => contains(text, entry))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('[T4] filters a retried message to the same text', () => {
    fc.assert(
      fc.property(texts, fc.string(), (body, cid) => {
        expect(marked.run({ body, room, cid })).toEqual(marked.run({ body, room, cid }));
      }),
    );
  });

  it('[T1] keeps innocent text', () => {
    const innocent = fc.constantFrom(
      'food',
      'Bar',
      'bazaar',
      'ΣΑΣΑ',
      'quxotic',
      'of',
      'oo',
      '2',
      '42',
      ' ',
      '  ',
      '\n',
      ' - ',
      ', ',
      '!',
      '\u0301',
      '\u{1F600}',
    );
    fc.assert(
      fc.property(
        fc.array(innocent, { maxLength: 40 }).map((parts) => parts.join(' ')),
        (body) => {
          const clean = out(buildTrack([]), body);
          fc.pre(clean !== 'invalid_payload');
          expect(marked.run({ body: clean, room, cid: 'c' })).toMatchObject({
            ok: true,
            body: clean,
            changed: false,
            hits: [],
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[T1] replaces entries of the seed lists and keeps plain English', () => {
    const track = buildTrack(seedLists());
    const body =
      'Scunthorpe and Penistone: the assassin passed a cockatoo, a shiitake, ' +
      'and a classic soapbox; JSON, REST.';
    expect(out(track, body)).toBe(body);
    for (const { forbidden: entries, replacements } of seedLists()) {
      for (const entry of entries) expect(replacements).toContain(out(track, entry.toUpperCase()));
    }
  });
});
