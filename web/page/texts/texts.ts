// The words of the page, in the reader's language: `t('join-title')`. English comes with the page
// and stands in for whatever another language lacks; the others are files of their own, fetched
// when they are wanted.

import { useEffect, useState } from 'preact/hooks';
import { compileCatalog, formatText, type Catalog, type TextArguments } from './catalog.ts';
import { deviceStorage } from '../storage.ts';
import english from './en.ftl?raw';
import type { ArgumentsOf, TextId } from './text-ids.ts';
import { isLanguage, chooseLanguage, languages, chooseLocale, type Language } from './languages.ts';

const sources: Record<Exclude<Language, 'en'>, () => Promise<{ default: string }>> = {
  de: () => import('./de.ftl?raw'),
  es: () => import('./es.ftl?raw'),
  fr: () => import('./fr.ftl?raw'),
  ja: () => import('./ja.ftl?raw'),
  ar: () => import('./ar.ftl?raw'),
};

/**
 * A network that takes longer than this is not waited for: English is shown, and what was wanted
 * when it comes.
 */
const patienceMs = 2_000;
const storageKey = 'language';

interface Shown {
  readonly language: Language;
  readonly locale: string;
  readonly catalog: Catalog;
}

const compileLanguage = (language: Language, source: string): Shown => {
  const locale = chooseLocale(language, navigator.languages);
  return {
    language,
    locale,
    catalog: compileCatalog({ source, locale, direction: languages[language].direction }),
  };
};

const inEnglish = compileLanguage('en', english);
let shown = inEnglish;
/** Of what was wanted meanwhile only the last is shown. */
let wanted: Language = 'en';
const watchers = new Set<() => void>();

/**
 * The text, with its arguments. Numbers among them are written, and counted, as the language does
 * it.
 */
export function t<Id extends TextId>(id: Id, ...given: ArgumentsOf<Id>): string {
  const [args = {}]: readonly TextArguments[] = given;
  return formatText({ id, args, catalogs: [shown.catalog, inEnglish.catalog] });
}

export const language = (): Language => shown.language;

/** For Intl: the reader's own region where it speaks this language. */
export const locale = (): string => shown.locale;

/** The language that was chosen on this device; null where the browser's is taken. */
function chosenLanguage(): Language | null {
  try {
    const kept = deviceStorage()?.getItem(storageKey) ?? null;
    return isLanguage(kept) ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Shows the page in another language and remembers that on this device. Who chooses the browser's
 * goes on following the browser.
 */
export async function setLanguage(choice: Language): Promise<void> {
  try {
    if (choice === chooseLanguage(navigator.languages)) deviceStorage()?.removeItem(storageKey);
    else deviceStorage()?.setItem(storageKey, choice);
  } catch {
    // Storage may be forbidden: then the choice lasts as long as the page.
  }
  await show(choice);
}

/**
 * Before the first drawing, so that nothing is read in one language and then replaced by another.
 * `among`: tags, the dearest first.
 */
export async function loadInitialLanguage(
  among: readonly string[] = navigator.languages,
): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
  await Promise.race([show(chosenLanguage() ?? chooseLanguage(among)), late]);
}

/** Says in the document, now and after each change, what it is written in. */
export function syncDocumentLanguage({ documentElement }: Document): void {
  const tell = (): void => {
    documentElement.lang = shown.language;
    documentElement.dir = languages[shown.language].direction;
  };
  tell();
  watchers.add(tell);
}

/**
 * Draws a component again when the language changes. The whole page does; whatever is memoised
 * needs it too.
 */
export function useLanguage(): Language {
  const [now, setNow] = useState(shown.language);
  useEffect(() => {
    const watch = (): void => {
      setNow(shown.language);
    };
    watch();
    watchers.add(watch);
    return () => {
      watchers.delete(watch);
    };
  }, []);
  return now;
}

async function show(next: Language): Promise<void> {
  wanted = next;
  try {
    const made = next === 'en' ? inEnglish : compileLanguage(next, (await sources[next]()).default);
    if (wanted !== next) return;
    shown = made;
  } catch {
    // It could not be fetched: what is shown stays.
    return;
  }
  for (const watch of watchers) watch();
}
