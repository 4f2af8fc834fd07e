// Remembers one element's visit in the host page's session storage, so a reload keeps the member.
// The element stores one key there. The key goes when the tab closes or the room ends.

import { fingerprint, type Visit, type VisitStore } from '../page/room/visit-store.ts';

export interface ElementVisitStore extends VisitStore {
  /** Forgets the member after it has left: the next visit joins as a new member. */
  readonly forget: () => void;
}

interface ElementVisitStoreOptions {
  /** The storage key. It differs for each element of a page. */
  readonly key: string;
  readonly token: string;
  /** The name to join with. If it is empty, the element asks for one. */
  readonly name: string;
}

export function createElementVisitStore({
  key,
  token,
  name,
}: ElementVisitStoreOptions): ElementVisitStore {
  const link = fingerprint(token);
  const newVisit: Visit = token === '' ? {} : { token, link };
  const storedVisit = readVisit(key);
  const isSameLink = token !== '' && storedVisit?.link === link;
  let visit: Visit = isSameLink ? storedVisit : { ...newVisit, ...(name === '' ? {} : { name }) };
  let ownName = name;
  const forget = (): void => {
    visit = newVisit;
    writeVisit(key, null);
  };

  return {
    load: () => visit,
    update: (_id, change) => {
      visit = { ...visit, ...change };
      const { known: _known, ...lasting } = visit;
      writeVisit(key, lasting);
    },
    markEnded: () => {
      visit = { hasEnded: true };
      writeVisit(key, null);
    },
    markKicked: forget,
    loadName: () => ownName,
    saveName: (chosen) => {
      ownName = chosen;
    },
    forget,
  };
}

function readVisit(key: string): Visit | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    // The browser blocks storage, or another script wrote something else under this key.
    return null;
  }
}

function writeVisit(key: string, visit: Visit | null): void {
  try {
    if (visit === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(visit));
  } catch {
    // The browser blocks storage: a reload then starts a new visit.
  }
}
