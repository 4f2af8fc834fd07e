// The matches of a text, their places, and text that does not match. `npm run filter:quality`
// measures a whole corpus of disguises.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../../../functions/core/track/word-filter/matcher/compiler.ts';
import {
  loadCompiledLists,
  storeCompiledLists,
} from '../../../../../functions/core/track/word-filter/matcher/compiled-form.ts';
import { Scanner } from '../../../../../functions/core/track/word-filter/matcher/scanner.ts';
import { hostile, hostileEntries } from '../../../../bench/hostile.ts';

type List = Parameters<typeof compile>[0][number];

const list = (over: Partial<List> = {}): List => ({
  name: 'test',
  language: 'en',
  forbidden: ['badger', 'ass', 'shrew', 'hat trick', 'WS-Security'],
  ...over,
});
const createScanner = (...lists: readonly List[]): Scanner => new Scanner(compile(lists));
/** Returns the matching parts of a text. */
const found = (finder: Scanner, text: string): readonly string[] => {
  const answer = finder.find(text);
  return answer.ok
    ? answer.matches.map(({ start, end }) => text.slice(start, end))
    : [answer.reason];
};

describe('disguises', () => {
  const finder = createScanner(
    list(),
    list({ language: 'ru', forbidden: ['барсук'] }),
    list({ language: 'fr', forbidden: ['blaireau', 'enculé'] }),
  );

  it.each([
    ['digits', 'b4dg3r'],
    ['symbols', 'b@dger'],
    ['symbols', 'a$$'],
    ['a digit for a symbol too', '5hr3w'],
    ['l for i, I for l', 'bIaireau'],
    ['v for u', 'барсук'],
    ['look-alikes of other scripts', 'bаdgеr'],
    ['full width', 'ｂａｄｇｅｒ'],
    ['circles', 'ⓑⓐⓓⓖⓔⓡ'],
    ['squares', '🅱🅰🅳🅶🅴🆁'],
    ['flags', '🇧🇦🇩🇬🇪🇷'],
    ['mathematical letters', '𝐛𝐚𝐝𝐠𝐞𝐫'],
    ['accents', 'bädgér'],
    ['stacked accents', 'b\u0335\u0301a\u0335dger'],
    ['zero-width characters', 'ba\u200Bdg\u2060er'],
    ['soft hyphens', 'bad\u00ADger'],
    ['letters drawn out', 'baaaadgerrrr'],
    ['a letter doubled oddly', 'baadger'],
    ['spaces', 'b a d g e r'],
    ['dots', 'b.a.d.g.e.r'],
    ['hyphens', 'b-a-d-g-e-r'],
    ['emoji', 'b🙂a🙂d🙂g🙂e🙂r'],
    ['line ends', 'b\na\nd\ng\ne\nr'],
    ['one hyphen', 'bad-ger'],
    ['a mask', 'b*dger'],
    ['two masks', 'b**ger'],
    ['a masked vowel', 'b#dger'],
    ['several at once', 'B 4 D G 3 R'],
    ['a phrase joined', 'hat-trick'],
    ['a phrase glued', 'hattrick'],
    ['a phrase in digits', 'h4t tr1ck'],
    ['Latin letters for Cyrillic', 'бapcук'],
    ['a mask in Cyrillic', 'б*рсук'],
    ['an accent left off', 'encule'],
    ['letters drawn with several signs', '|3/\\dger'],
    ['brackets in circles', '⒝⒜⒟⒢⒠⒭'],
    ['upside-down letters', 'bɐdƃǝɹ'],
    ['bold in the midst', 'b**adg**er'],
    ['spoilers', 'b||||a||||d||||g||||e||||r'],
    ['underlining', 'bad__ger'],
    ['a slash', 'bad/ger'],
    ['an apostrophe', "badg'er"],
    ['a comma', 'bad,ger'],
    ['a backtick', 'bad`ger'],
    ['the first letter apart', 'b adger'],
    ['the last letter apart', 'shre w'],
    ['mixed signs', 'b-a d_g*e.r'],
    ['a masked vowel and emoji', 'b🤬dger'],
    ['a question mark', 'b?dger'],
    ['two different signs', 'b#@ger'],
    ['an x', 'shrxw'],
    ['stacked accents with a known one', 'b\u0300a\u0300\u0316dger'],
  ])('[T30] finds an entry despite %s: %s', (_, text) => {
    expect(found(finder, text)).toEqual([text]);
    expect(found(finder, `oh ${text}, you`)).toEqual([text]);
  });

  it.each([
    'assassin',
    'a55ets',
    'class',
    'bass',
    'as',
    'A55',
    '#a55',
    'a sad gerbil',
    'b a d',
    'badgered',
    'badge r',
    'the bad germ',
    'has sail',
    'ass1',
    'hat, trick',
    'ws security',
    'https://example.com/assets/badgers?as=s',
    'e.g. i.e. a.m.',
    'shred',
    'she was shrewd',
    '455',
    '2 + 2 = 4',
    'as, s',
    'has-san',
    'shr/ew/s',
    'plan B adger',
    "she'll",
    'badge n',
    'bad() ger()',
    'https://x.example/bad/ger/',
    'bad. ger',
    'bad ... ger',
  ])('[T31] ignores text that resembles an entry: %s', (text) => {
    expect(found(finder, text)).toEqual([]);
  });

  it('[T31] ignores ordinary spelling, file names and words', () => {
    const english = createScanner(
      list({ forbidden: ['hell', 'whore', 'shit', 'bitch', 'tits', 'twinkie', 'xxx', 'boob'] }),
    );
    for (const text of [
      "he'll",
      'he’ll',
      "who're you",
      "she's hit it",
      'plan B itch',
      'TW.ts tilts',
      'twinkle',
      'x xxxx',
      '800b',
      'x.com/s/hit',
    ]) {
      expect([text, ...found(english, text)]).toEqual([text]);
    }
    expect(
      found(createScanner(list({ language: 'fr', forbidden: ['lache'] })), "l'ache, l ache"),
    ).toEqual([]);
  });

  it('[T30] leaves out digits next to a word', () => {
    expect(
      found(
        createScanner(list({ forbidden: ['badger', 'ass'] })),
        'badger123 42badger ass1 b4dger9',
      ),
    ).toEqual(['badger', 'badger']);
  });

  it('[T30] finds Korean by its letters, in whole syllables', () => {
    const korean = createScanner(list({ language: 'ko', forbidden: ['바보', '*멍청*'] }));
    expect(found(korean, '바보 ㅂㅏㅂㅗ 바1보 바.보'.normalize('NFC'))).toEqual([
      '바보',
      'ㅂㅏㅂㅗ',
      '바1보',
      '바.보',
    ]);
    expect(found(korean, '바보'.normalize('NFD'))).toHaveLength(1);
    expect(found(korean, '밥보 바본 멍첨 밥 오')).toEqual([]);
    expect(found(korean, '이멍청이')).toEqual(['멍청']);
  });

  it('[T30] finds a kana behind a ring, and variants of a character', () => {
    expect(
      found(
        createScanner(list({ language: 'ja', forbidden: ['たぬき', 'きつね'] })),
        'お前はた〇きだ、き○ね',
      ),
    ).toEqual(['た〇き', 'き○ね']);
    expect(found(createScanner(list({ language: 'zh', forbidden: ['你妈'] })), '你媽')).toEqual([
      '你媽',
    ]);
    expect(found(createScanner(list({ language: 'el', forbidden: ['ασβός'] })), 'ασβος')).toEqual([
      'ασβος',
    ]);
    expect(found(createScanner(list({ language: 'he', forbidden: ['שלום'] })), 'שלומ')).toEqual([
      'שלומ',
    ]);
    expect(
      found(createScanner(list({ language: 'de', forbidden: ['fußpilz'] })), 'FUẞPILZ'),
    ).toEqual(['FUẞPILZ']);
  });

  it('[T1] leaves out signs at the end of a word', () => {
    expect(
      found(createScanner(list({ forbidden: ['XML', 'ill', 'ass'] })), 'XML! ill! !ill ass$ xml1'),
    ).toEqual(['XML', 'ill', 'ill', 'ass']);
  });

  it('[T30] reports whether an entry is disguised, and its list', () => {
    const answer = createScanner(
      list({ forbidden: ['one', 'two'] }),
      list({ forbidden: ['three', 'two'] }),
    ).find('two thr33 Three');
    expect(answer).toEqual({
      ok: true,
      matches: [
        { start: 0, end: 3, list: 0, entry: 1, disguised: false },
        { start: 4, end: 9, list: 1, entry: 0, disguised: true },
        { start: 10, end: 15, list: 1, entry: 0, disguised: false },
      ],
    });
  });

  it('[T31] distinguishes accented letters of the language', () => {
    expect(
      found(
        createScanner(list({ language: 'es', forbidden: ['ano', 'coño'] })),
        'el año pasado, un cono, el ano',
      ),
    ).toEqual(['ano']);
    expect(
      found(createScanner(list({ language: 'de', forbidden: ['schwul'] })), 'Es ist schwül'),
    ).toEqual([]);
    expect(found(createScanner(list({ language: 'fr', forbidden: ['bite'] })), 'Ja bitte')).toEqual(
      [],
    );
  });

  it('[T2] reports places in the original text', () => {
    expect(found(finder, 'ﬃ 😀 b\u0301a\u0301dger\u0301! 𝐛𝐚𝐝𝐠𝐞𝐫.')).toEqual([
      'b\u0301a\u0301dger\u0301',
      '𝐛𝐚𝐝𝐠𝐞𝐫',
    ]);
  });
});

describe('entries', () => {
  it('[T32] ignores entries within an allowed entry', () => {
    const finder = createScanner(
      list({
        forbidden: ['dick*', '*ass', 'cock'],
        allowed: ['Dickens', 'Dickinson', 'cock-a-doodle-doo', 'bass'],
      }),
    );
    expect(
      found(finder, 'Dickens, DICKINSON, dickhead; bass, jackass; cock-a-doodle-doo, cock'),
    ).toEqual(['dickhead', 'jackass', 'cock']);
  });

  it('[T33] extends a wildcard to the rest of the word', () => {
    const finder = createScanner(list({ forbidden: ['foo*', '*bar', '*mid*', 'foo'] }));
    expect(found(finder, 'foo food fo0dstuff rebar r3bar barn amidst xfoo')).toEqual([
      'foo',
      'food',
      'fo0dstuff',
      'rebar',
      'r3bar',
      'mid',
    ]);
  });

  it('[T33] matches a wildcard within doubled letters', () => {
    expect(
      found(
        createScanner(list({ forbidden: ['clas*', '*oot'] })),
        'class classes CLAS claas roooot shoot root rot',
      ),
    ).toEqual(['class', 'classes', 'CLAS', 'claas', 'roooot', 'shoot', 'root']);
  });

  it('[T34] finds words of unspaced scripts only at word boundaries', () => {
    const finder = createScanner(
      list({ language: 'ja', forbidden: ['ばか', '死ね', 'セックス'] }),
      list({ language: 'th', forbidden: ['ควาย'] }),
      list({ language: 'zh', forbidden: ['傻逼'] }),
    );
    expect(found(finder, 'お前はばかだ。死ねよ！バカ、ば・か、ｾｯｸｽ')).toEqual([
      'ばか',
      '死ね',
      'バカ',
      'ば・か',
      'ｾｯｸｽ',
    ]);
    expect(found(finder, 'そればかり言う')).toEqual([]);
    expect(found(finder, 'ไอ้ควายจริงๆ 你是傻逼吗')).toEqual(['ควาย', '傻逼']);
  });

  it('[T34] finds entries inside words if the list asks for it', () => {
    expect(
      found(
        createScanner(list({ forbidden: ['ばか', 'ass'], anywhere: true, allowed: ['assassin'] })),
        'そればかり bass assassin b4ss',
      ),
    ).toEqual(['ばか', 'ass', '4ss']);
  });
});

describe('the compiled form', () => {
  const compiled = compile([
    list(),
    list({ language: 'ja', forbidden: ['ばか'], allowed: ['ばかり'] }),
  ]);

  it('[T35] is the same after storing and loading', () => {
    const bytes = storeCompiledLists(compiled);
    expect(loadCompiledLists(bytes)).toEqual(compiled);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    const loaded = loadCompiledLists(shifted.subarray(1));
    expect(loaded).toEqual(compiled);
  });

  it('[T35] rejects other bytes', () => {
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array(400),
      storeCompiledLists(compiled).subarray(0, 100),
    ]) {
      expect(loadCompiledLists(bytes)).toBeUndefined();
    }
  });

  it('[T9] holds many phrases', () => {
    const forbidden = Array.from({ length: 500 }, (_, index) =>
      Array.from({ length: 8 }, (__, word) => `w${index}x${word}`).join(' '),
    );
    const finder = createScanner(list({ forbidden }));
    expect(forbidden.every((entry) => found(finder, entry)[0] === entry)).toBe(true);
  });
});

describe('work', () => {
  const finder = new Scanner(compile(hostileEntries));
  const stepsFor = (text: string): number => {
    finder.find(text);
    return finder.steps;
  };

  it.each(Object.entries(hostile))('[T9] grows no faster than the text: %s', (_, textOf) => {
    const [small, large] = [textOf(4_096), textOf(65_536)].map(stepsFor);
    expect((large ?? NaN) / (small ?? NaN)).toBeLessThan(16 * 1.3);
    expect((small ?? NaN) / 4_096).toBeLessThan(215);
  });

  it('[T9] does not grow with the list', () => {
    const text = 'plain words, and a w0rd with a digit in it; more of them '.repeat(20);
    const [short, long] = [
      ['badger'],
      ['badger', ...Array.from({ length: 20_000 }, (_, index) => `q${index.toString(36)}z`)],
    ].map((forbidden) => {
      const one = createScanner(list({ forbidden }));
      one.find(text);
      return one.steps;
    });
    expect(long ?? NaN).toBeLessThan((short ?? NaN) * 1.1);
  });

  it('[T5] is refused beyond its limit', () => {
    // Entries that differ in doubled letters only are under one key, and must all be compared.
    const forbidden = Array.from({ length: 3_000 }, (_, index) =>
      Array.from({ length: 12 }, (__, bit) =>
        'abcdefghijkl'.charAt(bit).repeat(((index >> bit) & 1) + 1),
      ).join(''),
    );
    expect(
      createScanner(list({ forbidden })).find('abcdefghijkl0 '.replace('0', 'll').repeat(40)),
    ).toEqual({ ok: false, reason: 'too_complex' });
  });

  it('[T5] never throws', () => {
    const pieces = fc.constantFrom(
      'fuck',
      'f',
      'u',
      'c',
      'k',
      ' ',
      '.',
      '*',
      '$',
      '1',
      '\u0301',
      '\u200B',
      '\uD800',
      '\uDC00',
      'ー',
      'ば',
      'か',
      '死',
      'ね',
      'ﷺ',
      'ß',
      'İ',
      'ǆ',
      '\u{1F600}',
      'a',
      'x y',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const answer = finder.find(text);
          if (!answer.ok) return;
          let end = 0;
          for (const match of answer.matches) {
            expect(match.start).toBeGreaterThanOrEqual(end);
            expect(match.end).toBeGreaterThan(match.start);
            ({ end } = match);
          }
          expect(end).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('[T30] the fast scan misses nothing that the close search finds', () => {
    // An entry that is found anywhere has every text looked at closely.
    const entries = ['fuck', 'hat trick', 'a b', 'foo*', '*bar', 'badger'];
    const quick = createScanner(list({ forbidden: entries }));
    const close = createScanner(list({ forbidden: [...entries, '*qqqqqqqqqq*'] }));
    const pieces = fc.constantFrom(
      ...'fuckbadgerhtio .-_*$@!1430\n,'.split(''),
      'fuck',
      'bar',
      'hat',
      ' trick',
      'foo',
      'badger',
      'é',
      ' ',
      '  ',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
        (text) => {
          expect(found(quick, text)).toEqual(found(close, text));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
