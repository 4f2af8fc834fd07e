// A room's tokens and links: the room token, the session token that brings a member back, and the
// links with their codes.

import { isScope } from '../../protocol/link-code.ts';
import type { Context } from '../context.ts';
import type { Hash, LimitedLink, Member, Room, Scope, Subscription } from '../ports.ts';
import { createLinkCode } from './link-codes.ts';
import { issueToken, maxClockSkewSeconds, verifyToken } from './tokens.ts';

interface RoomTokenInput {
  readonly scopes: readonly Scope[];
  /** The limited link in whose place the token is issued. */
  readonly limitedLink?: LimitedLink | undefined;
  /** When the token ends, if before its room. */
  readonly tokenExpiresAt?: number | undefined;
  /** Whether its holder is in the room. */
  readonly hasEntered?: boolean;
}

/** Issues a token that is valid until the room ends, or until an end of its own. */
export const issueRoomToken = (
  context: Context,
  { id: room, epoch, expiresAt, linkGeneration }: Room,
  { scopes, limitedLink, tokenExpiresAt, hasEntered = false }: RoomTokenInput,
): Promise<string> =>
  issueToken({
    ports: context,
    settings: context.settings,
    type: 'room+jwt',
    room,
    scopes,
    expiresAt: tokenExpiresAt ?? expiresAt,
    boundToRoom: tokenExpiresAt === undefined,
    linkGeneration,
    limitedLink,
    ...(hasEntered ? { enteredEpoch: epoch } : {}),
  });

/** Builds a link from a token or a link code. It is in the fragment, which browsers never send. */
export const buildRoomLink = (origin: string, room: Room, credential: string): string =>
  `${origin}/r/${room.id}#${credential}`;

/** A room's links. They last as long as the room, unless the owner replaces them. */
export interface RoomLinks {
  readonly joinUrl: string;
  readonly watchUrl: string;
  readonly ownerUrl: string;
}

export const ownerScopes: readonly Scope[] = ['send', 'receive', 'moderate'];

export function buildRoomLinks(
  context: { readonly hash: Hash },
  room: Room,
  origin: string,
): RoomLinks {
  const linkFor = (...scopes: readonly Scope[]): string =>
    buildRoomLink(origin, room, createLinkCode(context, room, scopes));
  return {
    joinUrl: linkFor('send', 'receive'),
    watchUrl: linkFor('receive'),
    ownerUrl: linkFor(...ownerScopes),
  };
}

interface SessionInput {
  readonly member: Member;
  readonly scopes: readonly Scope[];
}

/** Issues the token that brings a member back under its name, until the room ends. */
export const issueSession = (
  context: Context,
  { id: room, expiresAt }: Room,
  { member, scopes }: SessionInput,
): Promise<string> =>
  issueToken({
    ports: context,
    settings: context.settings,
    type: 'session+jwt',
    room,
    scopes,
    expiresAt,
    member: member.id,
    name: member.name,
  });

export interface RenewalInput {
  /**
   * A token with an end of its own, `tokenExpiresAt`, is not renewed with an extension. The new one
   * ends then, too, and comes without a session and a code.
   */
  readonly holder: Pick<Subscription, 'scopes' | 'limitedLink'> &
    Partial<Pick<Subscription, 'member' | 'tokenExpiresAt'>>;
  /** Issued besides the token. A watcher has no session, and a limited link no code. */
  readonly also?: 'session' | 'code' | 'all' | undefined;
}

export interface RenewedCredentials {
  readonly token?: string;
  readonly session?: string;
  readonly code?: string;
}

/** Issues credentials for the room as it is now, in place of the holder's earlier ones. */
export async function renewCredentials(
  context: Context,
  room: Room,
  { holder: { scopes, limitedLink, member, tokenExpiresAt }, also }: RenewalInput,
): Promise<RenewedCredentials> {
  if (tokenExpiresAt !== undefined && also === 'session') return {};
  const input = { scopes, limitedLink, tokenExpiresAt, hasEntered: true };
  const token = await issueRoomToken(context, room, input);
  if (tokenExpiresAt !== undefined) return { token };
  const needsSession = (also === 'session' || also === 'all') && member !== undefined;
  const needsCode = (also === 'code' || also === 'all') && limitedLink === undefined;
  return {
    token,
    ...(needsSession ? { session: await issueSession(context, room, { member, scopes }) } : {}),
    ...(needsCode ? { code: createLinkCode(context, room, scopes) } : {}),
  };
}

/** The member of a session, and what its link allowed when the session was issued. */
export interface KnownMember extends Member {
  readonly scopes: readonly Scope[];
}

/**
 * Returns the member of a session token. Returns undefined if there is no token or it is invalid:
 * its holder joins as a new member.
 *
 * A session that expired is valid while its room lives: then the room was extended. It allows
 * nothing by itself, and the room checks the token that comes with it.
 */
export async function verifySession(
  context: Context,
  { id: room, createdAt }: Room,
  session: string | undefined,
): Promise<KnownMember | undefined> {
  if (session === undefined) return undefined;
  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token: session,
    types: ['session+jwt'],
  });
  const { claims } = verified;
  // An open room that opens again keeps its id. Its former members are new ones. The clock that
  // issued the session may be behind the one that created the room.
  const since = Math.floor(createdAt / 1_000) - maxClockSkewSeconds;
  const isForThisRoom = claims?.room === room && claims.issuedAt >= since * 1_000;
  if (!isForThisRoom) return undefined;
  const { member: id, name, scopes } = claims;
  if (id === undefined || name === undefined) return undefined;
  return { id, name, scopes: scopes.filter(isScope) };
}
