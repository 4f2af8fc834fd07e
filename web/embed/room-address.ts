// Which room the attributes name.

export interface Named {
  /** A join link, whole or from the same origin, or a room's id. */
  readonly room: string;
  readonly token: string | null;
  readonly origin: string | null;
  /** What relative links are relative to. */
  readonly base: string;
}

export interface Address {
  readonly origin: string;
  /** Empty where the link is none. */
  readonly id: string;
  readonly token: string;
}

export function addressOf({ room, token, origin, base }: Named): Address {
  const at = URL.canParse(origin ?? '', base)
    ? new URL(origin ?? '', base).origin
    : new URL(base).origin;
  if (!/[/#:]/.test(room)) return { origin: at, id: room.trim(), token: token ?? '' };
  if (!URL.canParse(room, base)) return { origin: at, id: '', token: '' };
  const link = new URL(room, base);
  const [, id = ''] = /^\/r\/([^/]+)\/?$/.exec(link.pathname) ?? [];
  return { origin: link.origin, id, token: link.hash === '' ? (token ?? '') : link.hash.slice(1) };
}
