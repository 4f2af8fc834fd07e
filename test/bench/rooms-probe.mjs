// Loaded into each server that is measured: tells its parent what it has used. Ours runs otherwise
// as `npm start` has it.

import process from 'node:process';

process.on('message', (question) => {
  if (question === 'memory') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send({ processor: user + system, rss, heap: heapUsed + external });
});

// Nobody measures any more.
process.on('disconnect', () => {
  process.exit();
});
process.on('SIGTERM', () => {
  process.exit();
});
