// Texts that are made to be slow to filter, of any length: near-matches, runs, stacks of accents,
// mixed scripts, broken Unicode.

type List = Readonly<Record<'name' | 'language', string>> & {
  readonly forbidden: readonly string[];
  readonly anywhere?: boolean;
};

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

const repeated =
  (piece: string) =>
  (length: number): string =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

export const hostile: Readonly<Record<string, (length: number) => string>> = {
  'plain words': repeated('what people say when nothing is the matter at all, '),
  'near-matches, phrase': repeated('a '),
  'near-matches, long phrase': repeated('one two three four five six seven '),
  'near-matches, word': repeated('abababababababababab '),
  'one letter': repeated('a'),
  'one letter, apart': repeated('a.'),
  'two letters': repeated('il'),
  'one match after another': repeated('fuck '),
  'matches, pulled apart': repeated('f u c k '),
  'masked words': repeated('f**k '),
  'masked words, others': repeated('z**q '),
  symbols: repeated('$@!|+'),
  'symbols and letters': repeated('a$b@'),
  joiners: repeated('a-b_c.d*'),
  'stacked accents': repeated(`a${'\u0301\u0302\u0327'.repeat(40)}`),
  'every accent': (length) =>
    Array.from({ length }, (_, index) =>
      index % 2 === 0
        ? String.fromCharCode(97 + (index % 26))
        : String.fromCharCode(0x300 + (index % 112)),
    ).join(''),
  'invisible characters': repeated('f\u200B\u200D\u2060'),
  'mixed scripts': repeated('aбγد语かท한'),
  'kana near-matches': repeated('あ'),
  'kana, matching': repeated('ばか'),
  'Han near-matches': repeated('死'),
  Thai: repeated('ควาย'),
  'lone surrogates': repeated('\uD83D\uD83D\uDE00\uDE00x'),
  'every character': (length) =>
    Array.from({ length: length / 2 }, (_, index) => String.fromCodePoint((index * 37) % 0x110000))
      .join('')
      .slice(0, length),
  'signs that draw letters': repeated('|_|\\/(|<'),
  'open brackets': repeated('a(b'),
  'two masks, others': repeated('z#@q '),
  rings: repeated('あ○'),
  'x for vowels': repeated('zxq '),
  Hangul: repeated('각1가'),
  'letters apart': repeated('f uc k '),
  commas: repeated('a,b'),
  'one long word': repeated('abcdefghijklmnopqrstuvwxyz'),
  markupSigns: repeated('a**b**'),
  'capitals and digits': repeated('A1B2C3 '),
  'line feeds': repeated('f\nu\n'),
};
