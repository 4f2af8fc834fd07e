// Admitting a message: the one conditional write that gives it its place in the room's order. What happens to it then is in baton.ts.

import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { Admitted, RoomStore } from '../../core/ports.ts';
import type { Held } from './baton.ts';
import { N, number, S, updateIf, type Item, type Table, type Written } from './items.ts';
import {
  batonAttribute, bytesOf, cidKey, closed, contentDigest, isOver, packMessage, packRemembered, rememberedIn, roomKey, roomOf, waitingBytesMost, waitingIn,
} from './room-item.ts';

type Input = Parameters<RoomStore['admit']>[0];

export async function admit(at: Table, held: Held, input: Input): Promise<Admitted> {
  const written = await write(at, input);
  if (written === 'too large') return { ok: false, reason: 'unavailable' };
  if (!written.ok) return whyNot(written.stands, input);
  held.note(input.baton.id, written.item);
  return { ok: true, seq: number(written.item, 'n'), at: input.message.at, repeated: false, room: roomOf(written.item) };
}

async function write(at: Table, { room, message, remember, baton, pendingMost, now }: Input): Promise<Written | 'too large'> {
  const packed = packMessage(message);
  try {
    return await updateIf(at, roomKey(room), {
      UpdateExpression: `SET n = n + :one, p = list_append(p, :messages), w = w + :bytes, b = if_not_exists(b, :baton)${
        remember === undefined ? '' : ', q.#cid = n + :remembered'}`,
      // Every condition names the clock: an update would bring an expired item back. A cid that the server made comes again only where
      // the SDK repeats a write whose answer was lost, moments later: then the message itself still waits.
      ConditionExpression: `attribute_exists(#room) AND s <> :closed AND x > :now AND size(p) < :most AND w < :bytesMost AND ${
        remember === undefined ? 'NOT contains(p, :message)' : 'attribute_not_exists(q.#cid)'}`,
      ExpressionAttributeNames: { '#room': 'room', ...(remember === undefined ? {} : { '#cid': cidKey(remember.key) }) },
      ExpressionAttributeValues: {
        ':one': N(1),
        ':messages': { L: [S(packed)] },
        ':bytes': N(bytesOf([packed])),
        ':baton': batonAttribute(baton),
        ':closed': closed,
        ':now': N(now),
        ':most': N(pendingMost),
        ':bytesMost': N(waitingBytesMost),
        ...(remember === undefined ? { ':message': S(packed) } : { ':remembered': { N: packRemembered(remember.content, message.at) } }),
      },
    });
  } catch (error) {
    if (error instanceof DynamoDBServiceException && error.name === 'ValidationException' && /item size/i.test(error.message)) return 'too large';
    throw error;
  }
}

function whyNot(stands: Item | undefined, { message, remember, now }: Input): Admitted {
  if (stands === undefined || isOver(stands, now)) return { ok: false, reason: 'expired' };
  if (remember === undefined) {
    const index = waitingIn(stands).indexOf(packMessage(message));
    if (index < 0) return { ok: false, reason: 'unavailable' };
    return { ok: true, seq: number(stands, 'd') + index + 1, at: message.at, repeated: true, room: roomOf(stands) };
  }
  const first = rememberedIn(stands, cidKey(remember.key));
  if (first === undefined) return { ok: false, reason: 'unavailable' };
  if (first.content !== contentDigest(remember.content)) return { ok: false, reason: 'conflict' };
  return { ok: true, seq: first.seq, at: first.at, repeated: true, room: roomOf(stands) };
}
