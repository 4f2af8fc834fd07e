// Finds the room that an element's attributes point to.

export interface RoomAttributes {
  /** A whole join link, a link within the same origin, or a room's id. */
  readonly room: string;
  readonly token: string | null;
  readonly origin: string | null;
  /** The base for relative links. */
  readonly base: string;
}

export interface RoomAddress {
  readonly origin: string;
  /** Empty if the attributes hold no valid link. */
  readonly id: string;
  readonly token: string;
}

export function parseRoomAddress({ room, token, origin, base }: RoomAttributes): RoomAddress {
  const serverOrigin = URL.canParse(origin ?? '', base)
    ? new URL(origin ?? '', base).origin
    : new URL(base).origin;
  const isId = !/[/#:]/.test(room);
  if (isId) return { origin: serverOrigin, id: room.trim(), token: token ?? '' };
  if (!URL.canParse(room, base)) return { origin: serverOrigin, id: '', token: '' };

  const link = new URL(room, base);
  const [, id = ''] = /^\/r\/([^/]+)\/?$/.exec(link.pathname) ?? [];
  return { origin: link.origin, id, token: link.hash === '' ? (token ?? '') : link.hash.slice(1) };
}
