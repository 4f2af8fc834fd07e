// A thousand members at once in a room of `npm start`. `npm run crowd` prints the figures.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowd } from './crowd-of-joins.ts';
import { inProcess, startServer, type Server } from './server.ts';

describe('a crowd', () => {
  let server: Server;
  beforeAll(async () => { server = await startServer(inProcess); });
  afterAll(() => server.stop());

  it('[R25] [R10] 1,000 members who join within 5 s see the same presence 5 s later, for fewer than 40 posts each', { timeout: 60_000 }, async () => {
    const members = 1_000;
    const { refused, joinedWithinMs, agreedAfterMs, posts } = await crowd(server, { members, seconds: 5 });
    expect(refused).toBe(0);
    // The last is sent after 4 s; what a machine that runs other tests beside takes for the rest is not what this is about.
    expect(joinedWithinMs).toBeLessThan(15_000);
    expect(agreedAfterMs).toBeLessThan(5_000);
    // One by one it would be half a million.
    expect(Object.values(posts).reduce((sum, count) => sum + count, 0)).toBeLessThan(40 * members);
  });
});
