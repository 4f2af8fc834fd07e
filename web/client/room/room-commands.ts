// The requests of members and owners that answer with a result.

import type { MemberView, RoomView } from '../../../functions/protocol/events.ts';
import { answerTimeoutMs } from '../connection/shared-connection.ts';
import type { RoomChannel } from '../connection/room-channel.ts';
import { networkError, type Result } from '../rooms-api.ts';

interface Renamed {
  readonly member: MemberView;
  readonly session?: string;
}

export interface RoomCommands {
  readonly rename: (username: string) => Promise<Result<Renamed>>;
  /** Sends a moderator's event, and returns the room after it. */
  readonly moderate: (event: string, payload: object) => Promise<Result<RoomView>>;
}

const timeoutMs = 2 * answerTimeoutMs;

export function createRoomCommands(request: RoomChannel['request']): RoomCommands {
  async function send<Value>(event: string, payload: object): Promise<Result<Value>> {
    const reply = await request(event, payload, timeoutMs);
    if (reply.kind === 'ok') return { ok: true, value: reply.response as Value };
    return reply.kind === 'refused' ? reply.problem : networkError;
  }

  return {
    rename: (username) => send<Renamed>('rename', { username }),
    moderate: async (event, payload) => {
      const result = await send<{ room: RoomView }>(event, payload);
      return result.ok ? { ok: true, value: result.value.room } : result;
    },
  };
}
