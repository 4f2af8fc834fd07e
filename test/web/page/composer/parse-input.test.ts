// Commands and messages as the composer parses them.

import { describe, expect, it } from 'vitest';
import { isCommand, parseAction, parseInput } from '../../../../web/page/composer/parse-input.ts';

const bob = { id: 'm-bob', name: 'Bob' };
const ann = { id: 'm-ann', name: 'Ann' };
const annLee = { id: 'm-ann-lee', name: 'Ann Lee' };
const sara = { id: 'm-sara', name: 'سارة' };
const members = [ann, annLee, bob, sara];
const parse = (text: string) => parseInput(text, members);

describe('commands', () => {
  it('[P7] parses actions, names, private messages and help', () => {
    expect(parse('/me waves')).toEqual({ kind: 'message', body: '/me waves' });
    expect(parse('/nick Ada L. ')).toEqual({ kind: 'rename', name: 'Ada L.' });
    expect(parse('/msg bob the *tea*\nis ready')).toEqual({
      kind: 'private',
      to: bob,
      body: 'the *tea*\nis ready',
    });
    expect(parse('/HELP')).toEqual({ kind: 'help' });
  });

  it('[P7] [P19] asks if two names fit, and reports missing parts', () => {
    const names = ['Ann', 'Ann Lee'];
    expect(parse('/msg ann lee hello')).toEqual({ kind: 'ambiguous', names });
    expect(parse('/msg ann lee')).toEqual({ kind: 'address', to: annLee });
    expect(parse('/msg ann')).toEqual({ kind: 'address', to: ann });
    expect(parse('/msg Ann hello')).toEqual({ kind: 'private', to: ann, body: 'hello' });
    expect(parse('/msg سارة')).toEqual({ kind: 'address', to: sara });
    expect(parse('/msg Annabel hello')).toEqual({ kind: 'nobody', name: 'Annabel' });
    for (const command of ['me', 'msg', 'nick']) {
      expect(parse(`/${command} `)).toEqual({ kind: 'incomplete', command });
      // A letter that is drawn as a blank.
      expect(parse(`/${command} \u3164`)).toEqual({ kind: 'incomplete', command });
    }
    expect(parse('/msg bob \u2800')).toEqual({ kind: 'address', to: bob });
  });

  it('[P7] rejects unknown commands, and sends paths and two slashes as text', () => {
    expect(parse('/frob x')).toEqual({ kind: 'unknown', command: 'frob' });
    for (const body of ['/etc/hosts', '/', '/ or not', 'and/or', '/10']) {
      expect(parse(body).kind).toBe(body === '/10' ? 'unknown' : 'message');
    }
    expect(parse('//frob x')).toEqual({ kind: 'message', body: '/frob x' });
    expect(parse('//me waves')).toEqual({ kind: 'message', body: ' /me waves' });
  });

  it.each([
    '／msg bob psst',
    '／ｍｓｇ Ｂｏｂ psst',
    '/MSG\u3000BOB\u3000psst',
    '\u200B/msg bob psst',
    '\uFEFF \u2060/msg bob psst',
    '\u202E/msg bob psst',
    '/\u200Bmsg bob psst',
    '/m\u00ADsg\u200D bob psst',
    '/msg \u200Bbob psst',
    '/msg\u200B \u200B bo\u200Bb\u2060 psst',
  ])('[P19] takes %j for a private message', (text) => {
    expect(parse(text)).toEqual({ kind: 'private', to: bob, body: 'psst' });
    expect(isCommand(text)).toBe(true);
  });

  it('[P19] sends nothing to a name that nobody has', () => {
    for (const text of ['／msg eve psst', '\u200B/msg bobby psst', '/msg bob\u200Bpsst']) {
      expect(parse(text).kind).toBe('nobody');
    }
    expect(parse('\u200B/msg').kind).toBe('incomplete');
  });

  it('[P7] keeps invisible characters and full-width slashes of other messages', () => {
    for (const body of ['\u200Fشكرا', '／', '1／2', '／etc／hosts', '\u2800']) {
      expect(parse(body)).toEqual({ kind: 'message', body });
      expect(isCommand(body)).toBe(body.startsWith('／'));
    }
    expect(parse('／／frob x')).toEqual({ kind: 'message', body: '／frob x' });
    expect(parse('\u200B//me waves')).toEqual({ kind: 'message', body: ' /me waves' });
  });

  it('[P7] finds the action of a received message', () => {
    expect(parseAction('/me waves')).toBe('waves');
    for (const body of ['/me', '/me ', ' /me waves', '/men at work', 'I /me waves']) {
      expect(parseAction(body)).toBeNull();
    }
  });
});
