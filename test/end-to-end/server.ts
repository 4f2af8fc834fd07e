// A local engine as a child process on a free port, started like a person starts it. clients.ts and
// api.ts talk to it.

import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isThorough } from '../thorough.ts';
import { findLeaks } from './leaks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The same suite runs in each mode, since the cloud must behave like a single machine. */
export const modes = [
  { mode: 'npm start', file: 'dist/local/start.js' },
  { mode: 'start:aws', file: 'dist/local/start-aws.js' },
] as const;

export type Mode = (typeof modes)[number];
export const [inProcess] = modes;
/** The modes for long tables of cases, whose answers rarely differ between them. */
export const modesForTables = isThorough ? modes : [inProcess];

export interface Server {
  readonly mode: Mode['mode'];
  /** `http://localhost:<port>`. */
  readonly origin: string;
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Rejects if it has printed anything secret. */
  stop(): Promise<void>;
  /** Sends SIGKILL, so the engine cannot do anything more. */
  kill(): Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;

const startMilliseconds = 25_000;

/**
 * Starts an engine and resolves once it says that it is ready. Rejects with its output if it ends
 * before that.
 */
export async function startServer(
  { mode, file }: Mode,
  environment: Environment = {},
): Promise<Server> {
  const { child, output, ended } = launch(file, environment);
  const origin = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      fail('was not ready in time');
    }, startMilliseconds);
    const fail = (what: string): void => {
      clearTimeout(late);
      child.kill('SIGKILL');
      reject(new Error(`${file} ${what}:\n${output()}`));
    };
    void ended.then((code) => {
      fail(`ended with code ${String(code)}`);
    });
    child.stdout?.on('data', () => {
      const ready = /ready: (http:\/\/localhost:\d+)/.exec(output())?.[1];
      if (ready === undefined) return;
      clearTimeout(late);
      resolve(ready);
    });
  });
  const refuseLeaks = (): void => {
    const leaks = findLeaks(output());
    if (leaks.length > 0) throw new Error(`${mode} has printed: ${leaks.join(', ')}`);
  };
  return {
    mode,
    origin,
    pid: child.pid ?? 0,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      // An engine that hangs must not outlive its test.
      const forced = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(forced);
      refuseLeaks();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      refuseLeaks();
    },
  };
}

/** Starts an engine that is expected to fail, and waits for its end. */
export async function startRefused(
  { file }: Mode,
  environment: Environment,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { child, output, ended } = launch(file, environment);
  const late = setTimeout(() => child.kill('SIGKILL'), startMilliseconds);
  const code = await ended;
  clearTimeout(late);
  return { code, output: output() };
}

interface Launched {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function launch(file: string, environment: Environment): Launched {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: root,
    env: { PATH, HOME, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const add = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return {
    child,
    output: () => text,
    ended: new Promise((resolve) => {
      child.once('close', resolve);
    }),
  };
}
