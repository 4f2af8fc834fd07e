// Runs `npx ten-minute-chat filter …` against a running server.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFilterCommand } from '../../infra/cli/filter-command.ts';
import type { CommandResult } from '../../infra/cli/command-result.ts';
import { modes, startServer, type Server } from './server.ts';
import { createSpeaker } from './speaker.ts';

const bin = fileURLToPath(new URL('../../infra/cli/ten-minute-chat.mjs', import.meta.url));

interface ProcessResult {
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
  /** Runs the command in this process; the text ends with a newline, as when printed. */
  const run = async (
    args: readonly string[],
    changes: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> => {
    const files = {
      read: (path: string) => readFile(path, 'utf8'),
      write: (path: string, text: string) => writeFile(path, text),
    };
    const { code, text } = await runFilterCommand(args, {
      environment: { ...environment(), ...changes },
      files,
    });
    return { code, text: text === '' || text.endsWith('\n') ? text : `${text}\n` };
  };
  /** Runs the command as a process, from another folder. */
  const runAsProcess = (args: readonly string[], input = ''): Promise<ProcessResult> =>
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

  it('[F4] [F11] changes the filter of a running room within 5 s', async () => {
    const { send: says, drop } = await createSpeaker(server);
    expect(await says('A grobnark!')).toBe('A grobnark!');
    expect(
      await runAsProcess(['import', 'rude', '-', '--new'], '> flower\ngrobnark\n'),
    ).toMatchObject({ code: 0, out: expect.stringContaining('rude is now at version 1: 1 added') });
    await expect
      .poll(() => says('A grobnark!'), { timeout: 5_000, interval: 250 })
      .toBe('A flower!');
    drop();
  });

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
      expect((await run(['import', 'tools', file(name), '--dry-run'])).text).toBe('No changes.\n');
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
      text: expect.stringMatching(/Restore it with: .* rollback tools 4\n$/),
    });
  });

  it('[F8] [F11] tests a text and marks the characters that match', async () => {
    expect((await run(['test', 'Some', 'XML', '--list', 'enterprise'])).text).toMatch(
      /\n {2}Some XML\n {7}\^\^\^ enterprise: XML\n$/,
    );
    expect((await run(['test', 'Some', 'tea'])).text).toBe('Some tea\nNo matches.\n');
  });

  it('[F2] [F11] exits with a code for each kind of error, and explains it', async () => {
    await run(['import', 'mine', file('mine.txt', 'blorf\n')]);
    expect(await run(['import', 'mine', file('mine.txt'), '--expect', '7'])).toMatchObject({
      code: 3,
      text: expect.stringContaining('The current version is 1.'),
    });
    expect(await run(['add', 'none', 'word'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('There is no word list "none". Create it with'),
    });
    expect(await run(['add', 'mine', '???'])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/forbidden\.1: .* It is "\?\?\?"/),
    });
    expect(await run(['import', 'mine', file('mine.txt')])).toMatchObject({
      code: 0,
      text: 'No changes: mine is still at version 1.\n',
    });
    expect(await run(['diff', 'mine', '9'])).toMatchObject({
      code: 1,
      text: expect.stringContaining('There is no version 9'),
    });
    expect(await run(['import', 'mine', file('mine.txt'), '--expect', 'x'])).toMatchObject({
      code: 2,
    });
    expect(await run(['export', 'mine', join(directory, 'none', 'mine.txt')])).toMatchObject({
      code: 1,
      text: expect.stringContaining('Cannot write'),
    });
    expect(await run(['list'], { TEN_MINUTE_CHAT_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 1,
      text: expect.stringContaining('Cannot reach a server'),
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
