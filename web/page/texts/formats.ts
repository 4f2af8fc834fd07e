// Times, numbers and enumerations as the language of the page writes them.

import { locale } from './texts.ts';

/** Hours and minutes of the day. */
export const timeOfDay = (at: Date | number): string => new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(at);

/** Day and time, where the day matters. */
export const dayAndTime = (at: Date | number): string => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);

export const number = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** `12 seconds`, `2 minutes`: rounded up, since it is how long to wait. */
export const duration = (seconds: number): string => {
  const inSeconds = seconds < 90;
  const format = new Intl.NumberFormat(locale(), { style: 'unit', unit: inSeconds ? 'second' : 'minute', unitDisplay: 'long' });
  return format.format(Math.ceil(inSeconds ? seconds : seconds / 60));
};

/** `Ada, Bo and Cy`. */
export const enumeration = (items: readonly string[]): string => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items);
