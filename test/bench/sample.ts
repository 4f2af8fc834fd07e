// Input of the filter benchmark: lists of invented and real words, and messages of common words,
// invented words, numbers and punctuation. One message in a hundred contains a forbidden word. A
// seed makes every run the same.

import { seedLists } from '../../functions/lists/seeds.ts';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(draw: () => number, choices: readonly T[]): T => {
  const choice = choices[Math.floor(draw() * choices.length)];
  if (choice === undefined) throw new Error('There is nothing to choose from.');
  return choice;
};

const onsets = (
  'b bl br c ch cl cr d dr f fl fr g gl gr h j k kn l m n p pl pr qu r s sc sh sk sl sm sn sp ' +
  'st str t th tr v w wh z'
).split(' ');
const nuclei = 'a e i o u ai au ea ee ie oa oo ou'.split(' ');
const codas = [
  '',
  '',
  '',
  'b',
  'ck',
  'd',
  'ff',
  'g',
  'l',
  'll',
  'm',
  'mp',
  'n',
  'nd',
  'ng',
  'nt',
  'p',
  'r',
  'rd',
  'rk',
  's',
  'ss',
  'st',
  't',
  'x',
];

const common = (
  'the of and to in is you that it he was for on are as with his they at be this have from or ' +
  'one had by word but not what all were we when your can said there use an each which she do ' +
  'how their if will up other about out many then them these so some her would make like him ' +
  'into time has look two more write go see number no way could people my than first water been ' +
  'call who oil its now find long down day did get come made may part over new sound take only ' +
  'little work know place year live me back give most very after thing our just name good ' +
  'sentence man think say great where help through much before line right too mean old any same ' +
  'tell boy follow came want show also around form three small set put end does another well ' +
  'large must big even such because turn here why ask went men read need land different home us ' +
  'move try kind hand picture again'
).split(' ');

const syllable = (draw: () => number): string =>
  pick(draw, onsets) + pick(draw, nuclei) + pick(draw, codas);
const inventWord = (draw: () => number): string =>
  syllable(draw) + syllable(draw) + (draw() < 0.4 ? syllable(draw) : '');

/** `size` entries: the English seed list first, then made-up words and some phrases of two. */
export function createEntries(size: number): readonly string[] {
  const draw = createDraw(size);
  const real =
    seedLists().find(({ language, name }) => language === 'en' && name !== 'enterprise')
      ?.forbidden ?? [];
  const entries = new Set(real.slice(0, Math.floor(size / 2)));
  while (entries.size < size) {
    entries.add(draw() < 0.05 ? `${inventWord(draw)} ${inventWord(draw)}` : inventWord(draw));
  }
  return [...entries];
}

function pickEnding(roll: number): string {
  if (roll < 0.08) return ', ';
  if (roll < 0.12) return '. ';
  if (roll < 0.13) return '! ';
  if (roll < 0.14) return "'s ";
  return roll < 0.145 ? ' :) ' : ' ';
}

/** `count` messages of `length` characters; every hundredth has an entry in its middle. */
export function createMessages(input: {
  readonly count: number;
  readonly length: number;
  readonly entries: readonly string[];
}): readonly string[] {
  const draw = createDraw(input.length);
  const forbidden = new Set(input.entries);
  const innocent = (): string => {
    const word = draw() < 0.85 ? pick(draw, common) : inventWord(draw);
    return forbidden.has(word) ? 'then' : word;
  };
  return Array.from({ length: input.count }, (_, index) => {
    const words: string[] = [];
    for (let length = 0; length < input.length;) {
      const roll = draw();
      const word = roll < 0.02 ? String(Math.floor(draw() * 10_000)) : innocent();
      const written =
        (words.length === 0 || words.at(-1)?.endsWith('. ') === true
          ? word.charAt(0).toUpperCase() + word.slice(1)
          : word) + pickEnding(roll);
      words.push(written);
      length += written.length;
    }
    if (index % 100 === 50) words[Math.floor(words.length / 2)] = `${pick(draw, input.entries)} `;
    return words.join('').slice(0, input.length);
  });
}
