// What every screen that is not the room stands in: the sign of the house and the choice of
// language above, one column below.

import type { ComponentChildren, JSX } from 'preact';
import { mainTag, useEmbedHost } from '../embed-host.ts';
import { LanguagePicker } from './language-picker.tsx';
import { Logo } from './logo.tsx';

export function ScreenLayout({
  name,
  children,
}: {
  name: string;
  children: ComponentChildren;
}): JSX.Element {
  const host = useEmbedHost();
  const Main = mainTag(host);
  return (
    <div class="page">
      {host === null && (
        <header class="brow head">
          <Logo />
          <LanguagePicker />
        </header>
      )}
      <Main class={`screen ${name}`}>{children}</Main>
    </div>
  );
}
