// Renders the page's own room screens into an element's shadow root.

import { render, type JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { EmbedHostContext, type EmbedHost } from '../page/embed-host.ts';
import { languages } from '../page/texts/languages.ts';
import { t, useLanguage } from '../page/texts/texts.ts';
import { RoomPage } from '../page/room/room-page.tsx';
import type { VisitStore } from '../page/room/visit-store.ts';

interface Props {
  readonly id: string;
  readonly host: EmbedHost;
  readonly visitStore: VisitStore;
}

/** Renders the room into `host.box`. The returned function removes it. */
export function renderRoom(props: Props): () => void {
  const { box } = props.host;
  render(<EmbeddedRoom {...props} />, box);
  return () => {
    render(null, box);
  };
}

function EmbeddedRoom({ id, host, visitStore }: Props): JSX.Element {
  const language = useLanguage();
  const [attempt, setAttempt] = useState(0);
  useLayoutEffect(() => {
    host.box.lang = language;
    host.box.dir = languages[language].direction;
    host.box.ariaLabel = t('page-title');
  }, [language, host.box]);

  return (
    <EmbedHostContext.Provider value={host}>
      <RoomPage
        key={attempt}
        id={id}
        tries={attempt}
        creation={null}
        visitStore={visitStore}
        onLeft={null}
        onRetry={() => {
          setAttempt(attempt + 1);
        }}
      />
    </EmbedHostContext.Provider>
  );
}
