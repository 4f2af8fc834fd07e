// Authorizes requests in a room. The same function admits readers and posters over HTTP as admits
// joins: `checkAdmission`.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { checkCredential, resolveAccess, type RoomAccess } from '../access/room-access.ts';
import type { Context } from '../context.ts';
import { isTokenInRoom } from '../membership/bots.ts';
import { checkAdmission } from '../membership/join-access.ts';
import type { RoomId, Scope } from '../ports.ts';
import { parseRoomTopic, roomTopic } from '../room-views.ts';
import type { ApiRequest } from './api-request.ts';

/** Returns the path's room if it is live and the bearer's token is for it and has the scope. */
export async function authorizeRequest(
  context: Context,
  { parameters, bearer }: Pick<ApiRequest, 'parameters' | 'bearer'>,
  scope: Scope | undefined,
): Promise<RoomAccess | Refusal> {
  if (bearer === undefined) return refuse('unauthorized');
  const id = (parameters['id'] ?? '') as RoomId;
  // Stores make keys of it.
  if (parseRoomTopic(roomTopic(id)) === undefined) return refuse('not_found', noSuchRoom);

  const access = await resolveAccess(context, await checkCredential(context, bearer), id);
  if (!access.ok) return access;
  const { grant, refusalForNew } = access;
  if (refusalForNew !== undefined) return refusalForNew;
  if (scope !== undefined && !grant.scopes.includes(scope)) return refuse('forbidden');
  if (grant.limitedLink !== undefined) {
    return refuse(
      'forbidden',
      'A link with a limited number of uses is for joining. Ask for one without a limit.',
    );
  }
  return access;
}

const noSuchRoom = 'There is no such room. An id has up to 64 letters, digits, - and _.';

/**
 * Refuses a reader whom the room does not admit, because it is locked. Over HTTP, a token was there
 * before if its bot is there.
 */
export async function checkReader(
  context: Context,
  { room, grant }: Pick<RoomAccess, 'room' | 'grant'>,
): Promise<Refusal | undefined> {
  const isReturning = room.state === 'locked' && (await isTokenInRoom(context, room, grant));
  return checkAdmission(room, { grant, refusalForNew: undefined, member: undefined, isReturning });
}
