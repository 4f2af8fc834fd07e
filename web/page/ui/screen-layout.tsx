// What every screen that is not the room stands in: the sign of the house and the choice of
// language above, one column below.

import type { ComponentChildren, JSX } from 'preact';
import { mainOf, useGuest } from '../embed-host.ts';
import { LanguageChoice } from './language-picker.tsx';
import { Mark } from './logo.tsx';

export function Screen({
  name,
  children,
}: {
  name: string;
  children: ComponentChildren;
}): JSX.Element {
  const guest = useGuest();
  const Main = mainOf(guest);
  return (
    <div class="page">
      {guest === null && (
        <header class="brow head">
          <Mark />
          <LanguageChoice />
        </header>
      )}
      <Main class={`screen ${name}`}>{children}</Main>
    </div>
  );
}
