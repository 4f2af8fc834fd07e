// `verify` on a sound server, and on servers with a hole each: it finds the hole, and that alone.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../infra/local/engines/memory-engine.ts';
import { readLocalConfiguration } from '../../../infra/local/local-settings.ts';
import { createStaticFiles } from '../../../infra/local/server/static-files.ts';
import {
  findFreePort,
  startWebServer,
  type Engine,
} from '../../../infra/local/server/web-server.ts';
import type { RoomChange } from '../../../functions/core/ports.ts';
import { verify } from '../../../infra/verify/verify.ts';
import { modesForTables, startServer } from '../../end-to-end/server.ts';
import { isThorough } from '../../thorough.ts';

const word = 'shit';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verify-'));
});
afterAll(() => rm(directory, { recursive: true }));

interface Hole {
  readonly hole: string;
  readonly environment?: () => Promise<Readonly<Record<string, string>>>;
  readonly plant?: (engine: Engine) => Partial<Engine> | undefined;
  /** Part of the title of the check that finds it. */
  readonly found: string;
}

/** Replaces calls of a port, which the core uses as it finds them. */
const replace = <Port extends object>(port: Port, calls: Partial<Port>): undefined => {
  Object.assign(port, calls);
  return undefined;
};

/** Leaves one kind of change out of what is written to rooms. */
const forget =
  (kind: keyof RoomChange): NonNullable<Hole['plant']> =>
  ({ context: { rooms } }) => {
    const { change } = rooms;
    replace(rooms, {
      change: (input) => change({ ...input, change: omit(input.change, kind) }),
    });
  };

const omit = (change: RoomChange, kind: keyof RoomChange): RoomChange =>
  Object.fromEntries(Object.entries(change).filter(([name]) => name !== kind));

const holes: readonly Hole[] = [
  {
    hole: 'the word lists are empty',
    environment: async () => {
      const file = join(directory, 'lists.json');
      const list = {
        name: 'none',
        version: 1,
        language: 'en',
        forbidden: ['unheard-of'],
        replacements: ['tea'],
      };
      await writeFile(file, JSON.stringify(list));
      return { FILTER_FILE: file };
    },
    found: 'the filter acts',
  },
  {
    hole: 'pages of any origin may connect',
    environment: () => Promise.resolve({ ALLOWED_ORIGINS: '*' }),
    found: 'foreign pages',
  },
  {
    hole: 'locks are not written',
    plant: forget('state'),
    found: 'a locked room',
  },
  {
    hole: 'kicks are not written',
    plant: forget('kick'),
    found: 'a removed member',
  },
  {
    hole: 'links are not replaced',
    plant: forget('linkGeneration'),
    found: 'replaced links',
  },
  {
    hole: 'uses are not counted',
    plant: ({ context: { rooms } }) => replace(rooms, { useLink: () => Promise.resolve(true) }),
    found: 'a link of one use',
  },
  {
    hole: 'private messages lose their recipient',
    plant: ({ context: { rooms } }) => {
      const { admit } = rooms;
      replace(rooms, {
        admit: ({ message: { to: _, ...message }, ...input }) => admit({ ...input, message }),
      });
    },
    found: 'a private message',
  },
  {
    hole: 'every connection may do everything',
    plant: ({ context: { subscriptions } }) => {
      const { subscribe } = subscriptions;
      replace(subscriptions, {
        subscribe: (input) =>
          subscribe({
            ...input,
            subscription: { ...input.subscription, scopes: ['send', 'receive', 'moderate'] },
          }),
      });
    },
    found: 'a watch link',
  },
  {
    hole: 'nothing is counted',
    plant: ({ context: { memory } }) => replace(memory.buckets, { get: () => undefined }),
    found: 'a flood',
  },
  {
    hole: 'the server’s clock stands still',
    plant: ({ context: { clock } }) => {
      const now = clock.now();
      replace(clock, { now: () => now });
    },
    found: 'a token of two seconds',
  },
  {
    hole: 'rooms are not closed',
    plant: ({ context: { rooms } }) => {
      const { get } = rooms;
      replace(rooms, { close: ({ room }) => get(room) });
    },
    found: 'a closed room',
  },
  {
    hole: 'the API may be read by any page',
    plant: ({ handleApi }) => ({
      handleApi: (request, response) => {
        response.setHeader('access-control-allow-origin', '*');
        return handleApi(request, response);
      },
    }),
    found: 'foreign pages',
  },
];

async function runWith({ environment, plant }: Partial<Hole>) {
  const port = await findFreePort('127.0.0.1');
  const configuration = readLocalConfiguration({ PORT: String(port), ...(await environment?.()) });
  const engine = await createMemoryEngine(configuration);
  const handlePage = createStaticFiles({ root: 'dist/page' });
  const handlers = { ...engine, ...plant?.(engine), handlePage };
  const server = await startWebServer(handlers, { port, host: '127.0.0.1' });
  try {
    return await verify({ origin: `http://127.0.0.1:${port}`, word });
  } finally {
    await engine.stop();
    await server.stop();
  }
}

describe('verify', () => {
  it.each(modesForTables)('[L17] finds no hole on $mode', async (mode) => {
    const server = await startServer(mode);
    const verdicts = await verify({ origin: server.origin, word });
    await server.stop();
    expect(verdicts.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(15);
  });

  const tried = isThorough ? holes : holes.slice(0, 1);
  it.concurrent.each(tried)('[L17] finds the hole that $hole', async ({ found, ...hole }) => {
    const verdicts = await runWith(hole);
    const titles = verdicts.filter(({ isHole }) => isHole).map(({ title }) => title);
    expect(titles.some((title) => title.startsWith(found))).toBe(true);
  });
});
