// What every screen that is not the room stands in: the sign of the house and the choice of language above, one column below.

import type { ComponentChildren, JSX } from 'preact';
import { LanguageChoice } from './language.tsx';
import { Mark } from './mark.tsx';

export function Screen({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="page">
      <header class="brow head">
        <Mark />
        <LanguageChoice />
      </header>
      <main class={`screen ${name}`}>{children}</main>
    </div>
  );
}
