// What a visit keeps when the room changes.

import { expect, it } from 'vitest';
import { mergeVisit } from '../../../../web/page/room/visit-store.ts';

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
