// The page's texts in the reader's language: `t('join-title')`. English is part of the page and
// replaces missing texts; other languages load when they are needed.

import { useEffect, useState } from 'preact/hooks';
import { deviceStorage } from '../storage.ts';
import { compileCatalog, formatText, type Catalog, type TextArguments } from './catalog.ts';
import englishSource from './en.ftl?raw';
import type { ArgumentsOf, TextId } from './text-ids.ts';
import { isLanguage, chooseLanguage, languages, chooseLocale, type Language } from './languages.ts';

const sources: Record<Exclude<Language, 'en'>, () => Promise<{ default: string }>> = {
  de: () => import('./de.ftl?raw'),
  es: () => import('./es.ftl?raw'),
  fr: () => import('./fr.ftl?raw'),
  ja: () => import('./ja.ftl?raw'),
  ar: () => import('./ar.ftl?raw'),
};

/** The page shows English if the language takes longer than this, and changes when it arrives. */
const maxWaitMs = 2_000;
const storageKey = 'language';

interface LoadedLanguage {
  readonly language: Language;
  readonly locale: string;
  readonly catalog: Catalog;
}

const compileLanguage = (language: Language, source: string): LoadedLanguage => {
  const locale = chooseLocale(language, navigator.languages);
  return {
    language,
    locale,
    catalog: compileCatalog({ source, locale, direction: languages[language].direction }),
  };
};

const english = compileLanguage('en', englishSource);
let current: LoadedLanguage = english;
/** The language requested last. Earlier requests that finish late are dropped. */
let requested: Language = 'en';
const listeners = new Set<() => void>();

/** Returns a text with its arguments. Formats numbers and picks plurals by the language's rules. */
export function t<Id extends TextId>(id: Id, ...textArguments: ArgumentsOf<Id>): string {
  const [args = {}]: readonly TextArguments[] = textArguments;
  return formatText({ id, args, catalogs: [current.catalog, english.catalog] });
}

export const language = (): Language => current.language;

/** The locale for Intl: the reader's own region where it uses this language. */
export const locale = (): string => current.locale;

/** Returns the language chosen on this device; null to use the browser's. */
function loadChoice(): Language | null {
  const stored = deviceStorage.get(storageKey);
  return isLanguage(stored) ? stored : null;
}

/**
 * Shows the page in another language and stores the choice on this device. The browser's own
 * language is not stored, so the page keeps following the browser.
 */
export async function setLanguage(choice: Language): Promise<void> {
  if (choice === chooseLanguage(navigator.languages)) deviceStorage.remove(storageKey);
  else deviceStorage.set(storageKey, choice);
  await show(choice);
}

/**
 * Loads the reader's language before the first render, so no text changes right after it.
 * `preferred`: language tags, most preferred first.
 */
export async function loadInitialLanguage(
  preferred: readonly string[] = navigator.languages,
): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, maxWaitMs));
  await Promise.race([show(loadChoice() ?? chooseLanguage(preferred)), late]);
}

/** Sets the document's language and direction, now and after each change. */
export function syncDocumentLanguage({ documentElement }: Document): void {
  const update = (): void => {
    documentElement.lang = current.language;
    documentElement.dir = languages[current.language].direction;
  };
  update();
  listeners.add(update);
}

/** Renders a component again when the language changes. Memoized components need it, too. */
export function useLanguage(): Language {
  const [shown, setShown] = useState(current.language);
  useEffect(() => {
    const update = (): void => {
      setShown(current.language);
    };
    update();
    listeners.add(update);
    return () => {
      listeners.delete(update);
    };
  }, []);
  return shown;
}

async function show(next: Language): Promise<void> {
  requested = next;
  try {
    const loaded = next === 'en' ? english : compileLanguage(next, (await sources[next]()).default);
    if (requested !== next) return;
    current = loaded;
  } catch {
    // It could not be loaded: the page keeps its language.
    return;
  }
  for (const listener of listeners) listener();
}
