// Loaded into each measured server: reports its resource usage to the parent process. Our server
// otherwise runs as with `npm start`.

import process from 'node:process';

process.on('message', (question) => {
  if (question === 'memory') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send({ processor: user + system, rss, heap: heapUsed + external });
});

// The benchmark has ended.
process.on('disconnect', () => {
  process.exit();
});
process.on('SIGTERM', () => {
  process.exit();
});
