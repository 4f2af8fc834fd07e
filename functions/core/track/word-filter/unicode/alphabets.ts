// Which letters are told from one another by those who write them: those of one alphabet, and which
// accented letters a language tells from the plain ones (Spanish año and ano). Elsewhere an accent
// is decoration.

const letters: Readonly<Record<string, string>> = {
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

export const nativeLetters = (language: string): string =>
  letters[language.split('-')[0] ?? ''] ?? '';

/**
 * Accented letters that nobody takes for the plain ones; the others people leave the accent off
 * when they are in a hurry.
 */
const own = new Set(Array.from('ñäöüåø', (it) => it.charCodeAt(0)));
export const isDistinctAccent = (code: number): boolean => own.has(code);

/**
 * Letters of one alphabet are told apart by those who use it: only across alphabets is a look-alike
 * a disguise.
 */
export const alphabetNumber = (code: number): number =>
  code < 0x250
    ? 1
    : code < 0x370
      ? 2
      : code < 0x400
        ? 3
        : code < 0x530
          ? 4
          : code < 0x590
            ? 5
            : code < 0x600
              ? 6
              : code < 0x700
                ? 7
                : code >= 0x1e00 && code < 0x1f00
                  ? 1
                  : code >= 0x3041 && code < 0x30a0
                    ? 8
                    : code >= 0x3400 && code < 0xa000
                      ? 9
                      : 10 + (code >> 8);
