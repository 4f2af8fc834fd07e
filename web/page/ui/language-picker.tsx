// The choice of language. Each language shows its own name; the choice is stored on this device.

import type { JSX } from 'preact';
import { isLanguage, languages, type Language } from '../texts/languages.ts';
import { language, setLanguage, t, useLanguage } from '../texts/texts.ts';

const all = Object.entries(languages) as readonly [Language, { readonly name: string }][];

const globe =
  'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18' + 'M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18';

export function LanguagePicker(): JSX.Element {
  const current = useLanguage();
  return (
    <label class="language">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={globe} />
      </svg>
      <span class="unseen">{t('language-label')}</span>
      <select
        value={current}
        onChange={({ currentTarget: select }) => {
          if (!isLanguage(select.value)) return;
          // If the language cannot be loaded, the picker shows the old one again.
          void setLanguage(select.value).then(() => (select.value = language()));
        }}
      >
        {all.map(([code, { name }]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
