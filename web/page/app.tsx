// Which screen the address asks for. There are two places: the start, and a room.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CreatedRoom } from '../client/index.ts';
import { useMaking } from './create/use-create-room.ts';
import { Create } from './create/create-screen.tsx';
import { useLanguage } from './texts/texts.ts';
import { Visiting } from './room/room-page.tsx';
import { keepTokenFromAddress, pageVisits, roomInAddress } from './room/visit-store.ts';

export function App(): JSX.Element {
  useLanguage();
  const [place, setPlace] = useState({ id: roomInAddress(), visit: 0, tries: 0 });
  const look = (): void => {
    setPlace(({ visit }) => ({ id: roomInAddress(), visit: visit + 1, tries: 0 }));
  };
  const again = (): void => {
    setPlace(({ id, visit, tries }) => ({ id, visit: visit + 1, tries: tries + 1 }));
  };

  useEffect(() => {
    // Another link to the same room, opened in this tab, changes only the fragment.
    const onHash = (): void => {
      if (location.hash === '') return;
      keepTokenFromAddress();
      look();
    };
    window.addEventListener('popstate', look);
    window.addEventListener('hashchange', onHash);
    return () => {
      window.removeEventListener('popstate', look);
      window.removeEventListener('hashchange', onHash);
    };
  }, []);

  const making = useMaking(({ room, token, joinUrl, watchUrl }: CreatedRoom): void => {
    pageVisits.remember(room.id, { token, joinUrl, watchUrl });
    history.pushState(null, '', `/r/${room.id}`);
    look();
  });

  if (place.id === null) return <Create making={making} />;
  return (
    <Visiting
      key={place.visit}
      id={place.id}
      tries={place.tries}
      making={making}
      visits={pageVisits}
      onAgain={again}
    />
  );
}
