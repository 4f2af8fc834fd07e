// The client library as it is published: one file, built as `npm run build:client` builds it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('the client bundle', () => {
  it('[K15] contains the client, the protocol and idb-keyval, and imports nothing', async () => {
    const { metafile, outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: ['web/client/index.ts'],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'es2022',
    });
    const [output] = Object.values(metafile.outputs);
    const used = Object.entries(output?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path);
    const foreign = used.filter(
      (path) => !/^(web\/client|functions\/protocol|node_modules\/idb-keyval)\//.test(path),
    );
    expect([foreign, output?.imports]).toEqual([[], []]);
    expect(outputFiles[0]?.contents.length).toBeLessThan(150_000);
  });

  it('[K15] is the package’s entry', () => {
    const { exports, scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      exports: { './client': { default: string } };
      scripts: Record<string, string>;
    };
    expect(scripts['build:client']).toContain(
      `--outfile=${exports['./client'].default.replace('./', '')} `,
    );
  });
});
