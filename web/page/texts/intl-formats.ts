// Times, numbers and enumerations as the language of the page writes them.

import { locale } from './texts.ts';

interface Formats {
  readonly locale: string;
  readonly time: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
  readonly list: Intl.ListFormat;
}

/** Making a format costs more than using one a thousand times. */
let made: Formats | null = null;

function formats(): Formats {
  const current = locale();
  if (made?.locale !== current) {
    made = {
      locale: current,
      time: new Intl.DateTimeFormat(current, { hour: 'numeric', minute: '2-digit' }),
      number: new Intl.NumberFormat(current),
      list: new Intl.ListFormat(current, { type: 'conjunction' }),
    };
  }
  return made;
}

/** Hours and minutes of the day; nothing for what is no time. */
export function timeOfDay(at: Date | number | string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : formats().time.format(date);
}

export const number = (value: number): string => formats().number.format(value);

/** The same text in the digits of the language, such as `٠٩:٥٨` for `09:58`. */
export const inDigits = (text: string): string =>
  text.replace(/\d/g, (digit) => number(Number(digit)));

/** `12 seconds`, `1 minute`, `2 minutes`: rounded up, since it is how long to wait. */
export function duration(seconds: number): string {
  const inSeconds = seconds < 90 && seconds !== 60;
  const format = new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: inSeconds ? 'second' : 'minute',
    unitDisplay: 'long',
  });
  return format.format(Math.ceil(inSeconds ? seconds : seconds / 60));
}

/**
 * `English` for `en`, in the language of the page; what is no tag, and what nobody has a name for,
 * as it stands.
 */
export function languageName(tag: string): string {
  try {
    return (
      new Intl.DisplayNames(locale(), { type: 'language', languageDisplay: 'standard' }).of(tag) ??
      tag
    );
  } catch {
    return tag;
  }
}

/** `Ada, Bo and Cy`. */
export const enumeration = (items: readonly string[]): string => formats().list.format(items);
