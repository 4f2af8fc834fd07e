// Compression of the page's files, by the encodings that a browser accepts.

import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseEncoding } from '../../../../infra/local/server/compression.ts';
import { createStaticFiles } from '../../../../infra/local/server/static-files.ts';

const long = '<!doctype html>'.repeat(200);
const picture = Buffer.alloc(3_000, 7);

const root = mkdtempSync(join(tmpdir(), 'page-'));
for (const [name, content] of [
  ['index.html', long],
  ['admin.html', '<!doctype html>'],
  ['icon.png', picture],
  ['main.js', long],
] as const) {
  writeFileSync(join(root, name), content);
}
const server = createServer(createStaticFiles({ root }));
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server.listen(0, resolve);
    }),
);
afterAll(() => {
  server.close();
});

const get = (path: string, accepted?: string, method = 'GET') =>
  new Promise<{ readonly headers: IncomingHttpHeaders; readonly bytes: Buffer }>(
    (resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      ask(
        {
          port,
          path,
          method,
          headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            resolve({ headers: response.headers, bytes: Buffer.concat(chunks) });
          });
        },
      )
        .on('error', reject)
        .end();
    },
  );

it('[L4] compresses files for browsers that accept it, with Vary: Accept-Encoding', async () => {
  for (let time = 0; time < 2; time += 1) {
    for (const path of ['/', '/r/abc', '/main.js']) {
      const [brotli, gzip, plain] = await Promise.all([
        get(path, 'gzip, deflate, br, zstd'),
        get(path, 'gzip'),
        get(path),
      ]);
      expect(
        [brotli, gzip, plain].map(({ headers }) => [headers['content-encoding'], headers.vary]),
      ).toEqual([
        ['br', 'accept-encoding'],
        ['gzip', 'accept-encoding'],
        [undefined, 'accept-encoding'],
      ]);
      expect(
        [brotliDecompressSync(brotli.bytes), gunzipSync(gzip.bytes), plain.bytes].map(String),
      ).toEqual([long, long, long]);
      for (const { headers, bytes } of [brotli, gzip, plain]) {
        expect(headers['content-length']).toBe(String(bytes.length));
      }
      expect(brotli.bytes.length).toBeLessThan(long.length / 10);
    }
  }
  const head = await get('/', 'br', 'HEAD');
  expect([
    head.headers['content-encoding'],
    head.bytes.length,
    Number(head.headers['content-length']) < 300,
  ]).toEqual(['br', 0, true]);
});

it('[L4] does not compress small files or images', async () => {
  for (const [path, content] of [
    ['/icon.png', picture],
    ['/admin', '<!doctype html>'],
  ] as const) {
    const { headers, bytes } = await get(path, 'gzip, br');
    expect([headers['content-encoding'], headers.vary, String(bytes)]).toEqual([
      undefined,
      undefined,
      String(content),
    ]);
  }
});

it.each([
  [undefined, null],
  ['', null],
  ['identity', null],
  ['gzip;q=0', null],
  ['br;q=0.0, gzip;q=0.5', 'gzip'],
  ['BR', 'br'],
  ['deflate, gzip ; q=1', 'gzip'],
  ['*', null],
])('[L4] answers Accept-Encoding %j with %j', (accepted, encoding) => {
  expect(chooseEncoding(accepted)).toBe(encoding);
});
