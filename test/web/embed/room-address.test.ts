// Finds the room that an element's attributes point to.

import { describe, expect, it } from 'vitest';
import { parseRoomAddress, type RoomAttributes } from '../../../web/embed/room-address.ts';

const base = 'https://club.example/talk';
const parse = (attributes: Partial<RoomAttributes>) =>
  parseRoomAddress({ room: '', token: null, origin: null, base, ...attributes });

describe('parseRoomAddress', () => {
  it.each([
    [
      'a join link',
      { room: 'https://chat.example/r/abc#t.o.k' },
      { origin: 'https://chat.example', id: 'abc', token: 't.o.k' },
    ],
    [
      "a link within the page's own origin",
      { room: '/r/abc#t' },
      { origin: 'https://club.example', id: 'abc', token: 't' },
    ],
    [
      'a link without a token, with the token attribute',
      { room: 'https://chat.example/r/abc', token: 't' },
      { origin: 'https://chat.example', id: 'abc', token: 't' },
    ],
    [
      'an id with a token and an origin',
      { room: 'abc', token: 't', origin: 'https://chat.example/' },
      { origin: 'https://chat.example', id: 'abc', token: 't' },
    ],
    [
      'an id with a token only',
      { room: 'abc', token: 't' },
      { origin: 'https://club.example', id: 'abc', token: 't' },
    ],
    [
      'a link to another page',
      { room: 'https://chat.example/about#t' },
      { origin: 'https://chat.example', id: '', token: 't' },
    ],
    [
      'an invalid link',
      { room: 'https://#' },
      { origin: 'https://club.example', id: '', token: '' },
    ],
  ])('[P43] reads %s', (_case, attributes, address) => {
    expect(parse(attributes)).toEqual(address);
  });
});
