// E-mail addresses and telephone numbers taken out of messages. Off unless a room or the deployment
// asks for it. It keeps people from giving themselves away by habit and by the usual spellings; who
// means to finds another.

import { lazy } from '../lazy.ts';
import { edited, type Edit, type Passage } from './message-text.ts';
import type { Transform } from './transform.ts';

const localUnit = lazy(() => /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u);
const domain = lazy(
  () => /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.\p{L}[\p{L}\p{M}\p{N}-]+/u,
);
// No longer than a domain may be (RFC 1035 section 2.3.4).
const domainMost = 255;

// `ann at mail dot example` reads like talk (`look at this dot com`), so words count only for hosts
// that are known for mail; brackets always do.
const providers =
  '(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|msn|aol|protonmail|gmx|yandex|qq|zoho|fastmail|tutanota|wanadoo)';
const at = '\\s?[\\[({<]\\s?(?:at|@|\uFF20)\\s?[\\])}>]\\s?';
const dot = '\\s?[\\[({<]\\s?(?:dot|punkt|point|\\.)\\s?[\\])}>]\\s?';
const spokenDot = `(?:${dot}|\\.|\\s(?:dot|punkt|point|punto)\\s)`;
const name = '(?<![\\p{L}\\p{N}._+-])[\\p{L}\\p{N}][\\p{L}\\p{N}._+-]{0,63}';
const part = '[\\p{L}\\p{N}-]{1,63}';
const spelled = lazy(
  () =>
    new RegExp(
      [
        `${name}${at}${part}(?:${spokenDot}${part}){0,3}${spokenDot}\\p{L}{2,24}(?![\\p{L}\\p{N}])`,
        `${name}(?:\\s(?:at|ät|chez|arroba|собака)\\s|\\s?[@\uFF20]\\s?)${providers}${spokenDot}(?:com|net|org|co|me|de|fr|es|it|ru|ua|jp|uk|ch|at|eu|br|mx|in|cn)(?![\\p{L}\\p{N}])`,
      ].join('|'),
      'giu',
    ),
);

export const withoutEmail: Transform = (passage) => {
  const plain = withoutPlainEmail(passage);
  if (!/[@\uFF20]|at|ät|chez|arroba|собака/iu.test(plain.text)) return plain;
  return edited(
    plain,
    Array.from(plain.text.matchAll(spelled()), ({ index, 0: found }) => ({
      start: index,
      end: index + found.length,
      text: '[email]',
      cause: { by: 'email' },
    })),
  );
};

function withoutPlainEmail(passage: Passage): Passage {
  const { text } = passage;
  const edits: Edit[] = [];
  let from = 0;
  for (const { index: at } of text.matchAll(/[@\uFF20]/gu)) {
    let start = at;
    while (start > from && localUnit().test(text.charAt(start - 1))) start -= 1;
    const host =
      start < at && at >= from
        ? domain().exec(text.slice(at + 1, at + 1 + domainMost))?.[0]
        : undefined;
    if (host === undefined) continue;
    from = at + 1 + host.length;
    edits.push({ start, end: from, text: '[email]', cause: { by: 'email' } });
  }
  return edited(passage, edits);
}

// 7 to 17 digits with at most two signs between two of them: a bound for every start, so the work
// is linear.
const numberLike = lazy(
  () =>
    /(?<![\p{L}\p{N}]|\d[.,])(?:\+|\(\+?)?\d(?:[ ().\u00A0\u2010-\u2013/-]{0,2}\d){6,16}(?![\p{L}\p{N}])/gu,
);
const dateLike = /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)/;
// North America writes its numbers without a zero before them.
const threeThreeFour = /^(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/;

const digitWords = [
  'zero|oh|null',
  'one|eins',
  'two|zwei|zwo',
  'three|drei',
  'four|vier',
  'five|fünf',
  'six|sechs',
  'seven|sieben',
  'eight|acht',
  'nine|neun',
];
const anyWord = digitWords.join('|');
const spoken = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:(?:${anyWord})[ ,.-]{1,2}){6,16}(?:${anyWord})(?![\\p{L}\\p{N}])`,
      'giu',
    ),
);

export const withoutPhone: Transform = (passage) => {
  const { text } = passage;
  const found = /\p{Nd}/u.test(text)
    ? Array.from(asciiDigits(text).matchAll(numberLike())).filter((it) => isPhone(it[0]))
    : [];
  const said = Array.from(text.matchAll(spoken())).filter((it) => !isCounting(it[0]));
  const edits = [...found, ...said].sort((one, other) => one.index - other.index);
  return edited(
    passage,
    edits.map(({ index, 0: phone }) => ({
      start: index,
      end: index + phone.length,
      text: '[phone]',
      cause: { by: 'phone' },
    })),
  );
};

/** Digits of full width and of other scripts as ASCII's; every place stays where it was. */
const asciiDigits = (text: string): string =>
  text
    .replace(/[^\P{Nd}0-9]/gu, (it) => {
      if (it.length > 1) return '#'.repeat(it.length);
      let zero = it.charCodeAt(0);
      while (it.charCodeAt(0) - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) {
        zero -= 1;
      }
      return String(it.charCodeAt(0) - zero);
    })
    .replaceAll('\uFF0B', '+')
    .replace(/[\uFF0D\u2212]/g, '-')
    .replaceAll('\u3000', ' ');

/** One, two, three. */
function isCounting(text: string): boolean {
  const digits = text
    .toLowerCase()
    .split(/[ ,.-]+/)
    .map((word) => digitWords.findIndex((words) => words.split('|').includes(word)));
  const steps = new Set(digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0)));
  return steps.size === 1;
}

/**
 * Digits enough, and something that says they are to be dialled. Prices, dates and years are none.
 */
function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (found.includes('+')) return digits.length >= 8;
  if (dateLike.test(found)) return false;
  return (digits.startsWith('0') && digits.length >= 9) || threeThreeFour.test(found);
}
