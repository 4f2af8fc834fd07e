// The page's own screens of a room, drawn into an element's shadow.

import { render, type JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { GuestContext, type Guest } from '../page/embed-host.ts';
import { languages } from '../page/texts/languages.ts';
import { t, useLanguage } from '../page/texts/texts.ts';
import { Visiting } from '../page/room/room-page.tsx';
import type { Visits } from '../page/room/visit-store.ts';

export interface Drawn {
  readonly id: string;
  readonly guest: Guest;
  readonly visits: Visits;
}

/** Returns what takes it away again. */
export function draw(drawn: Drawn): () => void {
  const { box } = drawn.guest;
  render(<Embedded {...drawn} />, box);
  return () => {
    render(null, box);
  };
}

function Embedded({ id, guest, visits }: Drawn): JSX.Element {
  const language = useLanguage();
  const [tries, setTries] = useState(0);
  useLayoutEffect(() => {
    guest.box.lang = language;
    guest.box.dir = languages[language].direction;
    guest.box.ariaLabel = t('page-title');
  }, [language]);
  return (
    <GuestContext.Provider value={guest}>
      <Visiting
        key={tries}
        id={id}
        tries={tries}
        making={null}
        visits={visits}
        onAgain={() => {
          setTries(tries + 1);
        }}
      />
    </GuestContext.Provider>
  );
}
