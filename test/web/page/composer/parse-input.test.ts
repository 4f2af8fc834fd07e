// Commands and messages as the composer parses them.

import { describe, expect, it } from 'vitest';
import { parseAction, parseInput } from '../../../../web/page/composer/parse-input.ts';

const names = ['Ann', 'Ann Lee', 'Bob', 'سارة'];
const parse = (text: string) => parseInput(text, names);

describe('commands', () => {
  it('[P7] parses actions, names, private messages and help', () => {
    expect(parse('/me waves')).toEqual({ kind: 'message', body: '/me waves' });
    expect(parse('/nick Ada L. ')).toEqual({ kind: 'rename', name: 'Ada L.' });
    expect(parse('/msg bob the *tea*\nis ready')).toEqual({
      kind: 'private',
      to: 'Bob',
      body: 'the *tea*\nis ready',
    });
    expect(parse('/HELP')).toEqual({ kind: 'help' });
  });

  it('[P7] picks the longest matching name, and reports missing parts', () => {
    expect(parse('/msg ann lee hello')).toEqual({
      kind: 'private',
      to: 'Ann Lee',
      body: 'hello',
    });
    expect(parse('/msg Ann hello')).toEqual({ kind: 'private', to: 'Ann', body: 'hello' });
    expect(parse('/msg سارة')).toEqual({ kind: 'address', to: 'سارة' });
    expect(parse('/msg Annabel hello')).toEqual({ kind: 'nobody', name: 'Annabel' });
    for (const command of ['me', 'msg', 'nick']) {
      expect(parse(`/${command} `)).toEqual({ kind: 'incomplete', command });
    }
  });

  it('[P7] rejects unknown commands, and sends paths and two slashes as text', () => {
    expect(parse('/frob x')).toEqual({ kind: 'unknown', command: 'frob' });
    for (const body of ['/etc/hosts', '/', '/ or not', 'and/or', '/10']) {
      expect(parse(body).kind).toBe(body === '/10' ? 'unknown' : 'message');
    }
    expect(parse('//frob x')).toEqual({ kind: 'message', body: '/frob x' });
    expect(parse('//me waves')).toEqual({ kind: 'message', body: ' /me waves' });
  });

  it('[P7] finds the action of a received message', () => {
    expect(parseAction('/me waves')).toBe('waves');
    for (const body of ['/me', '/me ', ' /me waves', '/men at work', 'I /me waves']) {
      expect(parseAction(body)).toBeNull();
    }
  });
});
