// The servers under test, each in its own process, and their reported usage.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Used {
  /** Microseconds of processor time since the start, of all threads. */
  readonly processor: number;
  /** Bytes. */
  readonly rss: number;
  readonly heap: number;
}

export interface Measured {
  readonly name: ServerName;
  readonly port: number;
  used(): Promise<Used>;
  /** Measured after a garbage collection. */
  memory(): Promise<Used>;
  stop(): Promise<void>;
}

export type ServerName = 'ours' | 'socket.io' | 'ws' | 'once';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
/**
 * Shows where a server spends its time: BENCH_NODE_OPTIONS='--cpu-prof --cpu-prof-dir=.data/bench'
 */
const nodeOptions = process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [];
const probe = [...nodeOptions, '--expose-gc', '--import', here('rooms-probe.mjs')];
const command: Readonly<Record<ServerName, readonly string[]>> = {
  ours: ['--enable-source-maps', ...probe, 'dist/local/start.js'],
  'socket.io': [...probe, here('rooms-peers.mjs'), 'socket.io'],
  ws: [...probe, here('rooms-peers.mjs'), 'ws'],
  once: [...probe, here('rooms-peers.mjs'), 'once'],
};

/**
 * Rooms last an hour by default, so none ends during a benchmark on a busy machine. Everything
 * else keeps its default.
 */
export async function startMeasured(name: ServerName, roomSeconds = 3_600): Promise<Measured> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, command[name], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { PATH, HOME, PORT: '0', ROOM_SECONDS: String(roomSeconds) },
  });
  const ended = once(child, 'exit');
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    void ended.then(() => {
      reject(new Error(`${name} ended: ${output}`));
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ready: http:\/\/localhost:(\d+)/.exec(output)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  const ask = async (question: string): Promise<Used> => {
    const answer = once(child, 'message');
    child.send(question);
    return (await answer)[0] as Used;
  };
  return {
    name,
    port,
    used: () => ask('used'),
    memory: () => ask('memory'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
