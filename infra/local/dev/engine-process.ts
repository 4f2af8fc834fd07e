// The server process of `npm run dev`: bundles the engine, and starts it again when a file of the
// bundle changes.

import { spawn, type ChildProcess } from 'node:child_process';
import { context, type BuildResult } from 'esbuild';

const bundle = 'dist/dev/start-engine.js';

export interface EngineProcess {
  stop(): Promise<void>;
}

export interface EngineProcessOptions {
  readonly port: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** Resolves when the first build is done. A build that fails leaves the running engine alone. */
export async function startEngineProcess(options: EngineProcessOptions): Promise<EngineProcess> {
  let engine: ChildProcess | undefined;
  const restart = (): void => {
    if (engine !== undefined) console.log('The server restarts: its code has changed.');
    engine?.kill();
    engine = startEngine(options);
  };

  const builder = await context({
    entryPoints: ['infra/local/dev/start-engine.ts'],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    plugins: [
      {
        name: 'restart-engine',
        setup: (build) => {
          build.onEnd(({ errors }: BuildResult) => {
            if (errors.length === 0) restart();
          });
        },
      },
    ],
  });
  await builder.watch();

  return {
    stop: async () => {
      await builder.dispose();
      engine?.kill();
    },
  };
}

function startEngine({ port, environment }: EngineProcessOptions): ChildProcess {
  const engine = spawn(process.execPath, ['--enable-source-maps', bundle], {
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The engine's address is not the one to open.
  engine.stdout.on('data', (data: Buffer) => {
    const text = data.toString('utf8').replace(/^Ten Minute Chat is ready.*\n/m, '');
    process.stdout.write(text);
  });
  return engine;
}
