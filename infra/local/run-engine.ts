// Starts an engine as a program and stops it: settings, address, signals.

import type { RequestListener } from 'node:http';
import { readLocalConfiguration, type LocalConfiguration } from './local-settings.ts';
import { createFrameLog, noFrameLog, type LogFrame } from './server/frame-log.ts';
import { findFreePort, startWebServer, type Engine } from './server/web-server.ts';
import { writeAdminToken } from './write-admin-token.ts';

interface EngineOptions {
  readonly logFrame: LogFrame;
}

export interface Program {
  readonly createEngine: (
    configuration: LocalConfiguration,
    options: EngineOptions,
  ) => Promise<Engine>;
  readonly createPage: () => RequestListener;
}

/**
 * Prints the address when the server is ready. Prints what is wrong with the settings or the port,
 * and ends with exit code 1.
 */
export async function run({ createEngine, createPage }: Program): Promise<void> {
  try {
    const configuration = await readConfiguration();
    const { adminTokenFile } = configuration;
    const handlePage = createPage();
    const logFrame = configuration.logFrames ? createFrameLog(console.log) : noFrameLog;
    const engine = await createEngine(configuration, { logFrame });
    if (adminTokenFile !== undefined) await writeAdminToken(engine.context, adminTokenFile);
    const server = await startWebServer({ ...engine, handlePage }, configuration);

    stopOnSignal(() => Promise.all([engine.stop(), server.stop()]));
    console.log(`Ten Minute Chat is ready: http://localhost:${server.port}`);
    // The link itself holds the token, and logs keep output.
    if (adminTokenFile !== undefined) {
      console.log(`Word lists: ${formatAdminCommand(adminTokenFile, server.port)}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    process.exit();
  }
}

async function readConfiguration(): Promise<LocalConfiguration> {
  const configuration = readLocalConfiguration(process.env);
  if (configuration.port !== 0) return configuration;
  // Links contain the port, so it is chosen before anything starts.
  const port = await findFreePort(configuration.host);
  return readLocalConfiguration({ ...process.env, PORT: String(port) });
}

function formatAdminCommand(file: string, port: number): string {
  const url = port === 8100 ? '' : ` --url http://localhost:${port}`;
  return `npx ten-minute-chat admin --open --token-file ${file}${url}`;
}

/** Stops the program on SIGINT and SIGTERM, and when npm ends. */
export function stopOnSignal(stop: () => Promise<unknown>): void {
  let isStopping = false;
  const stopOnce = (): void => {
    if (isStopping) return;
    isStopping = true;
    void stop().finally(() => process.exit(0));
  };
  process.once('SIGINT', stopOnce);
  process.once('SIGTERM', stopOnce);
  if (process.env['npm_lifecycle_event'] !== undefined) stopWithParent(stopOnce);
}

/**
 * npm runs scripts in a shell. A SIGTERM to npm ends the shell but is not passed on, and without
 * this the server would keep the port.
 */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}
