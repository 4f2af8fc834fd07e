// Texts of any length designed to be slow to filter: near-matches, runs of a letter, stacked
// accents, mixed scripts, broken Unicode.

interface List {
  readonly name: string;
  readonly language: string;
  readonly forbidden: readonly string[];
  readonly anywhere?: boolean;
}

export const hostileEntries: readonly List[] = [
  {
    name: 'words',
    language: 'en',
    forbidden: [
      'a a a a a a a b',
      'aaaaaaab',
      'abababababababababac',
      'fuck',
      'shit',
      'foo*',
      '*bar',
      '*middle*',
      'one two three four five six seven eight',
      'iiiillll',
      'b',
      'x y z',
      'lililililililililili',
      'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnm',
      'сука',
      'cabrón',
    ],
  },
  {
    name: 'inside',
    language: 'ja',
    forbidden: ['ばか', 'ああああああああああか', 'aaaaaaaaaaaaaaaac'],
    anywhere: true,
  },
  { name: 'cut', language: 'th', forbidden: ['ควาย', '死ね', '死死死死ね'] },
];

const repeat =
  (piece: string) =>
  (length: number): string =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

export const hostile: Readonly<Record<string, (length: number) => string>> = {
  'plain words': repeat('what people say when nothing is the matter at all, '),
  'near-matches, phrase': repeat('a '),
  'near-matches, long phrase': repeat('one two three four five six seven '),
  'near-matches, word': repeat('abababababababababab '),
  'one letter': repeat('a'),
  'one letter, apart': repeat('a.'),
  'two letters': repeat('il'),
  'one match after another': repeat('fuck '),
  'matches, pulled apart': repeat('f u c k '),
  'masked words': repeat('f**k '),
  'masked words, others': repeat('z**q '),
  symbols: repeat('$@!|+'),
  'symbols and letters': repeat('a$b@'),
  joiners: repeat('a-b_c.d*'),
  'stacked accents': repeat(`a${'\u0301\u0302\u0327'.repeat(40)}`),
  'every accent': (length) =>
    Array.from({ length }, (_, index) =>
      index % 2 === 0
        ? String.fromCharCode(97 + (index % 26))
        : String.fromCharCode(0x300 + (index % 112)),
    ).join(''),
  'invisible characters': repeat('f\u200B\u200D\u2060'),
  'mixed scripts': repeat('aбγد语かท한'),
  'kana near-matches': repeat('あ'),
  'kana, matching': repeat('ばか'),
  'Han near-matches': repeat('死'),
  Thai: repeat('ควาย'),
  'lone surrogates': repeat('\uD83D\uD83D\uDE00\uDE00x'),
  'every character': (length) =>
    Array.from({ length: length / 2 }, (_, index) => String.fromCodePoint((index * 37) % 0x110000))
      .join('')
      .slice(0, length),
  'signs that draw letters': repeat('|_|\\/(|<'),
  'signs that draw one letter': repeat('/\\'),
  'symbols for one letter': repeat('a@'),
  'open brackets': repeat('a(b'),
  'two masks, others': repeat('z#@q '),
  rings: repeat('あ○'),
  'x for vowels': repeat('zxq '),
  Hangul: repeat('각1가'),
  'letters apart': repeat('f uc k '),
  commas: repeat('a,b'),
  'one long word': repeat('abcdefghijklmnopqrstuvwxyz'),
  markupSigns: repeat('a**b**'),
  'capitals and digits': repeat('A1B2C3 '),
  'line feeds': repeat('f\nu\n'),
};
