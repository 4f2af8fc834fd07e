// Tokens: issues them, and verifies tokens from untrusted callers. authorize.ts decides what the
// claims allow. The caller checks whether the room is live and whether its links were replaced.

import { base64url, compactVerify, CompactSign, errors, importJWK, type CryptoKey } from 'jose';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { LimitedLink, MemberId, PublicJwk, RoomId, Ports } from '../ports.ts';
import { encodeAsciiJson, readFlatObject, type FlatObject } from './strict-json.ts';

export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
}

interface VerifySettings extends TokenSettings {
  /** Ids (`jti`) of tokens that are refused before they end. */
  readonly revokedTokens: readonly string[];
}

export type TokenType = 'room+jwt' | 'session+jwt' | 'admin+jwt';

/** The claims of a verified token. Times are in milliseconds. */
export interface Claims {
  readonly type: TokenType;
  /** Undefined in admin tokens only. */
  readonly room: RoomId | undefined;
  readonly scopes: readonly string[];
  readonly tokenId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Whether the token was issued to be valid until its room ends. */
  readonly boundToRoom: boolean;
  /** Present if the number of members who may join with its link is limited. */
  readonly limitedLink?: LimitedLink;
  /** Which of the room's successive links it belongs to. */
  readonly linkGeneration: number;
  /** Its holder was in this incarnation of the room when it was issued. */
  readonly enteredEpoch?: string;
  /** Session tokens always have both. */
  readonly member: MemberId | undefined;
  readonly name: string | undefined;
}

interface VerifiedToken {
  readonly ok: true;
  readonly claims: Claims;
}

/** Ours and valid in every other respect: the caller may accept it for a room that was extended. */
interface ExpiredToken extends Refusal {
  readonly reason: 'expired';
  readonly claims: Claims;
}

type Verified = VerifiedToken | ExpiredToken | (Refusal & { readonly claims?: undefined });

const maxTokenCharacters = 4_096;
/** How far another machine's clock may be ahead of ours in `iat`. Expiry has no tolerance. */
export const maxClockSkewSeconds = 5;
/** The scope words of each token type. Any other word makes a token invalid. */
const scopeWords: Readonly<Record<TokenType, readonly string[]>> = {
  'room+jwt': ['send', 'receive', 'moderate'],
  'session+jwt': ['send', 'receive', 'moderate'],
  'admin+jwt': ['filters:read', 'filters:write'],
};
/** The longest life of an administrator's token. A new one can be made before it ends. */
export const maxAdminTokenSeconds = 30 * 24 * 3_600;
const headerNames: readonly string[] = ['alg', 'typ', 'kid'];

interface IssueTokenInput {
  readonly ports: Pick<Ports, 'keys' | 'clock' | 'random'>;
  readonly settings: TokenSettings;
  readonly type: TokenType;
  readonly room?: RoomId;
  readonly scopes: readonly string[];
  /** Milliseconds, rounded down to a second, so no token outlives its room. */
  readonly expiresAt: number;
  readonly boundToRoom?: boolean;
  /** `id` undefined: the new token is the link. */
  readonly limitedLink?: { readonly id?: string | undefined; readonly uses: number } | undefined;
  readonly linkGeneration?: number;
  readonly enteredEpoch?: string;
  readonly member?: MemberId;
  readonly name?: string;
}

/**
 * Signs a token with the newest key.
 *
 * @example
 * const token = await issueToken({
 *   ports,
 *   settings,
 *   type: 'room+jwt',
 *   room: room.id,
 *   scopes: ['receive'],
 *   expiresAt: room.expiresAt,
 * });
 */
export async function issueToken({
  ports,
  settings,
  type,
  room,
  scopes,
  expiresAt,
  boundToRoom = false,
  limitedLink,
  linkGeneration = 0,
  enteredEpoch,
  member,
  name,
}: IssueTokenInput): Promise<string> {
  const { kid, alg, privateKey } = await ports.keys.signing();
  const payload = encodeAsciiJson({
    iss: settings.issuer,
    aud: settings.audience,
    ...(room === undefined ? {} : { room }),
    scope: scopes.join(' '),
    iat: Math.floor(ports.clock.now() / 1_000),
    exp: Math.floor(expiresAt / 1_000),
    jti: ports.random.id(22),
    ...(boundToRoom ? { life: 'room' } : {}),
    ...(linkGeneration === 0 ? {} : { links: linkGeneration }),
    ...(limitedLink === undefined ? {} : { uses: limitedLink.uses }),
    ...(limitedLink?.id === undefined ? {} : { parent: limitedLink.id }),
    ...(enteredEpoch === undefined ? {} : { entered: enteredEpoch }),
    ...(member === undefined ? {} : { sub: member }),
    ...(name === undefined ? {} : { name }),
  });
  return new CompactSign(payload).setProtectedHeader({ alg, typ: type, kid }).sign(privateKey);
}

interface VerifyTokenInput {
  readonly ports: Pick<Ports, 'keys' | 'clock'>;
  readonly settings: VerifySettings;
  readonly token: string;
  /** The types that the caller accepts. */
  readonly types: readonly TokenType[];
}

/**
 * Verifies a token. Returns `expired` if it was ours and valid in every other respect. Returns
 * `unauthorized` for anything else, without a reason, which would only help a forger.
 *
 * Also refuses what jose does not: header members other than alg, typ and kid (so `crit`, `b64`,
 * `jwk`, `jku`, `x5u`, `x5c`), an algorithm that is not the key's own, duplicate or nested members,
 * non-canonical base64url, `aud` arrays, an `exp` that is not a safe integer, an `iat` in the
 * future, revoked tokens, and tokens of administrators that are valid for more than 30 days.
 *
 * @throws If the keys cannot be read.
 */
export async function verifyToken({
  ports,
  settings,
  token,
  types,
}: VerifyTokenInput): Promise<Verified> {
  const [header, payload, signature, ...more] =
    token.length > maxTokenCharacters ? [] : token.split('.').map(readBase64url);
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
  return claims.expiresAt <= ports.clock.now()
    ? { ...refuse('expired'), reason: 'expired', claims }
    : { ok: true, claims };
}

/** Whether a token ends after its room. We never issue such a token, even if we signed it. */
export const outlivesRoom = (claims: Pick<Claims, 'expiresAt'>, roomExpiresAt: number): boolean =>
  claims.expiresAt > roomExpiresAt;

/**
 * Decodes canonical base64url only: no padding, no white space, no unused bits (RFC 4648 section
 * 3.5).
 */
function readBase64url(part: string): Uint8Array | undefined {
  try {
    const bytes = base64url.decode(part);
    return base64url.encode(bytes) === part ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function isSigned(token: string, jwk: PublicJwk): Promise<boolean> {
  const key = await getKey(jwk);
  try {
    await compactVerify(token, key, { algorithms: [jwk.alg] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

// Importing a key costs about as much as verifying. Cached by content, because a kid is only a
// name.
const importedKeys = new Map<string, Promise<CryptoKey>>();
const maxImportedKeys = 16;

function getKey({ kty, crv, x, y, alg }: PublicJwk): Promise<CryptoKey> {
  const content = [alg, crv, x, y].join('.');
  let key = importedKeys.get(content);
  if (key === undefined) {
    if (importedKeys.size >= maxImportedKeys) importedKeys.clear();
    key = importKey(y === undefined ? { kty, crv, x } : { kty, crv, x, y }, alg);
    importedKeys.set(content, key);
    key.catch(() => importedKeys.delete(content));
  }
  return key;
}

async function importKey(
  jwk: Pick<PublicJwk, 'kty' | 'crv' | 'x' | 'y'>,
  alg: string,
): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new Error('A published key is not a public key.');
  return key;
}

interface TokenPayload {
  readonly members: FlatObject;
  readonly settings: VerifySettings;
  readonly type: TokenType;
  readonly now: number;
}

function readClaims({ members, settings, type, now }: TokenPayload): Claims | undefined {
  const { iss, aud, room, scope, iat, exp, jti, sub, name, nbf, life } = members;
  const { uses, parent, links = 0, entered } = members;
  if (iss !== settings.issuer || aud !== settings.audience || nbf !== undefined) return undefined;
  if (
    !isText(jti) ||
    !isSeconds(iat) ||
    !isSeconds(exp) ||
    iat > now / 1_000 + maxClockSkewSeconds
  ) {
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
  if (settings.revokedTokens.includes(jti)) return undefined;
  if ((room === undefined) !== (type === 'admin+jwt')) return undefined;
  if (type === 'admin+jwt' && exp - iat > maxAdminTokenSeconds) return undefined;
  if (life !== undefined && life !== 'room') return undefined;
  if (uses !== undefined && (!isSeconds(uses) || uses < 1)) return undefined;
  if (!isOptionalText(parent) || !isOptionalText(entered) || !isSeconds(links)) return undefined;
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
    ...(uses === undefined ? {} : { limitedLink: { id: parent ?? jti, uses } }),
    linkGeneration: links,
    ...(entered === undefined ? {} : { enteredEpoch: entered }),
    member: sub as MemberId | undefined,
    name,
  };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 1_024;
const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || isText(value);
/** Whether a value is a whole number of seconds that is exact in milliseconds too. */
const isSeconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number.isSafeInteger(Number(value) * 1_000) && Number(value) >= 0;
