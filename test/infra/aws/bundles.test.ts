// The bundles of the six functions, as the stack builds them, contain nothing from tests, tools
// or the local engine.

import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundling } from '../../../infra/aws/lambda-functions.ts';

const root = new URL('../../../', import.meta.url).pathname;
const names = ['connect', 'default', 'disconnect', 'http', 'timer', 'fan-out'] as const;
// The SDK's clients slow down a function's start, so our own small clients replace them.
const heavy = /^(@aws-sdk\/|@aws-crypto\/|mnemonist$|fast-xml-parser$|undici$|aws4)/;
const foreign = [
  'ws',
  'aws-cdk-lib',
  'constructs',
  'vite',
  'dynalite',
  'esbuild',
  'preact',
  'phoenix',
  'lean-qr',
];

interface Bundle {
  readonly packages: ReadonlySet<string>;
  readonly own: readonly string[];
  readonly bytes: number;
  /** Bytes from Smithy's packages. */
  readonly signer: number;
  readonly text: string;
}

async function bundle(name: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/handlers/handle-${name}.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: bundling.format,
    target: bundling.target,
    minify: bundling.minify,
    charset: bundling.charset,
    mainFields: bundling.mainFields,
    external: bundling.externalModules,
    outfile: 'index.mjs',
    logLevel: 'error',
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const packageOf = (path: string) => /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  const signer = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path]) => path.includes('node_modules/@smithy/'))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const text = outputFiles[0]?.text ?? '';
  return {
    packages: new Set(used.map(packageOf).filter((it) => it !== undefined)),
    own: used.filter((path) => !path.includes('node_modules/')),
    bytes: Buffer.byteLength(text),
    signer,
    text,
  };
}

describe.each(names)('the bundle of %s', (name) => {
  let made: Bundle;
  beforeAll(async () => {
    made = await bundle(name);
  });

  it('[C10] contains nothing from tools, page or local engine', () => {
    expect(foreign.filter((it) => made.packages.has(it))).toEqual([]);
    expect(made.own.filter((path) => !path.startsWith('functions/'))).toEqual([]);
  });

  it("[C10] stays under 250 KB, or 375 KB with the administrators' tools", () => {
    expect(made.bytes).toBeGreaterThan(10_000);
    expect(made.bytes).toBeLessThan(name === 'http' ? 375_000 : 250_000);
  });

  it('[C16] contains no SDK client or credentials, and only key derivation of its signer', () => {
    expect([...made.packages].filter((it) => heavy.test(it))).toEqual([]);
    expect(made.text).not.toMatch(/\bfrom ?["']@aws-sdk/);
    expect(made.signer).toBeLessThan(8_000);
  });

  it('[C10] calls no require, which ES modules do not have', () => {
    expect(made.text).not.toMatch(/Dynamic require of/);
  });
});

describe('the bundle of fan-out', () => {
  it('[C10] contains no store, no word list and no key, since it only posts', async () => {
    const { own, bytes } = await bundle('fan-out');
    expect(
      own.filter((path) =>
        /adapters\/aws\/(dynamodb|secrets|sqs)|functions\/(lists|core\/(track|access))/.test(path),
      ),
    ).toEqual([]);
    expect(bytes).toBeLessThan(50_000);
  });
});
