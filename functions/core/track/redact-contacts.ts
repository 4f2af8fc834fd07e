// The transforms that redact e-mail addresses and phone numbers. Off unless a room or the
// deployment turns them on. They keep people from giving themselves away by habit, in the usual
// spellings. They do not stop anybody who wants to share an address.

import { lazy } from '../lazy.ts';
import { applyEdits, type Edit, type MessageText } from './message-text.ts';
import type { Transform } from './transform.ts';

const localPartUnit = lazy(() => /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u);
const domain = lazy(
  () => /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.\p{L}[\p{L}\p{M}\p{N}-]+/u,
);
/** RFC 1035 section 2.3.4. */
const maxDomainLength = 255;

// `ann at mail dot example` reads like ordinary talk (`look at this dot com`). So plain words count
// only before a known mail provider; words in brackets always count.
const providers =
  '(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|msn|aol|protonmail|gmx|yandex|qq|zoho|' +
  'fastmail|tutanota|wanadoo)';
const providerSuffixes = '(?:com|net|org|co|me|de|fr|es|it|ru|ua|jp|uk|ch|at|eu|br|mx|in|cn)';
const atInBrackets = '\\s?[\\[({<]\\s?(?:at|@|\uFF20)\\s?[\\])}>]\\s?';
const atInWords = '(?:\\s(?:at|ät|chez|arroba|собака)\\s|\\s?[@\uFF20]\\s?)';
const dotInBrackets = '\\s?[\\[({<]\\s?(?:dot|punkt|point|\\.)\\s?[\\])}>]\\s?';
const anyDot = `(?:${dotInBrackets}|\\.|\\s(?:dot|punkt|point|punto)\\s)`;
const localPart = '(?<![\\p{L}\\p{N}._+-])[\\p{L}\\p{N}][\\p{L}\\p{N}._+-]{0,63}';
const label = '[\\p{L}\\p{N}-]{1,63}';
const noMoreLetters = '(?![\\p{L}\\p{N}])';
const spelledOutEmail = lazy(
  () =>
    new RegExp(
      [
        `${localPart}${atInBrackets}${label}(?:${anyDot}${label}){0,3}` +
          `${anyDot}\\p{L}{2,24}${noMoreLetters}`,
        `${localPart}${atInWords}${providers}${anyDot}${providerSuffixes}${noMoreLetters}`,
      ].join('|'),
      'giu',
    ),
);

/** Replaces e-mail addresses by `[email]`. */
export const redactEmail: Transform = (message) => {
  const redacted = redactPlainEmail(message);
  if (!/[@\uFF20]|at|ät|chez|arroba|собака/iu.test(redacted.text)) return redacted;
  return applyEdits(
    redacted,
    Array.from(redacted.text.matchAll(spelledOutEmail()), ({ index, 0: match }) => ({
      start: index,
      end: index + match.length,
      text: '[email]',
      cause: { by: 'email' },
    })),
  );
};

/** Redacts addresses as mail programs write them. */
function redactPlainEmail(message: MessageText): MessageText {
  const { text } = message;
  const edits: Edit[] = [];
  let from = 0;
  for (const { index: at } of text.matchAll(/[@\uFF20]/gu)) {
    let start = at;
    while (start > from && localPartUnit().test(text.charAt(start - 1))) start -= 1;
    if (start === at || at < from) continue;

    const host = domain().exec(text.slice(at + 1, at + 1 + maxDomainLength))?.[0];
    if (host === undefined) continue;

    from = at + 1 + host.length;
    edits.push({ start, end: from, text: '[email]', cause: { by: 'email' } });
  }
  return applyEdits(message, edits);
}

// 7 to 17 digits with at most two separators between two digits. The bounds keep the work linear.
const digitSequence = lazy(
  () =>
    /(?<![\p{L}\p{N}]|\d[.,])(?:\+|\(\+?)?\d(?:[ ().\u00A0\u2010-\u2013/-]{0,2}\d){6,16}(?![\p{L}\p{N}])/gu,
);
const datePattern =
  /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)/;
/** North American numbers have no leading zero. */
const northAmericanNumber = /^(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/;

/** English and German words, by digit. */
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
const anyDigitWord = digitWords.join('|');
const spelledOutNumber = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:(?:${anyDigitWord})[ ,.-]{1,2}){6,16}` +
        `(?:${anyDigitWord})${noMoreLetters}`,
      'giu',
    ),
);

/** Replaces phone numbers by `[phone]`. */
export const redactPhone: Transform = (message) => {
  const { text } = message;
  const inDigits = /\p{Nd}/u.test(text)
    ? Array.from(toAsciiDigits(text).matchAll(digitSequence())).filter(([match]) =>
        isPhoneNumber(match),
      )
    : [];
  const inWords = Array.from(text.matchAll(spelledOutNumber())).filter(
    ([match]) => !isCounting(match),
  );
  const matches = [...inDigits, ...inWords].sort((one, other) => one.index - other.index);
  return applyEdits(
    message,
    matches.map(({ index, 0: match }) => ({
      start: index,
      end: index + match.length,
      text: '[phone]',
      cause: { by: 'phone' },
    })),
  );
};

/**
 * Turns digits of full width and of other scripts, spaces of any width, and brackets, dots and
 * dashes of full width into ASCII. Positions stay the same.
 */
const toAsciiDigits = (text: string): string =>
  text
    .replace(/[^\P{Nd}0-9]/gu, (digit) => {
      if (digit.length > 1) return '#'.repeat(digit.length);
      let zero = digit.charCodeAt(0);
      while (digit.charCodeAt(0) - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) {
        zero -= 1;
      }
      return String(digit.charCodeAt(0) - zero);
    })
    .replaceAll('\uFF0B', '+')
    .replace(/[\uFF0D\u2212\u2014\u2015\u30FC]/g, '-')
    .replace(/[\uFF0E\u3002\u30FB\u00B7\u2022]/g, '.')
    .replace(/[\uFF08\uFF09\uFF0F]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    // Invisible characters, too, separate digits only for a machine.
    .replace(/[\t\p{Zs}\u00AD\u200B-\u200F\u2060\uFEFF]/gu, ' ');

/** Returns whether the words count up or down, such as `one, two, three`. */
function isCounting(text: string): boolean {
  const digits = text
    .toLowerCase()
    .split(/[ ,.-]+/)
    .map((word) => digitWords.findIndex((words) => words.split('|').includes(word)));
  const steps = new Set(digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0)));
  return steps.size === 1;
}

/** Tells phone numbers from prices, dates and years: enough digits, and a sign of dialling. */
function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (text.includes('+')) return digits.length >= 8;
  if (datePattern.test(text)) return false;
  return (digits.startsWith('0') && digits.length >= 9) || northAmericanNumber.test(text);
}
