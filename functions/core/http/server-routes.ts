// The routes about the server itself.

import { limits } from '../../protocol/limits.ts';
import type { RouteHandlers } from './api-request.ts';

type ServerRoute = 'GET /api/health' | 'GET /.well-known/jwks.json' | 'GET /api/settings';

export const serverHandlers: RouteHandlers<ServerRoute> = {
  'GET /api/health': () => Promise.resolve({ ok: true, status: 200, body: { status: 'ok' } }),

  'GET /.well-known/jwks.json': async ({ keys }) => ({
    ok: true,
    status: 200,
    body: await keys.published(),
  }),

  // A room's creator chooses word lists by name. Their entries stay with the administrators.
  'GET /api/settings': async ({ lists, settings }) => {
    const active = await lists.read();
    const names = active.lists.map(({ name, language }) => ({ name, language }));
    return {
      ok: true,
      status: 200,
      body: {
        seconds: settings.roomSeconds,
        capacity: limits.capacity.default,
        slow: limits.slowSeconds.default,
        lists: names,
      },
    };
  },
};
