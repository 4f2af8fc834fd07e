// The alphabets: which accented letters a language distinguishes from plain ones (Spanish año and
// ano), and which characters belong to one alphabet. Elsewhere an accent is decoration.

/** By language. */
const accentedLetters: Readonly<Record<string, string>> = {
  es: 'ñ',
  gl: 'ñ',
  eu: 'ñ',
  de: 'äöü',
  fr: 'àâçéèêëîïôùûü',
  it: 'àèéìòù',
  pt: 'áâãàçéêíóôõú',
  ca: 'àçèéíïòóúü',
  nl: 'ëï',
  sv: 'åäö',
  fi: 'åäö',
  et: 'äöõü',
  da: 'åø',
  no: 'åø',
  nb: 'åø',
  nn: 'åø',
  is: 'áéíóúýö',
  tr: 'çğıöşü',
  az: 'çğıöşü',
  pl: 'ąćęłńóśźż',
  cs: 'áčďéěíňóřšťúůýž',
  sk: 'áäčďéíľňóôšťúýž',
  hu: 'áéíóöőúüű',
  ro: 'ăâîșț',
  hr: 'čćđšž',
  sl: 'čšž',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņšūž',
  vi: 'ăâđêôơư',
  cy: 'ŵŷ',
  sq: 'çë',
  mt: 'ċġħż',
};

/** Returns the accented letters that a language distinguishes. */
export const nativeLetters = (language: string): string =>
  accentedLetters[language.split('-')[0] ?? ''] ?? '';

/** Letters that nobody takes for plain ones. In a hurry, people leave off other accents. */
const distinctAccents = new Set(Array.from('ñäöüåø', (letter) => letter.charCodeAt(0)));

export const isDistinctAccent = (code: number): boolean => distinctAccents.has(code);

export const LATIN = 1;
export const GREEK = 3;
export const CYRILLIC = 4;

/** Where blocks of Unicode end (exclusive), and the number of their alphabet. */
const blocks: readonly (readonly [number, number])[] = [
  [0x250, LATIN],
  [0x370, 2],
  [0x400, GREEK],
  [0x530, CYRILLIC],
  [0x590, 5],
  [0x600, 6],
  [0x700, 7],
];

/**
 * Returns a number for a letter's alphabet. People distinguish the letters of an alphabet they use,
 * so a look-alike is a disguise only if it comes from another alphabet. Numbers 6 to 9 are Hebrew,
 * Arabic, kana and Han.
 */
export function alphabetNumber(code: number): number {
  for (const [end, alphabet] of blocks) if (code < end) return alphabet;
  if (code >= 0x1e00 && code < 0x1f00) return LATIN;
  if (code >= 0x3041 && code < 0x30a0) return 8;
  if (code >= 0x3400 && code < 0xa000) return 9;
  return 10 + (code >> 8);
}
