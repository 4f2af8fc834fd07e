// A client without a socket: posts and reads over the HTTP API, and resends with the same cid until
// it gets a reply.

import { handleRequest } from '../../functions/core/http/handle-request.ts';
import type { ApiResponse } from '../../functions/core/http/api-request.ts';
import type { Pool } from './functions.ts';
import type { Answer, Call, SeenMessage } from './history.ts';
import type { RoomHandle, Surroundings } from './visiting.ts';

export interface Bot {
  post(room: RoomHandle, message: { readonly cid: string; readonly body: string }): void;
  /** Waits for new messages if there are none. */
  poll(room: RoomHandle): void;
  read(room: RoomHandle): void;
}

export function createBot({
  name,
  pool,
  surroundings,
}: {
  readonly name: string;
  readonly pool: Pool;
  readonly surroundings: Surroundings;
}): Bot {
  const { scheduler, events, nextOperation } = surroundings;
  const seen = new Map<string, number>();
  const now = (): number => Math.floor(scheduler.now());

  const ask = async (
    room: RoomHandle,
    {
      call,
      route,
      body = '',
      query = {},
    }: {
      readonly call: Call;
      readonly route: string;
      readonly body?: string;
      readonly query?: Readonly<Record<string, string>>;
    },
  ): Promise<'again' | 'done'> => {
    const op = nextOperation();
    events.push({ type: 'invoke', at: now(), op, client: name, room: room.id, call });
    const request = {
      route,
      parameters: { id: room.id },
      query,
      body,
      bearer: room.first.token,
      addressKey: undefined,
      origin: 'https://chat.example',
    };
    const response = await pool.run((context) => handleRequest(context, request), {
      calm: room.calm,
    });
    const at = now();
    const reason = response === 'lost' ? 'unavailable' : reasonIn(response);
    if (response === 'lost' || reason === 'unavailable') events.push({ type: 'unknown', at, op });
    else if (reason !== undefined) events.push({ type: 'fail', at, op, reason });
    else {
      const body = response.body as Body;
      if (call.kind === 'read') {
        seen.set(room.id, Math.max(seen.get(room.id) ?? 0, ...body.messages.map(({ seq }) => seq)));
      }
      events.push({ type: 'ok', at, op, answer: readAnswer(call, body) });
    }
    return reason === 'unavailable' ? 'again' : 'done';
  };

  return {
    post: (room, { cid, body }) => {
      const tryOnce = (attempt: number): void => {
        void ask(room, {
          call: { kind: 'send', cid, body },
          route: 'POST /api/rooms/{id}/messages',
          body: JSON.stringify({ cid, body, name }),
        }).then((outcome) => {
          if (outcome === 'again' && attempt < 8) {
            scheduler.after(300 * attempt, () => {
              tryOnce(attempt + 1);
            });
          }
        });
      };
      tryOnce(1);
    },
    poll: (room) => {
      const after = seen.get(room.id) ?? 0;
      void ask(room, {
        call: { kind: 'read', after },
        route: 'GET /api/rooms/{id}/messages',
        query: { after: String(after), limit: '20', wait: '8' },
      });
    },
    read: (room) =>
      void ask(room, {
        call: { kind: 'read' },
        route: 'GET /api/rooms/{id}/messages',
        query: { limit: '50' },
      }),
  };
}

interface Body {
  readonly seq: number;
  readonly epoch: string;
  readonly head: number;
  readonly messages: readonly SeenMessage[];
  readonly hidden?: readonly number[];
}

const reasonIn = ({ status, body }: ApiResponse): string | undefined =>
  status < 300 ? undefined : String((body as { readonly reason: unknown }).reason);

const readAnswer = (call: Call, { seq, epoch, head, messages, hidden = [] }: Body): Answer =>
  call.kind === 'send'
    ? { kind: 'sent', epoch, seq }
    : { kind: 'page', epoch, head, messages, hidden, resumed: false };
