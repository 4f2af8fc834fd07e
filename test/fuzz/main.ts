// `npm run fuzz -- [target …] [--seconds 60] [--seed 7]`: fuzzes every target, or the named ones,
// for so long each.

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runTarget } from './run-target.ts';
import { targets } from './targets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(targets, name));
if (unknown.length > 0) {
  console.error(
    `No such target: ${unknown.join(', ')}. They are: ${Object.keys(targets).join(', ')}`,
  );
  process.exit(2);
}

for (const [name, target] of Object.entries(targets)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const { runs, failure } = await runTarget(target, {
    runs: Number.MAX_SAFE_INTEGER,
    milliseconds: Number(values.seconds) * 1_000,
    seed: Number(values.seed ?? randomInt(2 ** 31)),
  });
  console.log(`${name}: ${runs} inputs, ${failure === undefined ? 'nothing broke' : 'broken'}`);
  if (failure === undefined) continue;
  console.log(failure);
  process.exitCode = 1;
}
