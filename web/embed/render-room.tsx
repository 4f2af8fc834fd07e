// The page's own screens of a room, drawn into an element's shadow.

import { render, type JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { EmbedHostContext, type EmbedHost } from '../page/embed-host.ts';
import { languages } from '../page/texts/languages.ts';
import { t, useLanguage } from '../page/texts/texts.ts';
import { RoomPage } from '../page/room/room-page.tsx';
import type { VisitStore } from '../page/room/visit-store.ts';

export interface Drawn {
  readonly id: string;
  readonly host: EmbedHost;
  readonly visitStore: VisitStore;
}

/** Returns what takes it away again. */
export function draw(drawn: Drawn): () => void {
  const { box } = drawn.host;
  render(<Embedded {...drawn} />, box);
  return () => {
    render(null, box);
  };
}

function Embedded({ id, host, visitStore }: Drawn): JSX.Element {
  const language = useLanguage();
  const [tries, setTries] = useState(0);
  useLayoutEffect(() => {
    host.box.lang = language;
    host.box.dir = languages[language].direction;
    host.box.ariaLabel = t('page-title');
  }, [language]);
  return (
    <EmbedHostContext.Provider value={host}>
      <RoomPage
        key={tries}
        id={id}
        tries={tries}
        creation={null}
        visitStore={visitStore}
        onAgain={() => {
          setTries(tries + 1);
        }}
      />
    </EmbedHostContext.Provider>
  );
}
