// A client in another language without a Phoenix library: Python with the `websockets` package.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython } from '../../infra/local/bootstrap.mjs';
import { modes, startServer, type Server } from './server.ts';

const script = fileURLToPath(new URL('plain_client.py', import.meta.url));
const python = findPython();

describe.each(modes)('a Python client on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode, { OPEN_ROOMS: 'lobby' });
  });
  afterAll(() => server.stop());

  it('[W15] [A16] [T1] joins with V1 frames and null refs, and receives filtered text', async ({
    skip,
  }) => {
    if (python === undefined) {
      skip(
        'No python3 here has the websockets package (Debian: apt-get install python3-websockets).',
      );
      return;
    }
    for (const [path, name] of [
      ['/socket/websocket', 'python'],
      ['/websocket', 'another python'],
    ] as const) {
      const { stdout } = await promisify(execFile)(
        python,
        [script, `${server.origin.replace('http', 'ws')}${path}`, name],
        { timeout: 15_000 },
      );
      const heard = JSON.parse(stdout) as { body: string; name: string; channel: string };
      expect(heard).toMatchObject({
        name,
        channel: 'receive',
        body: expect.stringMatching(/^I love \S/),
      });
      expect(heard.body).not.toContain('XML');
    }
  });
});
