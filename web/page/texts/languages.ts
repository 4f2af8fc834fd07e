// The page's languages, and the choice of one for a reader. To add one: a line here, a catalog in
// this folder, and an import in texts.ts.

export type Direction = 'ltr' | 'rtl';

interface LanguageInfo {
  readonly name: string;
  readonly direction: Direction;
}

/** Each has its own name, because its readers may understand no other language. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  ja: { name: '日本語', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const satisfies Record<string, LanguageInfo>;

export type Language = keyof typeof languages;

export const isLanguage = (value: string | null): value is Language =>
  value !== null && Object.hasOwn(languages, value);

const primaryTag = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? '';

/**
 * Returns the first wanted language that the page has; English if it has none. `wanted`: tags such
 * as `de-AT`, most preferred first.
 */
export const chooseLanguage = (wanted: readonly string[]): Language =>
  wanted.map(primaryTag).find(isLanguage) ?? 'en';

/**
 * Returns the locale for times and numbers: the reader's own region, such as `en-GB`, where it uses
 * this language.
 */
export const chooseLocale = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => primaryTag(tag) === language) ?? language;
