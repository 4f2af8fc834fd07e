// Emoji shortcodes, the suggestions while typing, and the messages shown large.

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
  it('[P9] replaces shortcodes and leaves other colons alone', () => {
    expect(replaceShortcodes('Well done :+1: :tada:', table)).toBe('Well done 👍 🎉');
    expect(replaceShortcodes('(:tada::+1:), “:tada:”! 🎉:tada:', table)).toBe('(🎉👍), “🎉”! 🎉🎉');
    const others = ['at 10:30:45', ':nonsense:', 'a::b', 'x:smile', ':)', '10:100:30'];
    const code = ['crate::key::Key', 'a:link:hover', '`:key:`', ':100:30', 'C:/:key:', 'x=:key:'];
    for (const text of [...others, ...code]) {
      expect(replaceShortcodes(text, table)).toBe(text);
    }
  });

  it('[P9] gives every shortcode to one emoji, and shows each emoji large', () => {
    const names = lines
      .trim()
      .split('\n')
      .flatMap((line) => line.split(' ').slice(1));
    expect(names.length).toBeGreaterThan(200);
    expect(new Set(names).size).toBe(names.length);
    for (const emoji of new Set(table.values())) expect(isEmojiOnly(emoji), emoji).toBe(true);
  });

  it('[P9] shows up to three emoji large, but not next to words', () => {
    for (const body of ['👍🏽', '🇩🇪 🇯🇵', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '❤️🔥🎉']) {
      expect(isEmojiOnly(body), body).toBe(true);
    }
    for (const body of ['', '😀😀😀😀', 'ok 👍', '123', '#', '©', ':)', '‍']) {
      expect(isEmojiOnly(body), body).toBe(false);
    }
  });

  it('[P9] suggests emoji for a shortcode, closest match first', () => {
    expect(findEmoji('he', table, 3).map(({ name }) => name)[0]).toBe('heart');
    expect(findEmoji('cat', table, 6).map(({ name }) => name)).toContain('smiley_cat');
    const { from, to, options } = suggest('so :tad', { emoji: table, names: [] });
    expect([from, to, options[0]?.insert]).toEqual([3, 7, '🎉 ']);
    for (const text of [':t', 'a:tada', '10:30', ': tada']) {
      expect(suggest(text, { emoji: table, names: [] }).options).toEqual([]);
    }
  });

  it('[P7] suggests commands after a slash and names after /msg', () => {
    const inserts = (text: string) =>
      suggest(text, { emoji: null, names: ['Ann', 'Bob'] }).options.map(({ insert }) => insert);
    expect(inserts('/')).toEqual(['/me ', '/msg ', '/nick ', '/help']);
    expect(inserts('/m')).toEqual(['/me ', '/msg ']);
    expect(inserts('/msg b')).toEqual(['Bob ']);
    expect(inserts('not /m')).toEqual([]);
  });
});
