// The page's storage where the browser has none, forbids it, ignores writes, or is full.

import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The page's storage as after a reload: other tests in this process may have used it. */
async function openStorage() {
  vi.resetModules();
  return import('../../../web/page/storage.ts');
}

function createStorage(setItem: (values: Map<string, string>, key: string, value: string) => void) {
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => setItem(values, key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  return { values, window: { sessionStorage: storage, localStorage: storage } };
}

const refuse = (): never => {
  throw new DOMException('No.', 'SecurityError');
};
const broken: readonly (readonly [string, object])[] = [
  ['missing', {}],
  ['null', { sessionStorage: null }],
  [
    'forbidden',
    {
      get sessionStorage() {
        return refuse();
      },
    },
  ],
  ['deaf', createStorage(() => undefined).window],
  ['full', createStorage(refuse).window],
];

it.for(broken)('[P47] keeps values until a reload with storage that is %s', async ([, window]) => {
  const { tabStorage } = await openStorage();
  vi.stubGlobal('window', window);
  expect(tabStorage.isKept()).toBe(true);
  tabStorage.set('a', '1');
  tabStorage.set('a', '2');
  expect([tabStorage.get('a'), tabStorage.keys('a'), tabStorage.isKept()]).toEqual([
    '2',
    ['a'],
    false,
  ]);
  tabStorage.remove('a');
  expect([tabStorage.get('a'), tabStorage.isKept()]).toEqual([null, true]);
});

it('[P47] does not return to an older value when storage is full', async () => {
  const { deviceStorage } = await openStorage();
  const { values, window } = createStorage((all, key, value) => {
    if (value.length > 3) refuse();
    all.set(key, value);
  });
  vi.stubGlobal('window', window);
  deviceStorage.set('a', 'old');
  deviceStorage.set('a', 'newer');
  expect([deviceStorage.get('a'), values.has('a')]).toEqual(['newer', false]);
  deviceStorage.set('a', 'new');
  expect([deviceStorage.get('a'), values.get('a'), deviceStorage.isKept()]).toEqual([
    'new',
    'new',
    true,
  ]);
});
