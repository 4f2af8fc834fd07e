// `npx ten-minute-chat filter …` as an administrator runs it, against a running server.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filter } from '../../infra/cli/filter-command.ts';
import type { Outcome } from '../../infra/cli/command-result.ts';
import { modes, startServer, type Server } from './server.ts';
import { speakerOn } from './speaker.ts';

const bin = fileURLToPath(new URL('../../infra/cli/ten-minute-chat.mjs', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

describe.each(modes)('the filter command on $mode', (mode) => {
  const directory = mkdtempSync(join(tmpdir(), 'command-'));
  const tokenFile = join(directory, 'token');
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode, { ADMIN_TOKEN_FILE: tokenFile });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const environment = (): Readonly<Record<string, string>> => ({
    TEN_MINUTE_CHAT_URL: server.origin,
    ADMIN_TOKEN_FILE: tokenFile,
  });
  /** What it says, each line ended, as it is printed. */
  const run = async (
    args: readonly string[],
    changes: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> => {
    const files = {
      read: (path: string) => readFile(path, 'utf8'),
      write: (path: string, text: string) => writeFile(path, text),
    };
    const { code, text } = await filter(args, {
      environment: { ...environment(), ...changes },
      files,
    });
    return { code, text: text === '' || text.endsWith('\n') ? text : `${text}\n` };
  };
  /** As a process, from another folder: it finds its own files. */
  const runAsProcess = (args: readonly string[], input = ''): Promise<Ended> =>
    new Promise((resolve) => {
      const { PATH = '', HOME = '' } = process.env;
      const child = spawn(process.execPath, [bin, 'filter', ...args], {
        cwd: directory,
        env: { PATH, HOME, ...environment() },
      });
      const [out, error]: [string[], string[]] = [[], []];
      child.stdout.on('data', (data: Buffer) => out.push(data.toString('utf8')));
      child.stderr.on('data', (data: Buffer) => error.push(data.toString('utf8')));
      child.once('close', (code) => {
        resolve({ code, out: out.join(''), error: error.join('') });
      });
      child.stdin.end(input);
    });
  const file = (name: string, content?: string): string => {
    if (content !== undefined) writeFileSync(join(directory, name), content);
    return join(directory, name);
  };

  it('[F4] [F11] changes what the next message of a socket becomes, within 5 s', async () => {
    const { says, drop } = await speakerOn(server);
    expect(await says('A grobnark!')).toBe('A grobnark!');
    expect(
      await runAsProcess(['import', 'rude', '-', '--new'], '> flower\ngrobnark\n'),
    ).toMatchObject({ code: 0, out: expect.stringContaining('rude is at version 1: 1 added') });
    await expect
      .poll(() => says('A grobnark!'), { timeout: 5_000, interval: 250 })
      .toBe('A flower!');
    drop();
  }, 30_000);

  it('[F3] [F7] [F11] adds, shows, exports, compares, imports and rolls back', async () => {
    await run(['import', 'tools', file('tools.txt', '# language: en\n> pen\nhammer\n')]);
    expect(await run(['add', 'tools', 'saw', 'nail'])).toMatchObject({
      code: 0,
      text: expect.stringContaining('version 2: 2 added'),
    });
    expect(await run(['remove', 'tools', 'nail', 'none'])).toMatchObject({
      code: 0,
      text: expect.stringMatching(/version 3: 0 added, 1 removed\.\nNot in the list: none/),
    });
    expect((await run(['show', 'tools'])).text).toBe(
      '# name: tools\n# language: en\n> pen\nhammer\nsaw\n'.replace('> pen', '>pen'),
    );
    expect((await run(['diff', 'tools', '1'])).text).toBe('+ saw\n');
    for (const name of ['tools.json', 'tools.csv', 'tools-again.txt']) {
      expect((await run(['export', 'tools', file(name)])).code).toBe(0);
      expect((await run(['import', 'tools', file(name), '--dry-run'])).text).toBe(
        'Nothing differs.\n',
      );
    }
    expect(readFileSync(file('tools.csv'), 'utf8')).toContain('forbidden,hammer\n');
    expect(
      (
        await run([
          'import',
          'tools',
          file('less.txt', 'saw\n'),
          '--dry-run',
          '--sample',
          file('sample.txt', 'a hammer\na saw\ntea\n'),
        ])
      ).text,
    ).toBe('- hammer\nNewly caught: 0\nNo longer caught: 1\n  a hammer\n');
    expect((await run(['rollback', 'tools', '1'])).text).toContain('version 4: 0 added, 1 removed');
    expect(
      (await run(['history', 'tools'])).text
        .split('\n')
        .slice(1)
        .map((line) => line.split(/ +/)[0]),
    ).toEqual(['4', '3', '2', '1', '']);
    expect((await run(['list'])).text).toMatch(/^list +version +language .*\n(.*\n)*tools +4 +en/);
    expect(await run(['delete', 'tools'])).toMatchObject({
      code: 0,
      text: expect.stringMatching(/bring it back: .* rollback tools 4\n$/),
    });
  });

  it('[F8] [F11] tries a text, and shows which characters matched', async () => {
    expect((await run(['test', 'Some', 'XML', '--list', 'enterprise'])).text).toMatch(
      /\n {2}Some XML\n {7}\^\^\^ enterprise: XML\n$/,
    );
    expect((await run(['test', 'Some', 'tea'])).text).toBe('Some tea\nNothing matched.\n');
  });

  it('[F2] [F11] ends with a code that says what went wrong, and says what to do', async () => {
    await run(['import', 'mine', file('mine.txt', 'blorf\n')]);
    expect(await run(['import', 'mine', file('mine.txt'), '--expect', '7'])).toMatchObject({
      code: 3,
      text: expect.stringContaining('Version 1 stands.'),
    });
    expect(await run(['add', 'none', 'word'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('There is no word list "none". To make one'),
    });
    expect(await run(['add', 'mine', '???'])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/forbidden\.1: .* It is "\?\?\?"/),
    });
    expect(await run(['import', 'mine', file('mine.txt')])).toMatchObject({
      code: 0,
      text: 'Nothing differs: mine stays at version 1.\n',
    });
    expect(await run(['diff', 'mine', '9'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('Nothing is kept of version 9'),
    });
    expect(await run(['import', 'mine', file('mine.txt'), '--expect', 'x'])).toMatchObject({
      code: 2,
    });
    expect(await run(['export', 'mine', join(directory, 'none', 'mine.txt')])).toMatchObject({
      code: 1,
      text: expect.stringContaining('cannot be written'),
    });
    expect(await run(['list'], { TEN_MINUTE_CHAT_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 1,
      text: expect.stringContaining('No server answers'),
    });
    expect(await run(['list', '--token-file', file('tools.txt')])).toMatchObject({
      code: 1,
      text: expect.stringContaining('token'),
    });
    expect(await run(['list', '--colour'])).toMatchObject({
      code: 2,
      text: expect.stringContaining('--help'),
    });
    expect(await runAsProcess(['frobnicate'])).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringContaining('--help'),
    });
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      text: expect.stringContaining('rollback <list> <N>'),
    });
  });
});
