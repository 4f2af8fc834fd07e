// Prepares a fresh clone for `npm start` and `npm test`: Node's version, the packages, the built
// page and engines, a browser. Has no dependencies, because it runs before any are installed. Does
// and prints nothing if everything is in place.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
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

/** A problem for a person to fix. Printed without a stack. */
class SetupError extends Error {}

/** Returns whether a version matches a range such as `^1.2.3 || >=2.0.0`. */
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
 * Returns whether node_modules has what the lock file asks for. Optional packages may be missing:
 * they depend on the platform.
 */
export const matchesLock = (lock, installed) => {
  const same = (name) => lock.packages[name]?.version === installed.packages[name]?.version;
  const wanted = Object.keys(lock.packages).filter(
    (name) => name !== '' && !lock.packages[name].optional && !lock.packages[name].devOptional,
  );
  return wanted.every(same) && Object.keys(installed.packages).every(same);
};

/**
 * Returns a hash of the names and contents of files and folders. Ignores those that do not exist.
 */
export const hashOf = (paths) => {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
};

const print = (line) => process.stdout.write(`${line}\n`);

/** Runs a command quietly, and returns its output. */
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
  throw new SetupError(
    `This needs Node ${engines.node}, but this is ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org or with nvm.',
  );
};

const installPackages = () => {
  const lockOfInstalled = at('node_modules', '.package-lock.json');
  if (
    existsSync(lockOfInstalled) &&
    matchesLock(readJson(at('package-lock.json')), readJson(lockOfInstalled))
  ) {
    return;
  }
  // npm would empty the folder that the link leads to, and others may use it.
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(
      'node_modules is a link to packages of other versions. ' +
        'Remove the link, and start again: then the packages are installed here.',
    );
  }
  print('Installing packages (once) …');
  const quiet = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', ['ci', ...quiet]).ok) return;
  const retry = run('npm', ['install', '--no-save', ...quiet]);
  if (!retry.ok) throw new SetupError(`npm could not install the packages:\n${retry.output}`);
};

/** Returns whether the last build had the same inputs. Call `save` after a new build. */
const checkBuild = (stamp, paths) => {
  const inputs = hashOf(paths.map((path) => at(path)));
  return {
    isFresh: existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs,
    save: () => {
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
  'tsconfig.json',
  'package-lock.json',
];

const buildPage = () => {
  const built = checkBuild(at('dist', '.inputs'), pageSources);
  if (built.isFresh && existsSync(at('dist', 'page', 'index.html'))) return;
  print('Building the page …');
  const { ok, output } = run(process.execPath, [
    at('node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'warn',
  ]);
  if (!ok) throw new SetupError(`The page could not be built:\n${output}`);
  built.save();
};

// Bundles each engine into one file. Writes it elsewhere and moves it, so a server that starts
// meanwhile reads a whole file. Translating TypeScript at every start would take most of a retry.
export const buildEngines = () => {
  const built = checkBuild(at('dist', 'local', '.inputs'), [
    'functions',
    'infra',
    'package-lock.json',
  ]);
  const names = ['start.js', 'start-aws.js'];
  if (built.isFresh && names.every((name) => existsSync(at('dist', 'local', name)))) return;
  const temporary = at('dist', 'local', `.new-${process.pid}`);
  try {
    createRequire(import.meta.url)('esbuild').buildSync({
      absWorkingDir: ROOT,
      entryPoints: ['infra/local/start.ts', 'infra/local/start-aws.ts'],
      outdir: temporary,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      logLevel: 'silent',
    });
    // Moves the source maps first: no engine is without its own.
    for (const name of readdirSync(temporary).sort().reverse()) {
      renameSync(join(temporary, name), at('dist', 'local', name));
    }
  } catch (problem) {
    throw new SetupError(`The engines could not be built:\n${problem.message}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  built.save();
};

const build = () => {
  buildPage();
  buildEngines();
};

/** Returns the path of a Chromium, for the tests too. Undefined: there is none. */
export const findBrowser = () => {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  const names = [
    // Without a window to draw, it needs half the processor time of the others.
    'chromium-headless-shell',
    'chromium',
    'google-chrome',
    'google-chrome-stable',
    'chromium-browser',
  ];
  const places = [
    ...names.flatMap((name) =>
      ['/usr/bin', ...PATH.split(delimiter)].map((folder) => join(folder, name)),
    ),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return places.find((path) => existsSync(path)) ?? findPlaywrightBrowser();
};

const findPlaywrightBrowser = () => {
  if (!existsSync(at('node_modules', 'playwright-core'))) return undefined;
  const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
};

/** Returns the path of Firefox. Undefined: there is none. */
export const findFirefox = () =>
  [
    process.env.FIREFOX_PATH ?? '',
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ].find((path) => path !== '' && existsSync(path));

/**
 * Returns WebKitGTK's WebDriver, and the browser that it starts on a screen of Xvfb. Undefined: one
 * of the three is missing.
 */
export const findWebkit = () => {
  const driver = '/usr/bin/WebKitWebDriver';
  if (!existsSync(driver) || !existsSync('/usr/bin/Xvfb')) return undefined;
  // The folder's name has the processor's architecture and the version of the interface.
  const folder = '/usr/lib';
  const browser = readdirSync(folder)
    .flatMap((name) => ['4.1', '4.0'].map((api) => join(folder, name, `webkit2gtk-${api}`)))
    .map((path) => join(path, 'MiniBrowser'))
    .find((path) => existsSync(path));
  return browser === undefined ? undefined : { driver, browser };
};

/**
 * Installs Debian packages, as root or with sudo that needs no password. Elsewhere people install
 * them.
 */
export const installFromDebian = (...names) => {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const [command, ...prefix] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  print(`Installing ${names.join(', ')} (once) …`);
  return (
    run(command, [...prefix, 'update']).ok &&
    run(command, [...prefix, 'install', '-y', '--no-install-recommends', ...names]).ok
  );
};

const ensureBrowser = () => {
  if (process.env.CHROMIUM_PATH && findBrowser() === undefined) {
    throw new SetupError(`CHROMIUM_PATH names no file: ${process.env.CHROMIUM_PATH}`);
  }
  // A person's own browser is good enough. In CI the tests should be quick.
  const isQuick = findBrowser()?.endsWith('headless-shell') ?? false;
  if (!process.env.CHROMIUM_PATH && !isQuick && (process.env.CI || findBrowser() === undefined)) {
    installFromDebian('chromium-headless-shell');
  }
  if (
    findBrowser() !== undefined ||
    (installFromDebian('chromium') && findBrowser() !== undefined)
  ) {
    return;
  }
  throw new SetupError(
    'The browser tests need Chromium or Chrome. Install one (Debian: apt-get install chromium), ' +
      'or set CHROMIUM_PATH.',
  );
};

const ensureOtherEngines = () => {
  if (findFirefox() === undefined) installFromDebian('firefox-esr');
  if (findWebkit() === undefined) installFromDebian('webkit2gtk-driver', 'xvfb');
  const absent = [
    ...(findFirefox() === undefined ? ['Firefox (firefox-esr)'] : []),
    ...(findWebkit() === undefined ? ['WebKit (webkit2gtk-driver, xvfb)'] : []),
  ];
  if (absent.length > 0) {
    print(`The page is not tested in ${absent.join(' or ')}: install them with apt-get on Debian.`);
  }
};

/**
 * Returns the first python3 that has the websockets package. Debian's comes first, because others
 * do not see its packages.
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
  print(
    'No python3 has the websockets package, so the test of a Python client cannot run ' +
      '(Debian: apt-get install python3-websockets).',
  );
};

/** Returns the path of nginx. Undefined: there is none. */
export const findNginx = () =>
  ['/usr/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx'].find((path) => existsSync(path));

const ensureNginx = () => {
  // Debian starts nginx with the system. Where one runs, that is its owner's choice.
  const hasServices = existsSync('/run/systemd/system');
  if (findNginx() === undefined && !hasServices) installFromDebian('nginx-light');
  if (findNginx() === undefined) {
    print('There is no nginx, so the test behind a proxy cannot run (Debian: nginx-light).');
  }
};

const steps = {
  build,
  browser: ensureBrowser,
  engines: ensureOtherEngines,
  python: ensurePython,
  nginx: ensureNginx,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    checkNode();
    installPackages();
    for (const word of process.argv.slice(2)) {
      if (steps[word] === undefined) {
        throw new SetupError(
          `No such step: ${word}. The steps are: ${Object.keys(steps).join(', ')}.`,
        );
      }
      steps[word]();
    }
  } catch (problem) {
    if (!(problem instanceof SetupError)) throw problem;
    process.stderr.write(`${problem.message}\n`);
    process.exitCode = 1;
  }
}
