// Tokens: writing one, and reading one that anybody may have sent. Whether its claims allow a deed
// is authorise.ts; whether the room still lives, and whether the token was revoked, is known to the
// caller alone.

import { base64url, compactVerify, CompactSign, errors, importJWK, type CryptoKey } from 'jose';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { MemberId, PublicJwk, RoomId, Ports } from '../ports.ts';
import { asciiJson, readFlatObject, type FlatObject } from './strict-json.ts';

export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
}

export type TokenType = 'room+jwt' | 'session+jwt' | 'admin+jwt';

/** What a verified token says. Times are milliseconds. */
export interface Claims {
  readonly type: TokenType;
  /** Undefined for an admin token, and only there. */
  readonly room: RoomId | undefined;
  readonly scopes: readonly string[];
  readonly tokenId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The token was issued to hold until its room's end, wherever that was then. */
  readonly boundToRoom: boolean;
  /** How many may join by it; absent: any number. */
  readonly uses?: number;
  /** A session token has both, always. */
  readonly member: MemberId | undefined;
  readonly name: string | undefined;
}

export type Verified = { readonly ok: true; readonly claims: Claims } | Refusal;

const mostCharacters = 4_096;
/**
 * How far ahead another machine's clock may be before `iat` counts as the future. Expiry has no
 * such tolerance.
 */
const skewSeconds = 5;
/** Scope words by type of token. Any other word makes the token no token of ours. */
const scopeWords: Readonly<Record<TokenType, readonly string[]>> = {
  'room+jwt': ['send', 'receive', 'moderate'],
  'session+jwt': ['send', 'receive', 'moderate'],
  'admin+jwt': ['filters:read', 'filters:write'],
};
const headerNames: readonly string[] = ['alg', 'typ', 'kid'];

/**
 * Signs a token with the newest key.
 *
 * @example const token = await issueToken({ world, settings, type: 'room+jwt', room: room.id,
 * scopes: ['receive'], expiresAt: room.expiresAt });
 */
export async function issueToken(input: {
  readonly ports: Pick<Ports, 'keys' | 'clock' | 'random'>;
  readonly settings: TokenSettings;
  readonly type: TokenType;
  readonly room?: RoomId;
  readonly scopes: readonly string[];
  /** Milliseconds; floored to a second, so that no token outlives its room. */
  readonly expiresAt: number;
  readonly boundToRoom?: boolean;
  readonly uses?: number;
  readonly member?: MemberId;
  readonly name?: string;
}): Promise<string> {
  const {
    ports,
    settings,
    type,
    room,
    scopes,
    expiresAt,
    boundToRoom = false,
    uses,
    member,
    name,
  } = input;
  const { kid, alg, privateKey } = await ports.keys.signing();
  const payload = asciiJson({
    iss: settings.issuer,
    aud: settings.audience,
    ...(room === undefined ? {} : { room }),
    scope: scopes.join(' '),
    iat: Math.floor(ports.clock.now() / 1_000),
    exp: Math.floor(expiresAt / 1_000),
    jti: ports.random.id(22),
    ...(boundToRoom ? { life: 'room' } : {}),
    ...(uses === undefined ? {} : { uses }),
    ...(member === undefined ? {} : { sub: member }),
    ...(name === undefined ? {} : { name }),
  });
  return new CompactSign(payload).setProtectedHeader({ alg, typ: type, kid }).sign(privateKey);
}

/**
 * Reads a token. `expired` means that it was ours and valid in every other respect; anything else
 * is `unauthorized`, without a word on why, which would help nobody but a forger. Throws only if
 * the keys cannot be had.
 *
 * Beyond what jose refuses: header members other than alg, typ and kid (so `crit`, `b64`, `jwk`,
 * `jku`, `x5u`, `x5c`), an algorithm that is not the key's own, duplicate or nested members,
 * base64url in other than its one canonical form, `aud` arrays, an `exp` that is no safe integer,
 * an `iat` in the future.
 */
export async function verifyToken(input: {
  readonly ports: Pick<Ports, 'keys' | 'clock'>;
  readonly settings: TokenSettings;
  readonly token: string;
  readonly types: readonly TokenType[];
}): Promise<Verified> {
  const { ports, settings, token, types } = input;
  const [header, payload, signature, ...more] =
    token.length > mostCharacters ? [] : token.split('.').map(readBase64url);
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    return refuse('unauthorized');
  }

  const head = readFlatObject(header);
  if (head === undefined || Object.keys(head).some((name) => !headerNames.includes(name))) {
    return refuse('unauthorized');
  }
  const type = types.find((one) => one === head['typ']);
  if (type === undefined) return refuse('unauthorized');

  const { keys } = await ports.keys.published();
  const jwk = keys.find(({ kid }) => kid === head['kid']);
  if (jwk === undefined || jwk.alg !== head['alg'] || !(await isSigned(token, jwk))) {
    return refuse('unauthorized');
  }

  const members = readFlatObject(payload);
  const claims =
    members === undefined
      ? undefined
      : readClaims({ members, settings, type, now: ports.clock.now() });
  if (claims === undefined) return refuse('unauthorized');
  return claims.expiresAt <= ports.clock.now() ? refuse('expired') : { ok: true, claims };
}

/**
 * Whether a token would live on after its room: no such token is ours, whatever its signature says.
 */
export const outlivesRoom = (claims: Pick<Claims, 'expiresAt'>, roomExpiresAt: number): boolean =>
  claims.expiresAt > roomExpiresAt;

// The one encoding of these bytes, or nothing: no padding, no white space, no bits left over (RFC
// 4648 section 3.5).
function readBase64url(part: string): Uint8Array | undefined {
  try {
    const bytes = base64url.decode(part);
    return base64url.encode(bytes) === part ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function isSigned(token: string, jwk: PublicJwk): Promise<boolean> {
  const key = await importedKey(jwk);
  try {
    await compactVerify(token, key, { algorithms: [jwk.alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

// Importing costs about as much as verifying, so keys are kept, by their content, since a kid is
// only a name.
const imported = new Map<string, Promise<CryptoKey>>();
const mostImported = 16;

function importedKey({ kty, crv, x, y, alg }: PublicJwk): Promise<CryptoKey> {
  const content = [alg, crv, x, y].join('.');
  let key = imported.get(content);
  if (key === undefined) {
    if (imported.size >= mostImported) imported.clear();
    key = importKey(y === undefined ? { kty, crv, x } : { kty, crv, x, y }, alg);
    imported.set(content, key);
    key.catch(() => imported.delete(content));
  }
  return key;
}

async function importKey(
  jwk: { kty: string; crv: string; x: string; y?: string },
  alg: string,
): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new Error('A published key is not a public key.');
  return key;
}

function readClaims({
  members,
  settings,
  type,
  now,
}: {
  members: FlatObject;
  settings: TokenSettings;
  type: TokenType;
  now: number;
}): Claims | undefined {
  const { iss, aud, room, scope, iat, exp, jti, sub, name, nbf, life, uses } = members;
  if (iss !== settings.issuer || aud !== settings.audience || nbf !== undefined) return undefined;
  if (!isText(jti) || !isSeconds(iat) || !isSeconds(exp) || iat > now / 1_000 + skewSeconds) {
    return undefined;
  }
  if (
    typeof scope !== 'string' ||
    !isOptionalText(room) ||
    !isOptionalText(sub) ||
    !isOptionalText(name)
  ) {
    return undefined;
  }
  if ((room === undefined) !== (type === 'admin+jwt')) return undefined;
  if (life !== undefined && life !== 'room') return undefined;
  if (uses !== undefined && (!isSeconds(uses) || uses < 1)) return undefined;
  if (type === 'session+jwt' && (sub === undefined || name === undefined)) return undefined;
  const scopes = scope === '' ? [] : scope.split(' ');
  if (
    scopes.some((word, index) => !scopeWords[type].includes(word) || scopes.indexOf(word) !== index)
  ) {
    return undefined;
  }
  return {
    type,
    room: room as RoomId | undefined,
    scopes,
    tokenId: jti,
    issuedAt: iat * 1_000,
    expiresAt: exp * 1_000,
    boundToRoom: life === 'room',
    ...(uses === undefined ? {} : { uses }),
    member: sub as MemberId | undefined,
    name,
  };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 1_024;
const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || isText(value);
/** A whole number of seconds that is still exact in milliseconds. */
const isSeconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number.isSafeInteger(Number(value) * 1_000) && Number(value) >= 0;
