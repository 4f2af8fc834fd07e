// Serves the built page: its files are read once, and only what was found then is ever served, so
// that no path leads elsewhere. The headers stand in infra/page-headers.ts, since CloudFront sends
// the same.

import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { cacheControl, pageHeaders } from '../../page-headers.ts';
import { encodingFor, packing, type Packable } from './compression.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

interface File {
  readonly packed: Packable;
  readonly type: string;
  readonly caching: string;
}

const roomPage = /^\/r\/[^/]+\/?$/;
const adminPage = /^\/admin\/?$/;
const embedPage = /^\/embed\/?$/;

/** `root`: where the build put the page. Throws, with what to do, where there is none. */
export function staticFiles({
  root,
}: {
  readonly root: string;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const files = read(root);
  const page = files.get('/index.html');
  const admin = files.get('/admin.html');
  const embed = files.get('/embed.html');
  if (page === undefined) {
    throw new Error(`There is no page in ${root}. Build it first: npm run build`);
  }

  return (request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      plain({
        response,
        status: 405,
        text: 'Only GET and HEAD are answered here.\n',
        allow: 'GET, HEAD',
      });
      return;
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const file =
      path === '/' || roomPage.test(path)
        ? page
        : adminPage.test(path)
          ? admin
          : embedPage.test(path)
            ? embed
            : files.get(path);
    if (file === undefined) {
      plain({ response, status: 404, text: 'There is nothing at this address.\n' });
      return;
    }
    const { packed, type, caching } = file;
    const encoding = packed.varies ? encodingFor(request.headers['accept-encoding']) : null;
    const bytes = packed.as(encoding);
    response.writeHead(200, {
      'content-type': type,
      'content-length': bytes.length,
      'cache-control': caching,
      ...(packed.varies ? { vary: 'accept-encoding' } : {}),
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    });
    // Node leaves the body out of an answer to HEAD.
    response.end(bytes);
  };
}

function read(root: string): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  for (const entry of list(root)) {
    const name = join(entry.parentPath, entry.name);
    const path = `/${relative(root, name).split(sep).join('/')}`;
    const caching = path.endsWith('.html')
      ? cacheControl.page
      : path.startsWith('/assets/')
        ? cacheControl.assets
        : cacheControl.others;
    const type = types[extname(name)] ?? 'application/octet-stream';
    files.set(path, { packed: packing(readFileSync(name), type), type, caching });
  }
  return files;
}

function list(root: string) {
  try {
    // Links are not files here: what they point to may lie outside.
    return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
  } catch {
    return [];
  }
}

function plain({
  response,
  status,
  text,
  allow,
}: {
  readonly response: ServerResponse;
  readonly status: number;
  readonly text: string;
  readonly allow?: string;
}): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': cacheControl.page,
    ...(allow === undefined ? {} : { allow }),
  });
  response.end(text);
}
