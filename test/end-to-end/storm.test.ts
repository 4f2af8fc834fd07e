// A short storm on both engines in parallel. `npm run storm` is the long one, with figures.

import { afterAll, beforeAll, describe, it } from 'vitest';
import { modes, startServer, type Server } from './server.ts';
import { storm } from './storm-of-cuts.ts';

describe('a storm of cuts', () => {
  const servers = new Map<string, Server>();
  beforeAll(async () => {
    await Promise.all(modes.map(async (mode) => servers.set(mode.mode, await startServer(mode))));
  });
  afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));

  const rules = '[G1] [G2] [G3] [G4] [G5] [G6] [R13] [R29] [L2]';
  it.concurrent.for(modes)(
    `${rules} on $mode loses no accepted message, and keeps order and presence`,
    { timeout: 90_000 },
    async ({ mode }, { expect: check }) => {
      const server = servers.get(mode);
      if (server === undefined) throw new Error('There is no such server.');
      const { violations, unsettled, sent, accepted, cuts } = await storm(server, {
        seconds: 8,
        members: 20,
        rooms: 4,
        messagesPerSecond: 10,
        cutsPerSecond: 4,
      });
      check({ violations, unsettled }).toEqual({ violations: [], unsettled: [] });
      check(accepted).toBe(sent);
      check(Math.min(...Object.values(cuts))).toBeGreaterThan(0);
    },
  );
});
