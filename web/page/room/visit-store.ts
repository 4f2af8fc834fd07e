// What this browser remembers of the rooms it visits, until they end, and the name it remembers. A
// tab has a visit of its own (session storage); the device keeps a copy by the link it came by
// (local storage), so that a tab opened again, or a second one, is the same member. Storage may be
// forbidden; then the memory lasts as long as the page.

import type { RoomView } from '../../../functions/protocol/events.ts';
import { deviceStorage, tabStorage } from '../storage.ts';

export interface Visit {
  /** Which link it came by. */
  readonly link?: string;
  readonly token?: string;
  /** Present where the room was made, and shared from there. */
  readonly joinUrl?: string;
  readonly watchUrl?: string;
  readonly name?: string;
  readonly session?: string;
  /** The room when it was last seen, to show something where there is no network. */
  readonly known?: { readonly room: RoomView; readonly clockOffsetMs: number };
  readonly over?: boolean;
}

/** What a visit asks, and has remembered. */
export interface VisitStore {
  readonly load: (id: string) => Visit;
  readonly update: (id: string, change: Visit) => void;
  readonly markEnded: (id: string) => void;
  readonly loadName: () => string;
  readonly saveName: (name: string) => void;
}

interface Kept extends Visit {
  /** Milliseconds since 1970 by this device: when it was last written, and when it is removed. */
  readonly seen: number;
  readonly until: number;
}

/** Rooms live an hour at most. */
const longestMs = 3_600_000;
const memory = new Map<string, string>();

export function readRoomId(): string | null {
  const [, id] = /^\/r\/([^/]+)\/?$/.exec(location.pathname) ?? [];
  return id ?? null;
}

/**
 * Moves the token from the fragment into the visit, and out of the address bar and its history.
 * Another link is another visit.
 */
export function takeTokenFromAddress(): void {
  const id = readRoomId();
  const token = location.hash.slice(1);
  if (id === null || token === '') return;
  history.replaceState(null, '', location.pathname);
  const link = linkOf(token);
  if (ofTab(id)?.link === link) return;
  const kept = ofDevice(id).find((visit) => visit.link === link);
  write(id, kept ?? { token, link });
}

const load = (id: string): Visit => ofTab(id) ?? ofDevice(id)[0] ?? {};

const update = (id: string, change: Visit): void => {
  const visit = { ...load(id), ...change };
  write(id, {
    ...visit,
    ...(visit.link === undefined && visit.token !== undefined ? { link: linkOf(visit.token) } : {}),
  });
};

/** All that is kept of a room that is gone: that it is gone, and only in this tab. */
const markEnded = (id: string): void => {
  const device = deviceStorage();
  for (const key of keysOf(device, `visit:${id}:`)) remove(device, key);
  store(tabStorage(), `visit:${id}`, JSON.stringify({ over: true }));
};

/** Removes what rooms left behind that ended while nobody looked. */
export function pruneEndedVisits(): void {
  const device = deviceStorage();
  for (const key of keysOf(device, 'visit:')) {
    if ((parsed(read(device, key))?.until ?? 0) <= Date.now()) remove(device, key);
  }
}

const loadName = (): string => read(deviceStorage(), 'name') ?? '';

const saveName = (name: string): void => {
  store(deviceStorage(), 'name', name);
};

/** As the page itself remembers. */
export const pageVisitStore: VisitStore = { load, update, markEnded, loadName, saveName };

/** The end of a token tells it from all others, being a signature. */
const linkOf = (token: string): string => token.slice(-22);

const ofTab = (id: string): Visit | null => parsed(read(tabStorage(), `visit:${id}`));

/** The latest first. */
function ofDevice(id: string): readonly Visit[] {
  const device = deviceStorage();
  return keysOf(device, `visit:${id}:`)
    .map((key) => parsed(read(device, key)) ?? {})
    .filter(({ until = 0 }) => until > Date.now())
    .sort((a, b) => (b.seen ?? 0) - (a.seen ?? 0));
}

function write(id: string, { seen: _seen, until: _until, ...visit }: Visit & Partial<Kept>): void {
  store(tabStorage(), `visit:${id}`, JSON.stringify(visit));
  if (visit.link === undefined) return;
  const now = Date.now();
  const until =
    visit.known === undefined
      ? now + longestMs
      : Date.parse(visit.known.room.expiresAt) - visit.known.clockOffsetMs;
  store(
    deviceStorage(),
    `visit:${id}:${visit.link}`,
    JSON.stringify({ ...visit, seen: now, until }),
  );
}

function parsed(text: string | null): Partial<Kept> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

const keysOf = (storage: Storage | null, prefix: string): readonly string[] =>
  [...(storage === null ? [] : Object.keys(storage)), ...memory.keys()].filter((key) =>
    key.startsWith(prefix),
  );

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

function remove(storage: Storage | null, key: string): void {
  memory.delete(key);
  storage?.removeItem(key);
}
