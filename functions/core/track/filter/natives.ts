// Which accented letters a language tells from the plain ones (Spanish año and ano). Elsewhere an accent is decoration.

const letters: Readonly<Record<string, string>> = {
  es: 'ñ', gl: 'ñ', eu: 'ñ', de: 'äöü', fr: 'àâçéèêëîïôùûü', it: 'àèéìòù', pt: 'áâãàçéêíóôõú', ca: 'àçèéíïòóúü', nl: 'ëï', sv: 'åäö', fi: 'åäö', et: 'äöõü',
  da: 'åø', no: 'åø', nb: 'åø', nn: 'åø', is: 'áéíóúýö', tr: 'çğıöşü', az: 'çğıöşü', pl: 'ąćęłńóśźż', cs: 'áčďéěíňóřšťúůýž', sk: 'áäčďéíľňóôšťúýž', hu: 'áéíóöőúüű',
  ro: 'ăâîșț', hr: 'čćđšž', sl: 'čšž', lt: 'ąčęėįšųūž', lv: 'āčēģīķļņšūž', vi: 'ăâđêôơư', cy: 'ŵŷ', sq: 'çë', mt: 'ċġħż',
};

export const nativeLetters = (language: string): string => letters[language.split('-')[0] ?? ''] ?? '';
