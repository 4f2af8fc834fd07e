// Starting and stopping an engine as a program: settings, address, signals. Which engine it is, the
// two start files say.

import { writeAdminToken } from './write-admin-token.ts';
import { readLocalConfiguration, type LocalConfiguration } from './local-settings.ts';
import { freePort, listen, type RunningEngine } from './server/web-server.ts';

/**
 * Prints the address when ready. What is wrong with the settings or the port is said in plain
 * words, with exit code 1.
 */
export async function run(
  make: (configuration: LocalConfiguration) => Promise<RunningEngine>,
): Promise<void> {
  try {
    const asked = readLocalConfiguration(process.env);
    // Links are made of the port, so one that is free is found before anything else.
    const configuration =
      asked.port === 0
        ? readLocalConfiguration({ ...process.env, PORT: String(await freePort(asked.host)) })
        : asked;
    const engine = await make(configuration);
    if (configuration.adminTokenFile !== undefined) {
      await writeAdminToken(engine.context, configuration.adminTokenFile);
    }
    const server = await listen(engine, configuration);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      void Promise.all([engine.stop(), server.stop()]).finally(() => process.exit(0));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    if (process.env['npm_lifecycle_event'] !== undefined) stopWithParent(stop);
    console.log(`Ten Minute Chat is ready: http://localhost:${server.port}`);
    // Not the link itself: it holds the token, and output is kept in logs.
    if (configuration.adminTokenFile !== undefined) {
      console.log(`Word lists: ${adminCommand(configuration.adminTokenFile, server.port)}`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    process.exit();
  }
}

const adminCommand = (file: string, port: number): string =>
  `npx ten-minute-chat admin --open --token-file ${file}${port === 8100 ? '' : ` --url http://localhost:${port}`}`;

/**
 * npm runs scripts in a shell that a SIGTERM to npm ends without passing it on: without this the
 * server would keep the port.
 */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}
