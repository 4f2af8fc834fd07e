// Shows the page for the address: the start page or a room.

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { measureClockOffsetMs, systemClock, type CreatedRoom } from '../client/index.ts';
import { CreateScreen } from './create/create-screen.tsx';
import { useCreateRoom } from './create/use-create-room.ts';
import { RoomPage } from './room/room-page.tsx';
import {
  forgetVisit,
  keepTokenInAddress,
  listOpenRooms,
  pageVisitStore,
  readRoomId,
  takeTokenFromAddress,
} from './room/visit-store.ts';
import { useLanguage } from './texts/texts.ts';

export function App(): JSX.Element {
  useLanguage();
  const [place, setPlace] = useState({ id: readRoomId(), visit: 0, tries: 0 });
  const navigate = (): void => {
    setPlace(({ visit }) => ({ id: readRoomId(), visit: visit + 1, tries: 0 }));
  };
  const open = (path: string): void => {
    history.pushState(null, '', path);
    const id = readRoomId();
    if (id !== null) keepTokenInAddress(id);
    navigate();
  };
  const retry = (): void => {
    setPlace(({ id, visit, tries }) => ({ id, visit: visit + 1, tries: tries + 1 }));
  };

  useEffect(() => {
    // A second link to the same room, opened in this tab, changes only the fragment.
    const onHashChange = (): void => {
      if (location.hash === '') return;
      takeTokenFromAddress();
      navigate();
    };
    // Where nothing can be stored, the addresses in the history have tokens.
    const onPopState = (): void => {
      takeTokenFromAddress();
      navigate();
    };
    window.addEventListener('popstate', onPopState);
    window.addEventListener('hashchange', onHashChange);
    return () => {
      window.removeEventListener('popstate', onPopState);
      window.removeEventListener('hashchange', onHashChange);
    };
  }, []);

  const creation = useCreateRoom(({ room, joinUrl, watchUrl, ownerUrl }: CreatedRoom): void => {
    const token = new URL(ownerUrl).hash.slice(1);
    const clockOffsetMs = measureClockOffsetMs(room, systemClock.now());
    pageVisitStore.update(room.id, { token, joinUrl, watchUrl, known: { room, clockOffsetMs } });
    open(`/r/${room.id}`);
  });

  const { id } = place;
  if (id === null) {
    return (
      <CreateScreen
        creation={creation}
        openRooms={listOpenRooms()}
        onReturn={(room) => {
          open(`/r/${room}`);
        }}
      />
    );
  }
  return (
    <RoomPage
      key={place.visit}
      id={id}
      tries={place.tries}
      creation={creation}
      visitStore={pageVisitStore}
      onRetry={retry}
      onLeft={(left) => {
        forgetVisit(id, left);
        open('/');
      }}
    />
  );
}
