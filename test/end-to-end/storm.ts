// `npm run storm -- [seconds]`: the storm on each engine in turn, with its figures. Exits with 1 if
// a promise was broken.

import { modes, startServer } from './server.ts';
import { storm } from './storm-of-cuts.ts';

const seconds = Number(process.argv[2] ?? 60);

for (const mode of modes) {
  const server = await startServer(mode);
  const { violations, unsettled, cuts, ...figures } = await storm(server, { seconds });
  await server.stop();
  console.log(
    JSON.stringify({
      mode: mode.mode,
      seconds,
      ...figures,
      cuts,
      unsettled,
      violations: violations.length,
    }),
  );
  for (const { rule, at, room, what } of violations.slice(0, 20)) {
    console.log(`  ${rule} at ${new Date(at).toISOString()} in ${room}: ${what}`);
  }
  if (violations.length + unsettled.length > 0) process.exitCode = 1;
}
