// Finds out what a token or a link code allows in a room, for sockets and HTTP alike.

import { isLinkCode, isScope } from '../../protocol/link-code.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { isTokenOfKickedBot } from './bot-ids.ts';
import type { Connection, Grant, Room, RoomId } from '../ports.ts';
import { isLive } from '../room-views.ts';
import { verifyLinkCode } from './link-codes.ts';
import { outlivesRoom, verifyToken } from './tokens.ts';

/** The token had an end of its own, before its room's. */
export const tokenEnded = 'Your link has expired. Ask for a new one.';

/** A credential before its room is read: a verified token, its refusal, or a link code. */
export type CheckedCredential = NonNullable<Connection['grant']>;

/** Verifies a token as far as possible without its room. */
export async function checkCredential(
  context: Context,
  credential: string,
): Promise<CheckedCredential> {
  if (isLinkCode(credential)) return { code: credential };

  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token: credential,
    types: ['room+jwt'],
  });
  const { claims } = verified;
  if (claims?.room === undefined) return { refused: 'unauthorized' };
  // The room may have been extended since the token was issued: `resolveAccess` finds out.
  if (!verified.ok && !claims.boundToRoom) return { refused: 'expired' };
  const { room, scopes, tokenId, expiresAt, boundToRoom, linkGeneration } = claims;
  const { limitedLink, enteredEpoch } = claims;
  return {
    room,
    scopes: scopes.filter(isScope),
    tokenId,
    expiresAt,
    boundToRoom,
    isCode: false,
    linkGeneration,
    ...(enteredEpoch === undefined ? {} : { enteredEpoch }),
    ...(limitedLink === undefined ? {} : { limitedLink }),
  };
}

/** A live room, and what a credential allows in it. */
export interface RoomAccess {
  readonly ok: true;
  readonly room: Room;
  readonly grant: Grant;
  /**
   * Present if the credential no longer admits anyone new: its link was replaced, or it expired
   * before the room was extended. Members who were in the room may still return with it. Watchers
   * may if it only expired.
   */
  readonly refusalForNew?: Refusal;
}

/** Returns the live room and what the credential allows in it. */
export async function resolveAccess(
  context: Context,
  credential: CheckedCredential,
  id: RoomId,
): Promise<RoomAccess | Refusal> {
  const { clock, rooms } = context;
  if ('refused' in credential) {
    return credential.refused === 'expired'
      ? refuse('expired', tokenEnded)
      : refuse('unauthorized');
  }
  if (!('code' in credential)) {
    if (credential.room !== id) {
      return refuse('forbidden', "This token is for another room. Use this room's own link.");
    }
    if (credential.expiresAt <= clock.now() && !credential.boundToRoom) {
      return refuse('expired', tokenEnded);
    }
  }

  const room = await rooms.get(id);
  if (room === undefined || !isLive(room, clock.now())) return refuse('expired');
  const grant = 'code' in credential ? grantForCode(context, room, credential.code) : credential;
  if (grant === undefined || outlivesRoom(grant, room.expiresAt)) return refuse('unauthorized');
  if (isTokenOfKickedBot(context, room, grant)) return refuse('kicked');

  if (grant.linkGeneration !== room.linkGeneration) {
    return { ok: true, room, grant, refusalForNew: replaced };
  }
  if (grant.expiresAt <= clock.now()) {
    return { ok: true, room, grant, refusalForNew: refuse('expired') };
  }
  return { ok: true, room, grant };
}

const replaced = refuse('unauthorized', 'This link was replaced. Ask for the new one.');

function grantForCode(context: Context, room: Room, code: string): Grant | undefined {
  const verified = verifyLinkCode(context, room, code);
  return (
    verified && {
      room: room.id,
      scopes: verified.scopes,
      tokenId: context.hash.sha256(code),
      expiresAt: room.expiresAt,
      boundToRoom: true,
      isCode: true,
      linkGeneration: verified.generation,
    }
  );
}
