// Makes a fresh clone ready before `npm start` and `npm test`: the Node version, the packages, the
// built page and engines, a browser. Plain Node without dependencies, since it runs before there
// are any. It does nothing, and says nothing, where all is in place.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts) => join(ROOT, ...parts);
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** What a person has to put right: printed without a stack. */
class Unready extends Error {}

/** Whether a version meets a range of the forms `^1.2.3` and `>=1.2.3`, joined by `||`. */
export const satisfies = (version, range) => {
  const numbers = (text) => text.split('.').map(Number);
  const [major, minor, patch] = numbers(version);
  return range.split('||').some((part) => {
    const [, operator, floor] = /^(\^|>=)([\d.]+)$/.exec(part.trim()) ?? [];
    if (floor === undefined) throw new Error(`engines: cannot read "${part.trim()}"`);
    const [floorMajor, floorMinor, floorPatch] = numbers(floor);
    if (major !== floorMajor) return operator === '>=' && major > floorMajor;
    return minor === floorMinor ? patch >= floorPatch : minor > floorMinor;
  });
};

/**
 * Whether what npm noted in node_modules is what the lock asks for. Optional packages may be
 * missing: they are per platform.
 */
export const matchesLock = (lock, installed) => {
  const same = (name) => lock.packages[name]?.version === installed.packages[name]?.version;
  const wanted = Object.keys(lock.packages).filter(
    (name) => name !== '' && !lock.packages[name].optional && !lock.packages[name].devOptional,
  );
  return wanted.every(same) && Object.keys(installed.packages).every(same);
};

/**
 * One hash over the names and contents of files and folders; those that do not exist count as
 * absent.
 */
export const hashOf = (paths) => {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else
      hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
};

const say = (line) => process.stdout.write(`${line}\n`);

/** Runs a command quietly; its output comes back for the case that it failed. */
const run = (command, args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NO_COLOR: '1' },
    shell: process.platform === 'win32' && command === 'npm',
  });
  return { ok: status === 0, output: error ? error.message : `${stdout}${stderr}`.trim() };
};

const checkNode = () => {
  const { engines } = readJson(at('package.json'));
  if (satisfies(process.versions.node, engines.node)) return;
  throw new Unready(
    `This needs Node ${engines.node}; here is ${process.versions.node}. Install a newer one from https://nodejs.org or with nvm.`,
  );
};

const installPackages = () => {
  const setBounded = at('node_modules', '.package-lock.json');
  if (
    existsSync(setBounded) &&
    matchesLock(readJson(at('package-lock.json')), readJson(setBounded))
  )
    return;
  say('Installing packages (once) …');
  const quiet = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', ['ci', ...quiet]).ok) return;
  const second = run('npm', ['install', '--no-save', ...quiet]);
  if (!second.ok) throw new Unready(`npm could not install the packages:\n${second.output}`);
};

/**
 * Whether what was built last was built of the same; `setBounded` is called when it has been built
 * again.
 */
const builtOf = (stamp, paths) => {
  const inputs = hashOf(paths.map((path) => at(path)));
  return {
    isFresh: existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs,
    setBounded: () => {
      mkdirSync(dirname(stamp), { recursive: true });
      writeFileSync(stamp, inputs);
    },
  };
};

const pageSources = [
  'web',
  'functions/protocol',
  'functions/core/track/word-filter',
  'vite.config.ts',
  'vite.element.config.ts',
  'infra/vite-strip-comments.ts',
  'tsconfig.json',
  'package-lock.json',
];

const buildPage = () => {
  const built = builtOf(at('dist', '.inputs'), pageSources);
  if (built.isFresh && existsSync(at('dist', 'page', 'index.html'))) return;
  say('Building the page …');
  const { ok, output } = run(process.execPath, [
    at('node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'warn',
  ]);
  if (!ok) throw new Unready(`The page could not be built:\n${output}`);
  built.setBounded();
};

// One file for each engine, written aside and then moved, so that a server that starts meanwhile
// reads a whole one. TypeScript translated while it is loaded would take most of a second at every
// start, and every function made would be given its name once more.
export const buildEngines = () => {
  const built = builtOf(at('dist', 'local', '.inputs'), [
    'functions',
    'infra',
    'package-lock.json',
  ]);
  const names = ['start.js', 'start-aws.js'];
  if (built.isFresh && names.every((name) => existsSync(at('dist', 'local', name)))) return;
  const aside = at('dist', 'local', `.new-${process.pid}`);
  try {
    createRequire(import.meta.url)('esbuild').buildSync({
      absWorkingDir: ROOT,
      entryPoints: ['infra/local/start.ts', 'infra/local/start-aws.ts'],
      outdir: aside,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'silent',
    });
    // The maps first: no engine is there without its own.
    for (const name of readdirSync(aside).sort().reverse()) {
      renameSync(join(aside, name), at('dist', 'local', name));
    }
  } catch (problem) {
    throw new Unready(`The engines could not be built:\n${problem.message}`);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  built.setBounded();
};

const build = () => {
  buildPage();
  buildEngines();
};

/** Where a Chromium is, for the tests too; undefined where there is none. */
export const findBrowser = () => {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
  const places = [
    ...names.flatMap((name) =>
      ['/usr/bin', ...PATH.split(delimiter)].map((folder) => join(folder, name)),
    ),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return places.find((path) => existsSync(path)) ?? browserOfPlaywright();
};

const browserOfPlaywright = () => {
  if (!existsSync(at('node_modules', 'playwright-core'))) return undefined;
  const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
};

/**
 * On Debian and its kin, as root or where sudo asks for no password; elsewhere it is for the person
 * to install.
 */
export const installFromDebian = (name) => {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const [command, ...prefix] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  say(`Installing ${name} (once) …`);
  return (
    run(command, [...prefix, 'update']).ok &&
    run(command, [...prefix, 'install', '-y', '--no-install-recommends', name]).ok
  );
};

const ensureBrowser = () => {
  if (process.env.CHROMIUM_PATH && findBrowser() === undefined) {
    throw new Unready(`CHROMIUM_PATH names no file: ${process.env.CHROMIUM_PATH}`);
  }
  if (
    findBrowser() !== undefined ||
    (installFromDebian('chromium') && findBrowser() !== undefined)
  ) {
    return;
  }
  throw new Unready(
    'The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.',
  );
};

/**
 * The first python3 that has the websockets package; Debian's own is asked first, since its
 * packages are invisible to others.
 */
export const findPython = () =>
  ['/usr/bin/python3', 'python3'].find((python) => run(python, ['-c', 'import websockets']).ok);

const ensurePython = () => {
  if (
    findPython() !== undefined ||
    (installFromDebian('python3-websockets') && findPython() !== undefined)
  ) {
    return;
  }
  say(
    'No python3 here has the websockets package, so the test of a Python client cannot run (Debian: apt-get install python3-websockets).',
  );
};

const steps = { build, browser: ensureBrowser, python: ensurePython };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    checkNode();
    installPackages();
    for (const word of process.argv.slice(2)) {
      if (steps[word] === undefined) {
        throw new Unready(
          `No such preparation: ${word}. There are: ${Object.keys(steps).join(', ')}.`,
        );
      }
      steps[word]();
    }
  } catch (problem) {
    if (!(problem instanceof Unready)) throw problem;
    process.stderr.write(`${problem.message}\n`);
    process.exitCode = 1;
  }
}
