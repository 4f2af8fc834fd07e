// Many members join a room of `npm start` together. The crowd is half that of `npm run crowd`,
// since other tests run in parallel.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowd } from './crowd-of-joins.ts';
import { inProcess, startServer, type Server } from './server.ts';

describe('a crowd', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(inProcess);
  });
  afterAll(() => server.stop());

  it(
    '[R25] of 500 joins together and agrees on presence within 5 s, for under 40 posts each',
    { timeout: 60_000 },
    async () => {
      const members = 500;
      const { refused, agreedAfterMs, posts } = await crowd(server, { members, seconds: 5 });
      expect(refused).toBe(0);
      expect(agreedAfterMs).toBeLessThan(5_000);
      // Without combined presence it would be 250 each.
      expect(Object.values(posts).reduce((sum, count) => sum + count, 0)).toBeLessThan(
        40 * members,
      );
    },
  );
});
