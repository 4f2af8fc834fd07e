// A room's tokens: the room token in its links, and the session token that brings a member back.

import { verifyToken, issueToken } from './tokens.ts';
import type { Context } from '../context.ts';
import type { Room, RoomId, Scope, Subscription } from '../ports.ts';

type Member = NonNullable<Subscription['member']>;

/** Issues a token that is valid until the room ends. */
export const issueRoomToken = (
  context: Context,
  { id: room, expiresAt }: Room,
  scopes: readonly Scope[],
): Promise<string> =>
  issueToken({
    ports: context,
    settings: context.settings,
    type: 'room+jwt',
    room,
    scopes,
    expiresAt,
    boundToRoom: true,
  });

/** Builds a room's link. The token is in the fragment, which browsers never send. */
export const buildRoomLink = (origin: string, room: RoomId, token: string): string =>
  `${origin}/r/${room}#${token}`;

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

/**
 * Returns the member of a session token. Returns undefined if there is no token or it is invalid:
 * its holder joins as a new member.
 */
export async function verifySession(
  context: Context,
  room: RoomId,
  session: string | undefined,
): Promise<Member | undefined> {
  if (session === undefined) return undefined;
  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token: session,
    types: ['session+jwt'],
  });
  if (!verified.ok || verified.claims.room !== room) return undefined;
  const { member: id, name } = verified.claims;
  return id === undefined || name === undefined ? undefined : { id, name };
}
