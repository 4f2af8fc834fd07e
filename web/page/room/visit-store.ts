// The rooms this browser has visited, until they end, and the user's name. Each tab has its own
// visit in session storage. The device keeps a copy for each link, so a reopened or second tab is
// the same member.

import { limits } from '../../../functions/protocol/limits.ts';
import { readScopes, systemClock, type RoomPreview } from '../../client/index.ts';
import { deviceStorage, tabStorage } from '../storage.ts';

export interface Visit {
  /** Fingerprint of the link's token: see `fingerprint`. */
  readonly link?: string;
  readonly token?: string;
  /** Set only for the creator of the room. */
  readonly joinUrl?: string;
  readonly watchUrl?: string;
  readonly name?: string;
  readonly session?: string;
  /** The room as last seen, to show something while there is no network. */
  readonly known?: RoomPreview;
  readonly hasEnded?: boolean;
  /** True once the owner has removed this member. */
  readonly wasKicked?: boolean;
}

/** Where the room page reads and writes its visit. */
export interface VisitStore {
  readonly load: (id: string) => Visit;
  readonly update: (id: string, change: Visit) => void;
  readonly markEnded: (id: string) => void;
  /** Forgets the member that the owner has removed. */
  readonly markKicked: (id: string) => void;
  readonly loadName: () => string;
  readonly saveName: (name: string) => void;
}

/** A visit on the device. Times are milliseconds since 1970. */
interface StoredVisit extends Visit {
  /** When it was last written, by this device's clock. */
  readonly seen: number;
  /** The latest end that the room can have, by the server's clock. */
  readonly until: number;
}

const maxRoomMs = limits.roomSeconds.max * 1_000;

/** Returns the id of the room in the address bar; null on the start page. */
export function readRoomId(): string | null {
  const [, id] = /^\/r\/([^/]+)\/?$/.exec(location.pathname) ?? [];
  return id ?? null;
}

/**
 * Moves the token from the fragment into the visit, out of the address bar and its history. It
 * stays in the address where nothing can be stored. A link that allows more, such as the owner's,
 * makes the tab's member an owner. Any other link starts another visit.
 */
export function takeTokenFromAddress(): void {
  const id = readRoomId();
  const token = location.hash.slice(1);
  if (id === null || token === '') return;

  const link = fingerprint(token);
  const tabVisit = loadTabVisit(id);
  if (tabVisit?.link !== link) {
    const isUpgrade = tabVisit?.session !== undefined && allowsAtLeast(token, tabVisit.token ?? '');
    const stored = loadDeviceVisits(`visit:${id}:`).find((visit) => visit.link === link);
    write(id, isUpgrade ? { ...tabVisit, token, link } : (stored ?? { token, link }));
  }
  keepTokenInAddress(id);
}

/** Puts the visit's token into the address of its room if only the address survives a reload. */
export function keepTokenInAddress(id: string): void {
  if (readRoomId() !== id) return;
  const { token } = load(id);
  const fragment = token === undefined || tabStorage.isKept() ? '' : `#${token}`;
  if (location.hash === fragment) return;
  history.replaceState(null, '', `${location.pathname}${fragment}`);
}

const allowsAtLeast = (token: string, other: string): boolean =>
  [...readScopes(other)].every((scope) => readScopes(token).has(scope));

/** An open room that this device created or joined. */
export interface OpenRoom {
  readonly id: string;
  readonly title: string;
}

const maxListedRooms = 3;
/** A device's clock may be set to another day. */
const maxClockErrorMs = 2 * 86_400_000;

/** Returns the open rooms that this device can return to, the last seen first. */
export function listOpenRooms(): readonly OpenRoom[] {
  const rooms = new Map<string, OpenRoom>();
  for (const { known } of loadDeviceVisits('visit:')) {
    // A link that was opened but not used names no room.
    if (known === undefined) continue;
    if (Date.parse(known.room.expiresAt) <= Date.now() + known.clockOffsetMs) continue;
    const { id, title } = known.room;
    // There, this tab would only show that its member was removed.
    if (loadTabVisit(id)?.wasKicked === true) continue;
    if (!rooms.has(id)) rooms.set(id, { id, title });
  }
  return [...rooms.values()].slice(0, maxListedRooms);
}

/** Forgets the member after it has left. `keepsLink`: the way back stays on the start page. */
export function forgetVisit(id: string, { keepsLink }: { readonly keepsLink: boolean }): void {
  const { session: _session, name: _name, ...visit } = load(id);
  removeOwnVisits(id);
  tabStorage.remove(`visit:${id}`);
  if (keepsLink) write(id, visit);
}

/** Removes visits to rooms that have ended, whatever this device's clock says about the day. */
export function pruneEndedVisits(): void {
  for (const key of deviceStorage.keys('visit:')) {
    const until = deviceStorage.getObject<StoredVisit>(key)?.until ?? 0;
    if (until + maxClockErrorMs <= Date.now()) deviceStorage.remove(key);
  }
}

const load = (id: string): Visit => loadTabVisit(id) ?? loadDeviceVisits(`visit:${id}:`)[0] ?? {};

/** Stored offsets are to the device's clock, because the steady time ends with the page. */
function shiftOffset(visit: Visit, byMs: number): Visit {
  if (visit.known === undefined) return visit;
  const { room, clockOffsetMs } = visit.known;
  return { ...visit, known: { room, clockOffsetMs: clockOffsetMs + byMs } };
}
const getClockLeadMs = (): number => systemClock.now() - Date.now();

/** The page's own store. */
export const pageVisitStore: VisitStore = {
  load: (id) => shiftOffset(load(id), -getClockLeadMs()),
  update: (id, change) => {
    const visit = mergeVisit(load(id), shiftOffset(change, getClockLeadMs()));
    write(
      id,
      visit.link === undefined && visit.token !== undefined
        ? { ...visit, link: fingerprint(visit.token) }
        : visit,
    );
    keepTokenInAddress(id);
  },
  markEnded: (id) => {
    for (const key of deviceStorage.keys(`visit:${id}:`)) deviceStorage.remove(key);
    rememberInTab(id, { hasEnded: true });
  },
  markKicked: (id) => {
    removeOwnVisits(id);
    rememberInTab(id, { wasKicked: true });
  },
  loadName: () => deviceStorage.get('name') ?? '',
  saveName: (name) => deviceStorage.set('name', name),
};

/**
 * Removes the device's visits of the tab's member, which may have come by two links. The device may
 * have another member, such as the owner, in the same room.
 */
function removeOwnVisits(id: string): void {
  const { link, name } = load(id);
  for (const key of deviceStorage.keys(`visit:${id}:`)) {
    const stored = deviceStorage.getObject<StoredVisit>(key);
    const isOwn = stored?.link === link || (name !== undefined && stored?.name === name);
    if (isOwn) deviceStorage.remove(key);
  }
}

/** Replaces the tab's visit by one fact. */
const rememberInTab = (id: string, visit: Visit): void =>
  tabStorage.set(`visit:${id}`, JSON.stringify(visit));

/**
 * Applies a change to a visit. A new token means that the owner replaced the links, so the old ones
 * are dropped.
 * @internal
 */
export function mergeVisit(visit: Visit, change: Visit): Visit {
  if (change.token === undefined || change.token === visit.token) return { ...visit, ...change };
  const { joinUrl: _joinUrl, watchUrl: _watchUrl, ...rest } = visit;
  return { ...rest, ...change };
}

/** Identifies a link by the end of its token's signature. */
export const fingerprint = (token: string): string => token.slice(-22);

const loadTabVisit = (id: string): Visit | null => tabStorage.getObject<Visit>(`visit:${id}`);

/** Returns the visits whose keys start with `prefix`, the last seen first. */
const loadDeviceVisits = (prefix: string): readonly Partial<StoredVisit>[] =>
  deviceStorage
    .keys(prefix)
    .map((key) => deviceStorage.getObject<StoredVisit>(key) ?? {})
    .sort((a, b) => (b.seen ?? 0) - (a.seen ?? 0));

function write(id: string, stored: Visit & Partial<StoredVisit>): void {
  const { seen: _seen, until: _until, ...visit } = stored;
  rememberInTab(id, visit);
  if (visit.link === undefined) return;

  const now = Date.now();
  const until =
    (visit.known === undefined ? now : Date.parse(visit.known.room.createdAt)) + maxRoomMs;
  deviceStorage.set(`visit:${id}:${visit.link}`, JSON.stringify({ ...visit, seen: now, until }));
}
