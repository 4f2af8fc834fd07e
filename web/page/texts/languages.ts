// The languages the page speaks, and which of them fits a reader. A further one is a line here, a
// catalog beside, and its loading in texts.ts.

export type Direction = 'ltr' | 'rtl';

/** Each under its own name, since whoever looks for it may read no other. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  ja: { name: '日本語', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const satisfies Record<string, { name: string; direction: Direction }>;

export type Language = keyof typeof languages;

export const isLanguage = (value: string | null): value is Language =>
  value !== null && Object.hasOwn(languages, value);

const primary = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? '';

/**
 * The first that is wanted and spoken; English where there is none. `wanted`: tags such as `de-AT`,
 * the dearest first.
 */
export const chooseLanguage = (wanted: readonly string[]): Language =>
  wanted.map(primary).find(isLanguage) ?? 'en';

/**
 * In which region's way times and numbers are written: the reader's own where they read this
 * language, such as `en-GB`.
 */
export const chooseLocale = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => primary(tag) === language) ?? language;
