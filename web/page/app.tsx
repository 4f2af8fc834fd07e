// Which screen the address asks for. There are two places: the start, and a room.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CreatedRoom } from '../client/index.ts';
import { Create } from './screens/create.tsx';
import { useLanguage } from './texts/texts.ts';
import { Visiting } from './visiting.tsx';
import { keepTokenFromAddress, remember, roomInAddress } from './visits.ts';

export function App(): JSX.Element {
  useLanguage();
  const [place, setPlace] = useState({ id: roomInAddress(), visit: 0 });
  const look = (): void => {
    setPlace(({ visit }) => ({ id: roomInAddress(), visit: visit + 1 }));
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

  const goTo = (path: string): void => {
    history.pushState(null, '', path);
    look();
  };
  const created = ({ room, token, joinUrl }: CreatedRoom): void => {
    remember(room.id, { token, joinUrl });
    goTo(`/r/${room.id}`);
  };
  const goHome = (): void => {
    goTo('/');
  };

  return place.id === null ? <Create onCreated={created} /> : <Visiting key={place.visit} id={place.id} onNewRoom={goHome} />;
}
