// Texts: fallbacks, directions, and the choice of language.

import { describe, expect, it } from 'vitest';
import { compileCatalog, formatText } from '../../../../web/page/texts/catalog.ts';
import { chooseLanguage, chooseLocale } from '../../../../web/page/texts/languages.ts';

const english = compileCatalog({
  source: 'greeting = Hello, { $name }.\nbye = Bye.\nnone = { $missing }',
  locale: 'en',
  direction: 'ltr',
});
const arabic = compileCatalog({
  source: 'greeting = مرحبا { $name }.\nbye = { $nobody }',
  locale: 'ar',
  direction: 'rtl',
});

describe('a text', () => {
  it('[X2] falls back to English if its language lacks it or cannot format it', () => {
    const german = compileCatalog({
      source: 'greeting = Hallo, { $nam }.',
      locale: 'de',
      direction: 'ltr',
    });
    expect(formatText({ id: 'greeting', args: { name: 'Ada' }, catalogs: [german, english] })).toBe(
      'Hello, Ada.',
    );
    expect(formatText({ id: 'bye', args: {}, catalogs: [german, english] })).toBe('Bye.');
    expect(formatText({ id: 'bye', args: {}, catalogs: [arabic, english] })).toBe('Bye.');
    expect(formatText({ id: 'nowhere', args: {}, catalogs: [german, english] })).toBe('nowhere');
  });

  it('[X2] isolates names of the other direction only', () => {
    expect(english('greeting', { name: 'Ada' })).toBe('Hello, Ada.');
    expect(english('greeting', { name: 'سلمى' })).toBe('Hello, \u2068سلمى\u2069.');
    expect(english('greeting', { name: 'Ada\u202e' })).toBe('Hello, \u2068Ada\u202e\u2069.');
    expect(arabic('greeting', { name: 'Ada' })).toBe('مرحبا \u2068Ada\u2069.');
  });
});

describe('the language', () => {
  it('[X3] is the browser’s first that the page has, or English', () => {
    expect(chooseLanguage(['nl-NL', 'de-AT', 'en'])).toBe('de');
    expect(chooseLanguage(['ar-EG'])).toBe('ar');
    expect(chooseLanguage(['nl', 'toString'])).toBe('en');
  });

  it('[X3] uses the reader’s own region for times and numbers', () => {
    expect(chooseLocale('en', ['de', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(chooseLocale('ja', ['de'])).toBe('ja');
  });
});
