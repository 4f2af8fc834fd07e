// nginx before a local engine, as operators put it there.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNginx } from '../../infra/local/bootstrap.mjs';
import { findFreePort } from '../../infra/local/server/web-server.ts';

export const nginx = findNginx();

/** The configuration of docs/operations.md, with what a run without root needs. */
const configure = (port: number, server: number): string => `
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${server};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_read_timeout 75s;
    }
  }
}
`;

export interface Proxy {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts nginx before the server on this port. Resolves once nginx answers. */
export async function startNginx(program: string, { server }: { server: number }): Promise<Proxy> {
  const directory = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await findFreePort('127.0.0.1');
  await writeFile(join(directory, 'nginx.conf'), configure(port, server));
  const child = spawn(program, ['-p', directory, '-c', 'nginx.conf', '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const ended = new Promise<void>((resolve) => child.once('close', resolve));
  const origin = `http://127.0.0.1:${port}`;
  while (!(await isListening(origin))) {
    if (child.exitCode !== null) throw new Error(`nginx ended:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    origin,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true });
    },
  };
}

const isListening = (origin: string): Promise<boolean> =>
  fetch(origin).then(
    () => true,
    () => false,
  );
