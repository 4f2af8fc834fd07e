// The layout of every screen except the room: the logo and the language picker above one column.

import type { ComponentChildren, JSX } from 'preact';
import { mainTag, useEmbedHost } from '../embed-host.ts';
import { LanguagePicker } from './language-picker.tsx';
import { Logo } from './logo.tsx';

export interface ScreenLayoutProps {
  /** CSS classes of the screen. */
  readonly name: string;
  readonly children: ComponentChildren;
}

export function ScreenLayout({ name, children }: ScreenLayoutProps): JSX.Element {
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
