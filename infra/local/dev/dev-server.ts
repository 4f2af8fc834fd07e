// One address for `npm run dev`: Vite serves the page from its sources, and the API and the
// WebSocket are passed on to the engine's process.

import { readFileSync } from 'node:fs';
import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createVite, type ViteDevServer } from 'vite';
import { stylesForElement } from '../../../vite.element.config.ts';
import { resolvePagePath } from '../server/static-files.ts';
import {
  isApiPath,
  isWebSocketPath,
  startServer,
  type Address,
  type RunningServer,
} from '../server/web-server.ts';

/** The sources of the built pages. */
const pageSources: Readonly<Record<string, string>> = {
  '/index.html': '/page/index.html',
  '/admin.html': '/admin/index.html',
  '/embed.html': '/embed/index.html',
};

export interface DevServerOptions extends Address {
  readonly enginePort: number;
}

export async function startDevServer(options: DevServerOptions): Promise<RunningServer> {
  const { enginePort } = options;
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    if (isApiPath(url)) forwardRequest(request, response, enginePort);
    // A service worker would keep showing old files.
    else if (url === '/service-worker.js') response.writeHead(404).end();
    else servePage(vite, request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The others are Vite's own.
    if (isWebSocketPath(request.url ?? '/')) forwardUpgrade(request, socket, { head, enginePort });
  });

  const vite = await createVite({
    appType: 'custom',
    plugins: [stylesForElement],
    server: { middlewareMode: true, hmr: { server } },
  });
  const running = await startServer(server, options);
  return {
    port: running.port,
    stop: async () => {
      await vite.close();
      await running.stop();
    },
  };
}

function servePage(vite: ViteDevServer, request: IncomingMessage, response: ServerResponse): void {
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  const source = pageSources[resolvePagePath(path)];
  if (source === undefined) {
    vite.middlewares(request, response, () => response.writeHead(404).end());
    return;
  }
  readPage(vite, source).then(
    (html) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(html);
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      response.writeHead(500).end();
    },
  );
}

function readPage(vite: ViteDevServer, source: string): Promise<string> {
  const html = readFileSync(`${vite.config.root}${source}`, 'utf8');
  // The page is shown at other paths than its source's.
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  return vite.transformIndexHtml(source, html.replaceAll('src="./', `src="${folder}`));
}

function forwardRequest(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const forwarded = sendRequest(
    { host: '127.0.0.1', port, method, path: url, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  // The engine is starting. Clients try again.
  forwarded.on('error', () => {
    if (!response.headersSent) response.writeHead(503);
    response.end();
  });
  request.pipe(forwarded);
}

interface ForwardedUpgrade {
  readonly head: Buffer;
  readonly enginePort: number;
}

function forwardUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  { head, enginePort }: ForwardedUpgrade,
): void {
  const engine = connect(enginePort, '127.0.0.1', () => {
    const headers: string[] = [];
    for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
      headers.push(`${request.rawHeaders[index] ?? ''}: ${request.rawHeaders[index + 1] ?? ''}`);
    }
    engine.write(`GET ${request.url ?? '/'} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    engine.write(head);
    socket.pipe(engine).pipe(socket);
  });
  engine.on('error', () => socket.destroy());
  engine.on('close', () => socket.destroy());
  socket.on('error', () => engine.destroy());
  socket.on('close', () => engine.destroy());
}
