// Emoji by their names, what is offered for them, and what is shown large.

import { describe, expect, it } from 'vitest';
import {
  findEmoji,
  isEmojiOnly,
  parseEmojiTable,
  replaceShortcodes,
} from '../../../../web/page/composer/emoji.ts';
import { table as lines } from '../../../../web/page/composer/emoji-table.ts';
import { suggest } from '../../../../web/page/composer/suggestions.ts';

const table = parseEmojiTable(lines);

describe('emoji', () => {
  it('[P9] stand for their names, and other colons stay', () => {
    expect(replaceShortcodes('Well done :+1: :tada:', table)).toBe('Well done 👍 🎉');
    for (const text of ['at 10:30:45', ':nonsense:', 'a::b', 'x:smile', ':)']) {
      expect(replaceShortcodes(text, table)).toBe(text);
    }
  });

  it('[P9] each have names of their own, and are shown large alone', () => {
    const names = lines
      .trim()
      .split('\n')
      .flatMap((line) => line.split(' ').slice(1));
    expect(names.length).toBeGreaterThan(200);
    expect(new Set(names).size).toBe(names.length);
    for (const emoji of new Set(table.values())) expect(isEmojiOnly(emoji), emoji).toBe(true);
  });

  it('[P9] are large up to three, with skin tones, flags and families, and not beside words', () => {
    for (const body of ['👍🏽', '🇩🇪 🇯🇵', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '❤️🔥🎉']) {
      expect(isEmojiOnly(body), body).toBe(true);
    }
    for (const body of ['', '😀😀😀😀', 'ok 👍', '123', '#', '©', ':)', '‍']) {
      expect(isEmojiOnly(body), body).toBe(false);
    }
  });

  it('[P9] are offered by what is typed, the nearest first', () => {
    expect(findEmoji('he', table, 3).map(({ name }) => name)[0]).toBe('heart');
    expect(findEmoji('cat', table, 6).map(({ name }) => name)).toContain('smiley_cat');
    const { from, to, options } = suggest('so :tad', { emoji: table, names: [] });
    expect([from, to, options[0]?.insert]).toEqual([3, 7, '🎉 ']);
    for (const text of [':t', 'a:tada', '10:30', ': tada']) {
      expect(suggest(text, { emoji: table, names: [] }).options).toEqual([]);
    }
  });

  it('[P7] commands are offered after a slash, names after /msg', () => {
    const offered = (text: string) =>
      suggest(text, { emoji: null, names: ['Ann', 'Bob'] }).options.map(({ insert }) => insert);
    expect(offered('/')).toEqual(['/me ', '/msg ', '/nick ', '/help']);
    expect(offered('/m')).toEqual(['/me ', '/msg ']);
    expect(offered('/msg b')).toEqual(['Bob ']);
    expect(offered('not /m')).toEqual([]);
  });
});
