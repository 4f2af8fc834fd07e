// The visits on a device: while the room changes, after leaving, and until the end.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomView } from '../../../../functions/protocol/events.ts';
import type { RoomPreview } from '../../../../web/client/index.ts';
import {
  forgetVisit,
  listOpenRooms,
  mergeVisit,
  pageVisitStore,
  pruneEndedVisits,
  takeTokenFromAddress,
} from '../../../../web/page/room/visit-store.ts';
import { deviceStorage } from '../../../../web/page/storage.ts';

beforeEach(() => vi.stubGlobal('location', { pathname: '/', hash: '' }));
afterEach(() => vi.unstubAllGlobals());

const visit = { token: 'one', joinUrl: 'https://a.example/r/1#one', watchUrl: 'w', name: 'Ann' };

it('[P36] forgets the links that the owner replaced', () => {
  expect(mergeVisit(visit, { token: 'two', session: 's' })).toEqual({
    token: 'two',
    name: 'Ann',
    session: 's',
  });
  expect(mergeVisit(visit, { token: 'one', name: 'Bo' })).toEqual({ ...visit, name: 'Bo' });
  expect(mergeVisit({}, visit)).toEqual(visit);
});

function buildRoom(id: string, leftMs: number): RoomView {
  const at = Date.now();
  return {
    id,
    title: `Room ${id}`,
    state: 'open',
    createdAt: new Date(at).toISOString(),
    expiresAt: new Date(at + leftMs).toISOString(),
    serverTime: new Date(at).toISOString(),
    capacity: 200,
    slow: 0,
    members: 1,
    watchers: 0,
  };
}

/** The browser's storage, which outlasts the page. */
function stubStorage(): void {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
  };
  const [localStorage, sessionStorage] = [1, 2].map(() => Object.create(methods) as object);
  vi.stubGlobal('window', { localStorage, sessionStorage });
}

describe('the server’s time in a visit', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  // The page's own time keeps its pace if the device's clock is set. A reload begins with that
  // clock.
  it.each([
    ['is set back', -300_000],
    ['stays', 0],
  ])('[P1] [P17] is right before and after a reload if the clock %s', async (_, setByMs) => {
    stubStorage();
    vi.resetModules();
    const page = await import('../../../../web/page/room/visit-store.ts');
    const { systemClock } = await import('../../../../web/client/index.ts');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + setByMs });
    const [token, known] = [
      't'.repeat(22),
      { room: buildRoom('r1', 60_000), clockOffsetMs: 7_000 },
    ];
    const serverMs = systemClock.now() + known.clockOffsetMs;
    page.pageVisitStore.update('r1', { token, known });
    // The visit is written again, for example when the session is renewed.
    page.pageVisitStore.update('r1', { session: 's' });
    const readServerMs = (visit: { readonly known?: RoomPreview }, now: number): number =>
      now + (visit.known?.clockOffsetMs ?? NaN);
    /** Within five seconds: a busy machine is slow. */
    const isNow = (ms: number): boolean => Math.abs(ms - serverMs) < 5_000;
    const before = readServerMs(page.pageVisitStore.load('r1'), systemClock.now());
    expect(isNow(before)).toBe(true);

    vi.resetModules();
    const reloaded = await import('../../../../web/page/room/visit-store.ts');
    const client = await import('../../../../web/client/index.ts');
    const after = readServerMs(reloaded.pageVisitStore.load('r1'), client.systemClock.now());
    expect(isNow(after)).toBe(true);
  });
});

describe('the way back to a room', () => {
  const visitRoom = (id: string, leftMs: number): void => {
    pageVisitStore.update(id, {
      token: `${id} ${'t'.repeat(22)}`,
      name: 'Ann',
      session: 's',
      known: { room: buildRoom(id, leftMs), clockOffsetMs: 0 },
    });
  };
  const listIds = (): readonly string[] => listOpenRooms().map(({ id }) => id);

  it('[P22] lasts until the room ends, and leaves out links that were not used', () => {
    visitRoom('one', 60_000);
    visitRoom('over', -1);
    pageVisitStore.update('opened', { token: 'o'.repeat(22) });
    expect(listOpenRooms()).toEqual([{ id: 'one', title: 'Room one' }]);
  });

  it('[P22] ends when the member leaves, unless it is an owner', () => {
    visitRoom('one', 60_000);
    visitRoom('mine', 60_000);
    forgetVisit('one', { keepsLink: false });
    forgetVisit('mine', { keepsLink: true });
    expect(listIds()).toEqual(['mine']);
    expect(pageVisitStore.load('one')).toEqual({});
    const { name, session, token } = pageVisitStore.load('mine');
    expect([name, session, token?.startsWith('mine')]).toEqual([undefined, undefined, true]);
  });

  it.each([
    ['kicked', () => pageVisitStore.markKicked('two'), false],
    ['gone', () => forgetVisit('two', { keepsLink: false }), true],
  ] as const)(
    '[P34] [P22] is lost for a member who is %s, but not for another on the device',
    (_, leave, isListed) => {
      const [owner, guest] = ['o'.repeat(22), 'g'.repeat(22)];
      const known = { room: buildRoom('two', 60_000), clockOffsetMs: 0 };
      const enter = (token: string, name: string): void => {
        vi.stubGlobal('location', { pathname: '/r/two', hash: `#${token}` });
        takeTokenFromAddress();
        pageVisitStore.update('two', { name, session: 's', known });
      };
      vi.stubGlobal('history', { replaceState: () => undefined });
      enter(owner, 'Olga');
      enter(guest, 'Ann');
      leave();
      const keys = deviceStorage.keys('visit:two:');
      expect(keys).toEqual([`visit:two:${owner}`]);
      expect(listIds().includes('two')).toBe(isListed);
      deviceStorage.remove(`visit:two:${owner}`);
    },
  );

  it('[P37] is kept if the device’s clock is a day ahead, and removed later', () => {
    visitRoom('alive', 60_000);
    const start = Date.now();
    vi.useFakeTimers({ now: start + 86_400_000 });
    pruneEndedVisits();
    const { name } = pageVisitStore.load('alive');
    vi.setSystemTime(start + 3 * 86_400_000);
    expect(deviceStorage.keys('visit:alive')).toHaveLength(1);
    pruneEndedVisits();
    vi.useRealTimers();
    expect([name, deviceStorage.keys('visit:alive')]).toEqual(['Ann', []]);
  });
});
