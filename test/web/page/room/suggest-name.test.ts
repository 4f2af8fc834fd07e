// The suggested names.

import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../../functions/protocol/limits.ts';
import { splitWords } from '../../../../web/page/room/suggest-name.ts';
import { languages } from '../../../../web/page/texts/languages.ts';

describe('suggested names', () => {
  it.each(Object.keys(languages))(
    '[P32] are many, valid and short for every pair of words in %s',
    (language) => {
      const bundle = new FluentBundle(language, { useIsolating: false });
      bundle.addResource(
        new FluentResource(
          readFileSync(
            new URL(`../../../../web/page/texts/${language}.ftl`, import.meta.url),
            'utf8',
          ),
        ),
      );
      const text = (id: string, args = {}): string =>
        bundle.formatPattern(bundle.getMessage(id)?.value ?? '', args);
      const [qualities, animals] = ['join-name-qualities', 'join-name-animals'].map((id) =>
        splitWords(text(id)),
      );
      const names = (qualities ?? []).flatMap((quality) =>
        (animals ?? []).map((animal) => text('join-name-pattern', { quality, animal })),
      );
      expect(new Set(names).size).toBeGreaterThan(100);
      for (const name of names) {
        expect(name).toMatch(/^[\p{L}\p{M}][\p{L}\p{M} '’-]*$/u);
        expect(Array.from(name).length).toBeLessThanOrEqual(limits.maxNameCharacters);
      }
    },
  );
});
