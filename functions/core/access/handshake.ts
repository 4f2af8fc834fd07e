// The handshake: protocol version, origin, and the connection's own token. What a later frame
// cannot tell is kept here.

import { base64url } from 'jose';
import { versionOf } from '../../protocol/frames.ts';
import { grantOf } from './authorize.ts';
import type { Context } from '../context.ts';
import type { Connection, ConnectionId } from '../ports.ts';
import { timing } from '../settings.ts';

export interface Handshake {
  readonly id: ConnectionId;
  readonly vsn: string | undefined;
  readonly token: string | undefined;
  /** The `Sec-WebSocket-Protocol` header as it came. */
  readonly protocols: string | undefined;
  /** Absent: not a browser. */
  readonly origin: string | undefined;
  readonly host: string | undefined;
  readonly addressKey: string | undefined;
}

/** `protocol`: the subprotocol to answer with, where the client offered it. */
export type Greeting =
  | { readonly ok: true; readonly protocol: 'phoenix' | undefined }
  | { readonly ok: false; readonly status: 403 };

/**
 * Lets a connection in, or refuses the upgrade with 403 (a version or an origin that is not ours).
 * A token that is no good does not refuse it: a browser cannot see why an upgrade failed, but it
 * can read the answer to its join.
 */
export async function connect(
  context: Context,
  { id, vsn, token, protocols, origin, host, addressKey }: Handshake,
): Promise<Greeting> {
  const version = versionOf(vsn);
  if (version === undefined || !allowsOrigin(context, { origin, host })) {
    return { ok: false, status: 403 };
  }
  const offered = protocols?.split(',').map((protocol) => protocol.trim()) ?? [];
  const presented = token ?? bearerIn(offered);
  const granted = presented === undefined ? undefined : await grantOf(context, presented);
  const connection: Connection = {
    id,
    version,
    addressKey,
    rooms: [],
    grant:
      granted === undefined
        ? undefined
        : granted.ok
          ? granted.grant
          : { refused: granted.reason === 'expired' ? 'expired' : 'unauthorized' },
  };
  await context.connections.open({
    connection,
    expiresAt: context.clock.now() + timing.connectionMilliseconds,
  });
  return { ok: true, protocol: offered.includes('phoenix') ? 'phoenix' : undefined };
}

function allowsOrigin(
  { settings }: Context,
  { origin, host }: { readonly origin: string | undefined; readonly host: string | undefined },
): boolean {
  if (origin === undefined || origin === settings.publicOrigin) return true;
  if (host !== undefined && (origin === `https://${host}` || origin === `http://${host}`)) {
    return true;
  }
  return settings.allowedOrigins.includes(origin) || settings.allowedOrigins.includes('*');
}

const bearer = 'base64url.bearer.phx.';

/**
 * phoenix 1.8's `authToken`: a subprotocol of this prefix and the token in base64 without padding.
 */
function bearerIn(offered: readonly string[]): string | undefined {
  const encoded = offered.find((protocol) => protocol.startsWith(bearer))?.slice(bearer.length);
  if (encoded === undefined) return undefined;
  try {
    return String.fromCharCode(...base64url.decode(encoded));
  } catch {
    return '';
  }
}
