// Names of members: how one is written, and when two are the same.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareName } from '../../../functions/core/room/names.ts';

const keyOf = (text: string): string => {
  const prepared = prepareName(text);
  return prepared.ok ? prepared.key : `refused: ${prepared.reason}`;
};

describe('a name', () => {
  it.each([
    ['ann', 'ann'],
    ['  ann  ', 'ann'],
    ['ann \t  lee', 'ann lee'],
    ['Ame\u0301lie', 'Am\u00E9lie'],
    ['李', '李'],
    ['👋', '👋'],
    ['a'.repeat(32), 'a'.repeat(32)],
    ['👋'.repeat(32), '👋'.repeat(32)],
  ])('[R2] %j is written %j', (text, name) => {
    expect(prepareName(text)).toMatchObject({ ok: true, name });
  });

  it.each([
    ['nothing', ''], ['spaces', ' \t\n'], ['33 characters', 'a'.repeat(33)], ['a control', 'a\u0000b'], ['a direction mark', 'a\u202Eb'], ['zero width', 'a\u200Bb'],
    ['a lone surrogate', 'a\uD83D'], ['a private character', '\uE000'],
  ])('[R2] is refused: %s', (_, text) => {
    expect(prepareName(text)).toMatchObject({ ok: false, reason: 'name_invalid' });
  });

  it.each([['Ann', 'aNN'], ['ＡＮＮ', 'ann'], ['ﬁn', 'FIN'], ['ann lee', 'Ann  Lee'], ['Ame\u0301lie', 'AM\u00C9LIE']])('[R3] %j and %j are the same', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it('[R3] ann and anne are not the same', () => {
    expect(keyOf('ann')).not.toBe(keyOf('anne'));
  });

  it('[R2] is not changed by being prepared again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const once = prepareName(text);
      if (once.ok) expect(prepareName(once.name)).toEqual(once);
    }));
  });
});
