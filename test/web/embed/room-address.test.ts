// Which room an element's attributes name.

import { describe, expect, it } from 'vitest';
import { addressOf, type Named } from '../../../web/embed/room-address.ts';

const named = (given: Partial<Named>) =>
  addressOf({ room: '', token: null, origin: null, base: 'https://club.example/talk', ...given });

describe('the element’s address', () => {
  it.each([
    [
      'a join link',
      { room: 'https://chat.example/r/abc#t.o.k' },
      { origin: 'https://chat.example', id: 'abc', token: 't.o.k' },
    ],
    [
      'a link of the page’s own origin',
      { room: '/r/abc#t' },
      { origin: 'https://club.example', id: 'abc', token: 't' },
    ],
    [
      'a link without a token, and a token beside it',
      { room: 'https://chat.example/r/abc', token: 't' },
      { origin: 'https://chat.example', id: 'abc', token: 't' },
    ],
    [
      'an id with what belongs to it',
      { room: 'abc', token: 't', origin: 'https://chat.example/' },
      { origin: 'https://chat.example', id: 'abc', token: 't' },
    ],
    [
      'an id alone',
      { room: 'abc', token: 't' },
      { origin: 'https://club.example', id: 'abc', token: 't' },
    ],
    [
      'a link to something else',
      { room: 'https://chat.example/about#t' },
      { origin: 'https://chat.example', id: '', token: 't' },
    ],
    [
      'no link at all',
      { room: 'https://#' },
      { origin: 'https://club.example', id: '', token: '' },
    ],
  ])('[P43] %s', (_what, given, address) => {
    expect(named(given)).toEqual(address);
  });
});
