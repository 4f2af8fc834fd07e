// What a line that begins with a slash means.

import { describe, expect, it } from 'vitest';
import { parseAction, parseInput } from '../../../../web/page/composer/parse-input.ts';

const names = ['Ann', 'Ann Lee', 'Bob', 'سارة'];
const meaning = (text: string) => parseInput(text, names);

describe('commands', () => {
  it('[P7] says what is done, to whom and what, under which name', () => {
    expect(meaning('/me waves')).toEqual({ kind: 'message', body: '/me waves' });
    expect(meaning('/nick Ada L. ')).toEqual({ kind: 'rename', name: 'Ada L.' });
    expect(meaning('/msg bob the *tea*\nis ready')).toEqual({
      kind: 'private',
      to: 'Bob',
      body: 'the *tea*\nis ready',
    });
    expect(meaning('/HELP')).toEqual({ kind: 'help' });
  });

  it('[P7] takes the longest name that fits, and asks for what is missing', () => {
    expect(meaning('/msg ann lee hello')).toEqual({
      kind: 'private',
      to: 'Ann Lee',
      body: 'hello',
    });
    expect(meaning('/msg Ann hello')).toEqual({ kind: 'private', to: 'Ann', body: 'hello' });
    expect(meaning('/msg سارة')).toEqual({ kind: 'address', to: 'سارة' });
    expect(meaning('/msg Annabel hello')).toEqual({ kind: 'nobody', name: 'Annabel' });
    for (const command of ['me', 'msg', 'nick']) {
      expect(meaning(`/${command} `)).toEqual({ kind: 'incomplete', command });
    }
  });

  it('[P7] sends no command it does not know, but paths, and what two slashes say is text', () => {
    expect(meaning('/frob x')).toEqual({ kind: 'unknown', command: 'frob' });
    for (const body of ['/etc/hosts', '/', '/ or not', 'and/or', '/10']) {
      expect(meaning(body).kind).toBe(body === '/10' ? 'unknown' : 'message');
    }
    expect(meaning('//frob x')).toEqual({ kind: 'message', body: '/frob x' });
    expect(meaning('//me waves')).toEqual({ kind: 'message', body: ' /me waves' });
  });

  it('[P7] reads an action in what anybody sent', () => {
    expect(parseAction('/me waves')).toBe('waves');
    for (const body of ['/me', '/me ', ' /me waves', '/men at work', 'I /me waves']) {
      expect(parseAction(body)).toBeNull();
    }
  });
});
