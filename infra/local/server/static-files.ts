// Serves the built page. Its files are read once, at the start, and only these are served, so no
// path leads elsewhere.

import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { cacheControl, pageHeaders } from '../../page-headers.ts';
import { chooseEncoding, createCompressibleFile, type CompressibleFile } from './compression.ts';

const contentTypes: Readonly<Record<string, string>> = {
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

interface StaticFile {
  readonly content: CompressibleFile;
  readonly type: string;
  readonly cacheControl: string;
}

/** Paths that show a page, by its file. */
const pagePaths: readonly (readonly [RegExp, string])[] = [
  [/^\/(r\/[^/]+\/?)?$/, '/index.html'],
  [/^\/admin\/?$/, '/admin.html'],
  [/^\/embed\/?$/, '/embed.html'],
];

/** Returns the file that a path shows: a page's HTML, or the path itself. */
export const resolvePagePath = (path: string): string =>
  pagePaths.find(([pattern]) => pattern.test(path))?.[1] ?? path;

/** `root` is where the build put the page. Throws if there is none. */
export function createStaticFiles({ root }: { readonly root: string }): RequestListener {
  const files = readFiles(root);
  if (!files.has('/index.html')) {
    throw new Error(`There is no page in ${root}. Build it first: npm run build`);
  }

  return (request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      writeText(response, 405, 'Only GET and HEAD are supported here.\n');
      return;
    }

    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const file = files.get(resolvePagePath(path));
    const notFound = acceptsHtml(request) ? files.get('/not-found.html') : undefined;
    if (file !== undefined) writeFile(request, response, { file, status: 200 });
    else if (notFound !== undefined) writeFile(request, response, { file: notFound, status: 404 });
    else writeText(response, 404, 'There is nothing at this address.\n');
  };
}

const acceptsHtml = ({ headers }: IncomingMessage): boolean =>
  headers.accept?.includes('text/html') === true;

interface FileResponse {
  readonly file: StaticFile;
  readonly status: number;
}

function writeFile(
  request: IncomingMessage,
  response: ServerResponse,
  { file, status }: FileResponse,
): void {
  const { content, type } = file;
  const encoding = content.varies ? chooseEncoding(request.headers['accept-encoding']) : null;
  const bytes = content.encode(encoding);
  response.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    'cache-control': file.cacheControl,
    ...(content.varies ? { vary: 'accept-encoding' } : {}),
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
  });
  // Node leaves the body out of a response to HEAD.
  response.end(bytes);
}

function readFiles(root: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of listFiles(root)) {
    const name = join(entry.parentPath, entry.name);
    const path = `/${relative(root, name).split(sep).join('/')}`;
    const type = contentTypes[extname(name)] ?? 'application/octet-stream';
    files.set(path, {
      content: createCompressibleFile(readFileSync(name), type),
      type,
      cacheControl: getCacheControl(path),
    });
  }
  return files;
}

function getCacheControl(path: string): string {
  if (path.endsWith('.html')) return cacheControl.page;
  return path.startsWith('/assets/') ? cacheControl.assets : cacheControl.others;
}

function listFiles(root: string) {
  try {
    // Leaves out symbolic links, which may point outside.
    return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
  } catch {
    // There is no such folder: the caller reports that the page is missing.
    return [];
  }
}

function writeText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': cacheControl.page,
  });
  response.end(text);
}
