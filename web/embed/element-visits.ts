// What is remembered of one element's visit: the way back to its member, so that a reload of the
// page around keeps the name. It lies in that page's session storage under one key, is gone with
// the tab or the room, and is all that is ever kept there.

import type { Visit, VisitStore } from '../page/room/visit-store.ts';

export interface GuestVisits extends VisitStore {
  /** The member has left: who comes now is somebody new. */
  readonly forget: () => void;
}

interface GuestVisitsOptions {
  /** Tells the elements of a page apart. */
  readonly key: string;
  readonly token: string;
  /** Under which to join at once. */
  readonly name: string;
}

export function createGuestVisits({ key, token, name }: GuestVisitsOptions): GuestVisits {
  /** The end of a token tells it from all others, being a signature. */
  const link = token.slice(-22);
  const fresh: Visit = token === '' ? {} : { token, link };
  const kept = read(key);
  let visit: Visit =
    token !== '' && kept?.link === link ? kept : { ...fresh, ...(name === '' ? {} : { name }) };
  let ownName = name;
  return {
    load: () => visit,
    update: (_id, change) => {
      visit = { ...visit, ...change };
      const { known: _known, ...lasting } = visit;
      write(key, lasting);
    },
    markEnded: () => {
      visit = { over: true };
      write(key, null);
    },
    loadName: () => ownName,
    saveName: (chosen) => {
      ownName = chosen;
    },
    forget: () => {
      visit = fresh;
      write(key, null);
    },
  };
}

function read(key: string): Visit | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function write(key: string, visit: Visit | null): void {
  try {
    if (visit === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(visit));
  } catch {
    // Storage may be forbidden: then a reload is a new visit.
  }
}
