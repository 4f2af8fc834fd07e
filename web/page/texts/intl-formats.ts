// Times, numbers and lists in the format of the page's language.

import { locale } from './texts.ts';

interface Formats {
  readonly locale: string;
  readonly time: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
  readonly list: Intl.ListFormat;
}

/** Cached: creating a format costs more than using one a thousand times. */
let cached: Formats | null = null;

function formats(): Formats {
  const current = locale();
  if (cached?.locale !== current) {
    cached = {
      locale: current,
      time: new Intl.DateTimeFormat(current, { hour: 'numeric', minute: '2-digit' }),
      number: new Intl.NumberFormat(current),
      list: new Intl.ListFormat(current, { type: 'conjunction' }),
    };
  }
  return cached;
}

/** Returns hours and minutes; empty for an invalid time. */
export function timeOfDay(at: Date | number | string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : formats().time.format(date);
}

export const number = (value: number): string => formats().number.format(value);

/** Writes a text in the language's digits, such as `٠٩:٥٨` for `09:58`. */
export const inDigits = (text: string): string =>
  text.replace(/\d/g, (digit) => number(Number(digit)));

/** `12 seconds`, `1 minute`, `2 minutes`: rounded up, because users wait for that time. */
export function duration(seconds: number): string {
  const isShort = seconds < 90 && seconds !== 60;
  const format = new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: isShort ? 'second' : 'minute',
    unitDisplay: 'long',
  });
  return format.format(Math.ceil(isShort ? seconds : seconds / 60));
}

/**
 * Returns `English` for `en`, in the page's language. Returns unknown and invalid tags unchanged.
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
