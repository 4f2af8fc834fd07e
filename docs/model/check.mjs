// Checks the models (delivery-lease.pml, room-end.pml) with spin. Every property must hold, and
// every broken variant must be found. `--if-present` succeeds if spin or a C compiler is
// missing and cannot be installed. Plain Node, no dependencies.

import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installFromDebian } from '../../infra/local/bootstrap.mjs';

const findModel = (model) => fileURLToPath(new URL(`${model}.pml`, import.meta.url));
const MAX_SECONDS = 120;
const MAX_MEGABYTES = 900;

// `safety`: the assertions. The others are formulas at the end of the model. The model is
// delivery-lease unless it is named.
const MAIN = [
  { property: 'safety', with: ['REPEAT', 'RECEIVERS=1', 'CRASHES=1'] },
  { property: 'delivered', with: ['IMPATIENT', 'VISITOR', 'RECEIVERS=1'] },
  { property: 'delivered', with: [] },
  { property: 'empties', with: [] },
  { property: 'spreads', with: ['IMPATIENT', 'VISITOR', 'LAPSES=0'] },
  { model: 'room-end', property: 'closes', with: [] },
  { model: 'room-end', property: 'closes', with: ['FAILURES=2'] },
  { model: 'room-end', property: 'closes', with: ['OPEN'] },
];

const BROKEN = [
  { property: 'safety', with: ['NO_FENCING'] },
  { property: 'safety', with: ['NO_CID_CHECK'] },
  { property: 'delivered', with: ['NO_EXPIRY'] },
  { property: 'delivered', with: ['NO_TIMER'] },
  { property: 'delivered', with: ['ANSWER_FIRST'] },
  { property: 'delivered', with: ['ONLY_HOLDER_ARMS'] },
  { property: 'delivered', with: ['TIMER_ONCE', 'VISITOR', 'RECEIVERS=1'] },
  { property: 'spreads', with: ['IMPATIENT', 'VISITOR', 'LAPSES=0', 'VISITOR_ARMS_NOT'] },
  { model: 'room-end', property: 'closes', with: ['PRUNES_ENDED'] },
  { model: 'room-end', property: 'closes', with: ['NO_LAST_LOOK'] },
  { model: 'room-end', property: 'closes', with: ['TIMER_ONCE'] },
  { model: 'room-end', property: 'closes', with: ['FORGETS_FAILED'] },
  { model: 'room-end', property: 'closes', with: ['DELETES_FIRST'] },
  { model: 'room-end', property: 'closes', with: ['REPEAT_DELETES'] },
  { model: 'room-end', property: 'closes', with: ['OPEN', 'REOPENS_AT_ONCE'] },
  { model: 'room-end', property: 'closes', with: ['OPEN', 'NO_EPOCH_CHECK'] },
];

// Not promised by the protocols, as the README says.
const NOT_PROMISED = [
  { property: 'empties', with: ['IMPATIENT', 'RECEIVERS=1', 'CRASHES=1'] },
  { model: 'room-end', property: 'closes', with: ['CRASHES=2'] },
];

const call = promisify(execFile);
const say = (line) => process.stdout.write(`${line}\n`);
const works = (command) =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
const compiler = () => ['cc', 'gcc', 'clang'].find(works);

const missing = () => [
  ...(works('spin') ? [] : ['spin']),
  ...(compiler() === undefined ? ['gcc', 'libc6-dev'] : []),
];

/** Installs missing packages from Debian in CI. On other machines people install them. */
const installed = () =>
  missing().every((name) => Boolean(process.env.CI) && installFromDebian(name)) &&
  missing().length === 0;

/**
 * Compiles a verifier of the model with these switches. Broken variants are not optimized: they
 * stop at the first violation.
 */
const compile = async (folder, { model, safety, switches, level }) => {
  const cwd = mkdtempSync(join(folder, 'pan-'));
  copyFileSync(findModel(model), join(cwd, 'model.pml'));
  await call('spin', ['-a', ...switches.map((name) => `-D${name}`), 'model.pml'], { cwd });
  const kind = safety ? ['-DSAFETY', '-DNOCLAIM'] : ['-DNFAIR=3', '-DCOLLAPSE'];
  await call(
    compiler(),
    [level, '-w', `-DMEMLIM=${MAX_MEGABYTES}`, ...kind, '-o', 'pan', 'pan.c'],
    { cwd },
  );
  return cwd;
};

/** Looks for violations. Returns how many there were and how much was searched. */
const verify = async (verifier, property) => {
  const cwd = await verifier;
  const begin = performance.now();
  // -a: endless runs too; -f: weak fairness.
  const { stdout } = await call(
    join(cwd, 'pan'),
    ['-m100000', ...(property === 'safety' ? [] : ['-a', '-f', '-N', property])],
    {
      cwd,
      timeout: MAX_SECONDS * 1_000,
      maxBuffer: 16 * 1024 * 1024,
    },
  );
  const errors = Number(/errors: (\d+)/.exec(stdout)?.[1]);
  // An incomplete search proves nothing.
  const whole = !/Search not completed|max search depth too small|out of memory/i.test(stdout);
  const states = Number(/([\d.e+]+) states, stored/.exec(stdout)?.[1]);
  const how = /assertion violated|acceptance cycle|invalid end state/.exec(stdout)?.[0];
  return { errors, whole, states, how, seconds: (performance.now() - begin) / 1_000 };
};

const judge = async (verifier, { expected, ...run }) => {
  const name = `${run.property}${run.with.length === 0 ? '' : ` (${run.with.join(', ')})`}`.padEnd(
    52,
  );
  try {
    const { errors, whole, states, how, seconds } = await verify(verifier, run.property);
    const right = expected === 'holds' ? errors === 0 && whole : errors > 0;
    const clean = whole ? 'holds' : 'not searched to the end';
    const found = errors > 0 ? `violated: ${how ?? 'see pan'}` : clean;
    const searched = `${states.toLocaleString('en')} states, ${seconds.toFixed(1)} s`;
    say(`${right ? 'ok    ' : 'FAILED'}  ${name}  ${found}; ${searched}`);
    return right;
  } catch (problem) {
    say(
      `FAILED  ${name}  ${String(problem.stderr || problem.stdout || problem.message)
        .trim()
        .split('\n')
        .slice(0, 3)
        .join(' / ')}`,
    );
    return false;
  }
};

const main = async () => {
  if (!installed()) {
    say(`The model needs ${missing().join(', ')} (Debian: apt-get install spin gcc libc6-dev).`);
    return process.argv.includes('--if-present');
  }
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  try {
    const runs = [
      ...MAIN.map((run) => ({ ...run, expected: 'holds' })),
      ...[...BROKEN, ...NOT_PROMISED].map((run) => ({ ...run, expected: 'violated' })),
    ];
    const results = [];
    const verifiers = new Map();
    const getVerifier = ({ model = 'delivery-lease', property, with: switches, expected }) => {
      const key = `${model} ${property === 'safety'} ${switches.join(' ')}`;
      const level = expected === 'holds' ? '-O2' : '-O0';
      if (!verifiers.has(key)) {
        const safety = property === 'safety';
        verifiers.set(key, compile(folder, { model, safety, switches, level }));
      }
      return verifiers.get(key);
    };
    const queue = runs.values();
    await Promise.all(
      Array.from({ length: Math.min(2, cpus().length) }, async () => {
        for (const run of queue) results.push(await judge(getVerifier(run), run));
      }),
    );
    const right = results.filter(Boolean).length;
    say(`The models: ${right} of ${runs.length} as expected.`);
    return right === runs.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

process.exitCode = (await main()) ? 0 : 1;
