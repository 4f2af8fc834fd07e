// Generates lines.tsv: sentences of each language with plain words, the same with disguised words,
// and lines written by hand. Seeded rules disguise the words. The lines are committed, so a change
// of the rules shows in the diff.
//
//   npm run filter:corpus

import { writeFileSync } from 'node:fs';
import { createDraw, pick } from '../bench/sample.ts';
import { languages, readSections, type Line } from './corpus.ts';

type Draw = () => number;
type Rule = (word: string, draw: Draw) => string;

const letters = (word: string): string[] => Array.from(word.normalize('NFC'));
const replaceSome = (
  word: string,
  table: Readonly<Record<string, string>>,
  { draw, share }: { readonly draw: Draw; readonly share: number },
): string => {
  const places = letters(word).flatMap((letter, index) =>
    table[letter.toLowerCase()] === undefined ? [] : [index],
  );
  const sure = places[Math.floor(draw() * places.length)];
  return letters(word)
    .map((letter, index) => {
      const choices = table[letter.toLowerCase()];
      return choices !== undefined && (index === sure || draw() < share)
        ? pick(draw, Array.from(choices))
        : letter;
    })
    .join('');
};
const withAll = (word: string, change: (letter: string, index: number) => string): string =>
  letters(word).map(change).join('');
/** Separates the letters of a word with a sign. Leaves phrases alone. */
const apart =
  (by: readonly string[]): Rule =>
  (word, draw) => {
    const sign = pick(draw, by);
    return word.includes(' ') ? word : letters(word).join(sign);
  };
const offset =
  (base: number, capital: number): Rule =>
  (word) =>
    withAll(word, (letter) => {
      const code = letter.charCodeAt(0);
      if (/[a-z]/.test(letter)) return String.fromCodePoint(base + code - 97);
      return /[A-Z]/.test(letter) ? String.fromCodePoint(capital + code - 65) : letter;
    });
const isVowel = (letter: string): boolean =>
  /[aeiouyаеёиоуыэюя]/i.test(letter.normalize('NFD').charAt(0));
const inside = (word: string): readonly number[] =>
  letters(word).flatMap((_, index, all) => (index > 0 && index < all.length - 1 ? [index] : []));

const general: Readonly<Record<string, Rule>> = {
  capitals: (word, draw) =>
    draw() < 0.5
      ? word.toUpperCase()
      : withAll(word, (letter, index) =>
          index % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase(),
        ),
  'drawn out': (word, draw) => {
    const at = Math.floor(draw() * letters(word).length);
    return withAll(word, (letter, index) =>
      index === at && letter !== ' ' ? letter.repeat(3 + Math.floor(draw() * 4)) : letter,
    );
  },
  spaces: apart([' ']),
  signs: apart(['.', '-', '_', '*', '·', '~', '|']),
  emoji: apart(['🔥', '🙂', '💀', '❤️']),
  'zero width': (word, draw) =>
    withAll(word, (letter, index) =>
      index > 0 && (index === 1 || draw() < 0.5)
        ? pick(draw, ['\u200B', '\u200C', '\u200D', '\u2060', '\u00AD', '\uFEFF']) + letter
        : letter,
    ),
  overlaid: (word, draw) =>
    withAll(word, (letter) =>
      letter === ' '
        ? letter
        : letter + pick(draw, ['\u0335', '\u0336', '\u0337', '\u0332', '\u035F']),
    ),
};

const mask: Rule = (word, draw) => {
  const vowels = inside(word).filter((index) => isVowel(letters(word)[index] ?? ''));
  const at = vowels.length > 0 ? pick(draw, vowels) : -1;
  return withAll(word, (letter, index) => (index === at ? '*' : letter));
};

const latin: Readonly<Record<string, Rule>> = {
  ...general,
  'a digit': (word, draw) =>
    replaceSome(
      word,
      { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7', b: '8', g: '9', l: '1' },
      { draw, share: 0 },
    ),
  digits: (word, draw) =>
    replaceSome(word, { a: '4', e: '3', i: '1', o: '0', s: '5' }, { draw, share: 0.7 }),
  symbols: (word, draw) =>
    replaceSome(
      word,
      { a: '@', s: '$', i: '!|', l: '|', t: '+', c: '¢', e: '€' },
      { draw, share: 0.5 },
    ),
  'look-alikes': (word, draw) =>
    replaceSome(
      word,
      {
        a: 'аαɑ',
        c: 'сϲ',
        e: 'еҽ',
        i: 'іı',
        j: 'ј',
        o: 'оο0',
        p: 'рρ',
        s: 'ѕ',
        u: 'υս',
        x: 'х',
        y: 'у',
        n: 'ո',
        h: 'һ',
        d: 'ԁ',
      },
      { draw, share: 0.6 },
    ),
  'full width': offset(0xff41, 0xff21),
  bold: offset(0x1d41a, 0x1d400),
  circled: offset(0x24d0, 0x24b6),
  'a mask': (word, draw) => (letters(word).length < 4 ? word.toUpperCase() : mask(word, draw)),
  accents: (word, draw) =>
    replaceSome(
      word,
      { a: 'áâã', e: 'ẽēě', i: 'īĭĩ', o: 'ōŏő', u: 'ūŭů', c: 'ćĉ', s: 'śŝ' },
      { draw, share: 0.5 },
    ),
  'doubled oddly': (word) =>
    withAll(word, (letter, index) =>
      index > 0 && /[auikhvwx]/i.test(letter) ? letter + letter : letter,
    ),
  several: (word, draw) =>
    apart(['.', '-', ' '])(
      replaceSome(word, { a: '4@', e: '3', i: '1!', o: '0', s: '5$' }, { draw, share: 0.4 }),
      draw,
    ),
};

const cyrillic: Readonly<Record<string, Rule>> = {
  ...general,
  'Latin letters': (word, draw) =>
    replaceSome(
      word,
      { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x' },
      { draw, share: 0.5 },
    ),
  digits: (word, draw) =>
    replaceSome(word, { о: '0', з: '3', а: '@4', е: '3' }, { draw, share: 0.5 }),
  'a mask': (word, draw) => (letters(word).length < 4 ? word.toUpperCase() : mask(word, draw)),
  'е for ё': (word) => word.replaceAll('ё', 'е'),
};

/** Swaps hiragana and katakana. */
const swapKana = (word: string): string =>
  withAll(word, (letter) => {
    const code = letter.charCodeAt(0);
    if (/[ぁ-ゖ]/.test(letter)) return String.fromCharCode(code + 0x60);
    return /[ァ-ヶ]/.test(letter) ? String.fromCharCode(code - 0x60) : letter;
  });
const japanese: Readonly<Record<string, Rule>> = {
  'other kana': swapKana,
  dots: apart(['・', '.', '*', '☆', '-']),
  spaces: apart([' ', '　']),
  'zero width': apart(['\u200B', '\u200D', '\u2060']),
  lengthened: (word, draw) => {
    const places = letters(word).flatMap((letter, index) =>
      /[ぁ-ゖァ-ヶ]/.test(letter) && letters(word)[index + 1] !== 'ー' ? [index] : [],
    );
    const at = places.length > 0 ? pick(draw, places) : -1;
    return withAll(word, (letter, index) =>
      index === at ? `${letter}${'ー'.repeat(1 + Math.floor(draw() * 3))}` : letter,
    );
  },
  overlaid: (word) => withAll(word, (letter) => `${letter}\u0336`),
};

const chooseRules = (language: string): Readonly<Record<string, Rule>> => {
  if (language === 'ja') return japanese;
  return language === 'ru' ? cyrillic : latin;
};

function makeLines(language: string): readonly Line[] {
  const { words = [], frames = [], disguised = [], innocent = [] } = readSections(language);
  const draw = createDraw(language.charCodeAt(0) * 256 + language.charCodeAt(1));
  const fillFrame = (word: string, index: number): string => {
    const frame = frames[index % frames.length] ?? '{}';
    // Japanese words that contain spaces also need spaces around them.
    return frame.replace('{}', language === 'ja' && /[ \u3000]/.test(word) ? ` ${word} ` : word);
  };
  const rules = Object.entries(chooseRules(language));
  const made = words
    .flatMap((word, index) =>
      Array.from({ length: 5 }, (_, turn): Line | undefined => {
        const [rule, disguise] = pick(draw, rules);
        const text = disguise(word, draw);
        return text === word
          ? undefined
          : { language, label: 'disguised', rule, text: fillFrame(text, index + turn) };
      }),
    )
    .filter((line) => line !== undefined);
  return [
    ...words.flatMap((word, index) =>
      [0, 1, 2].map((turn): Line => ({
        language,
        label: 'plain',
        rule: '-',
        text: fillFrame(word, index * 3 + turn),
      })),
    ),
    ...made,
    ...disguised.map((text): Line => ({ language, label: 'disguised', rule: 'by hand', text })),
    ...innocent.map((text): Line => ({ language, label: 'innocent', rule: '-', text })),
  ];
}

const common = (readSections('common')['innocent'] ?? []).map((text): Line => ({
  language: 'common',
  label: 'innocent',
  rule: '-',
  text,
}));
const lines = [...languages.flatMap(makeLines), ...common];
writeFileSync(
  new URL('lines.tsv', import.meta.url),
  lines
    .map(
      ({ language, label, rule, text }) =>
        `${language}\t${label}\t${rule}\t${JSON.stringify(text)}\n`,
    )
    .join(''),
);
process.stdout.write(`${lines.length} lines\n`);
