// `npm run dev`: the page with hot reload, and a server that restarts when its code changes, at one
// address.

import { readLocalConfiguration } from '../local-settings.ts';
import { stopOnSignal } from '../run-engine.ts';
import { findFreePort } from '../server/web-server.ts';
import { startDevServer } from './dev-server.ts';
import { startEngineProcess } from './engine-process.ts';

try {
  const { port, host } = readLocalConfiguration(process.env);
  const enginePort = await findFreePort('127.0.0.1');
  const server = await startDevServer({ port, host, enginePort });
  const engine = await startEngineProcess({ port: enginePort, environment: process.env });
  stopOnSignal(() => Promise.all([engine.stop(), server.stop()]));
  console.log(`Ten Minute Chat is ready: http://localhost:${server.port}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
