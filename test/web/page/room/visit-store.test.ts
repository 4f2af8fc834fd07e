// The visits on a device: while the room changes, after leaving, and until the end.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deviceStorage } from '../../../../web/page/storage.ts';
import {
  forgetVisit,
  listOpenRooms,
  mergeVisit,
  pageVisitStore,
  pruneEndedVisits,
} from '../../../../web/page/room/visit-store.ts';

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

describe('the way back to a room', () => {
  const visitRoom = (id: string, leftMs: number): void => {
    const at = Date.now();
    const room = {
      id,
      title: `Room ${id}`,
      state: 'open' as const,
      createdAt: new Date(at).toISOString(),
      expiresAt: new Date(at + leftMs).toISOString(),
      serverTime: new Date(at).toISOString(),
      capacity: 200,
      slow: 0,
      members: 1,
      watchers: 0,
    };
    pageVisitStore.update(id, {
      token: `${id} ${'t'.repeat(22)}`,
      name: 'Ann',
      session: 's',
      known: { room, clockOffsetMs: 0 },
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
