// The WebSocket handshake: protocol version, origin, and the connection's own token. Later frames
// carry neither headers nor query, so what they need is stored here.

import { base64url } from 'jose';
import { parseVersion } from '../../protocol/frames.ts';
import type { Context } from '../context.ts';
import type { ConnectionId } from '../ports.ts';
import { timing } from '../settings.ts';
import { checkCredential } from './room-access.ts';

export interface Handshake {
  readonly id: ConnectionId;
  readonly vsn: string | undefined;
  readonly token: string | undefined;
  /** The `Sec-WebSocket-Protocol` header as received. */
  readonly protocols: string | undefined;
  /** Undefined: the client is not a browser. */
  readonly origin: string | undefined;
  readonly host: string | undefined;
  readonly addressKey: string | undefined;
}

interface HandshakeAccepted {
  readonly ok: true;
  /** The subprotocol to answer with, if the client offered it. */
  readonly protocol: 'phoenix' | undefined;
}

interface HandshakeRejected {
  readonly ok: false;
  readonly status: 403;
}

/**
 * Accepts a connection, or rejects an unknown version or a foreign origin with 403.
 *
 * Accepts a connection with an invalid token: a browser cannot see why an upgrade failed, but it
 * can read the reply to its join.
 */
export async function connect(
  context: Context,
  { id, vsn, token, protocols, origin, host, addressKey }: Handshake,
): Promise<HandshakeAccepted | HandshakeRejected> {
  const version = parseVersion(vsn);
  if (version === undefined || !allowsOrigin(context, { origin, host })) {
    return { ok: false, status: 403 };
  }

  const offered = protocols?.split(',').map((protocol) => protocol.trim()) ?? [];
  const credential = token ?? readBearerProtocol(offered);
  const grant = credential === undefined ? undefined : await checkCredential(context, credential);
  await context.connections.open({
    connection: { id, version, addressKey, rooms: [], earlyLeaves: [], grant },
    expiresAt: context.clock.now() + timing.connectionRecordMilliseconds,
  });
  return { ok: true, protocol: offered.includes('phoenix') ? 'phoenix' : undefined };
}

function allowsOrigin(
  { settings }: Context,
  { origin, host }: Pick<Handshake, 'origin' | 'host'>,
): boolean {
  if (origin === undefined || origin === settings.publicOrigin) return true;
  if (host !== undefined && (origin === `https://${host}` || origin === `http://${host}`)) {
    return true;
  }
  return settings.allowedOrigins.includes(origin) || settings.allowedOrigins.includes('*');
}

const bearerPrefix = 'base64url.bearer.phx.';

/**
 * Returns the token of phoenix 1.8's `authToken`: a subprotocol of this prefix and the token in
 * base64url without padding.
 */
function readBearerProtocol(offered: readonly string[]): string | undefined {
  const encoded = offered
    .find((protocol) => protocol.startsWith(bearerPrefix))
    ?.slice(bearerPrefix.length);
  if (encoded === undefined) return undefined;
  try {
    return String.fromCharCode(...base64url.decode(encoded));
  } catch {
    // An empty token is refused as an invalid one is.
    return '';
  }
}
