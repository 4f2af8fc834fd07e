// What this tab remembers of the rooms it visits (session storage, gone with the tab), and the name this device remembers.
// Storage may be forbidden; then the memory lasts as long as the page.

export interface Visit {
  readonly token?: string;
  /** Present in the tab that made the room, and shared from there. */
  readonly joinUrl?: string;
  readonly name?: string;
  readonly session?: string;
  readonly over?: boolean;
}

const memory = new Map<string, string>();

export function roomInAddress(): string | null {
  const [, id] = /^\/r\/([^/]+)\/?$/.exec(location.pathname) ?? [];
  return id ?? null;
}

/** Moves the token from the fragment into the visit, and out of the address bar and its history. Another token is another visit. */
export function keepTokenFromAddress(): void {
  const id = roomInAddress();
  const token = location.hash.slice(1);
  if (id === null || token === '') return;
  history.replaceState(null, '', location.pathname);
  if (visitOf(id).token !== token) write(id, { token });
}

export function visitOf(id: string): Visit {
  try {
    const visit: unknown = JSON.parse(read(sessionStorageOrNull(), `room:${id}`) ?? '{}');
    return typeof visit === 'object' && visit !== null ? visit : {};
  } catch {
    return {};
  }
}

export const remember = (id: string, change: Visit): void => {
  write(id, { ...visitOf(id), ...change });
};

/** All that is kept of a room that is gone: that it is gone. */
export const rememberOver = (id: string): void => {
  write(id, { over: true });
};

export const ownName = (): string => read(localStorageOrNull(), 'name') ?? '';

export const rememberOwnName = (name: string): void => {
  store(localStorageOrNull(), 'name', name);
};

const write = (id: string, visit: Visit): void => {
  store(sessionStorageOrNull(), `room:${id}`, JSON.stringify(visit));
};

function read(storage: Storage | null, key: string): string | null {
  return storage?.getItem(key) ?? memory.get(key) ?? null;
}

function store(storage: Storage | null, key: string, value: string): void {
  try {
    if (storage === null) memory.set(key, value);
    else storage.setItem(key, value);
  } catch {
    memory.set(key, value);
  }
}

function sessionStorageOrNull(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
