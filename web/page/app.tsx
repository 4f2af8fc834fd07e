// Which screen the address asks for. There are two places: the start, and a room.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CreatedRoom } from '../client/index.ts';
import { useCreateRoom } from './create/use-create-room.ts';
import { CreateScreen } from './create/create-screen.tsx';
import { useLanguage } from './texts/texts.ts';
import { RoomPage } from './room/room-page.tsx';
import { takeTokenFromAddress, pageVisitStore, readRoomId } from './room/visit-store.ts';

export function App(): JSX.Element {
  useLanguage();
  const [place, setPlace] = useState({ id: readRoomId(), visit: 0, tries: 0 });
  const look = (): void => {
    setPlace(({ visit }) => ({ id: readRoomId(), visit: visit + 1, tries: 0 }));
  };
  const again = (): void => {
    setPlace(({ id, visit, tries }) => ({ id, visit: visit + 1, tries: tries + 1 }));
  };

  useEffect(() => {
    // Another link to the same room, opened in this tab, changes only the fragment.
    const onHash = (): void => {
      if (location.hash === '') return;
      takeTokenFromAddress();
      look();
    };
    window.addEventListener('popstate', look);
    window.addEventListener('hashchange', onHash);
    return () => {
      window.removeEventListener('popstate', look);
      window.removeEventListener('hashchange', onHash);
    };
  }, []);

  const creation = useCreateRoom(({ room, token, joinUrl, watchUrl }: CreatedRoom): void => {
    pageVisitStore.update(room.id, { token, joinUrl, watchUrl });
    history.pushState(null, '', `/r/${room.id}`);
    look();
  });

  if (place.id === null) return <CreateScreen creation={creation} />;
  return (
    <RoomPage
      key={place.visit}
      id={place.id}
      tries={place.tries}
      creation={creation}
      visitStore={pageVisitStore}
      onAgain={again}
    />
  );
}
