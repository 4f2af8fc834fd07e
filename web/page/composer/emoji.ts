// Emoji by their names: `:smile:` becomes 😄. The table is fetched when somebody first types a
// colon.

/** By shortcode, the commonest first. */
export type EmojiTable = ReadonlyMap<string, string>;

let fetched: Promise<EmojiTable> | null = null;

export function loadEmojiTable(): Promise<EmojiTable> {
  fetched ??= import('./emoji-table.ts')
    .then(({ table }) => parseEmojiTable(table))
    .catch(() => {
      // Without a network now; with the next colon perhaps.
      fetched = null;
      return new Map();
    });
  return fetched;
}

/** @internal */
export function parseEmojiTable(lines: string): EmojiTable {
  const table = new Map<string, string>();
  for (const line of lines.trim().split('\n')) {
    const [emoji = '', ...names] = line.trim().split(' ');
    for (const name of names) table.set(name, emoji);
  }
  return table;
}

/**
 * Every shortcode of the table; what stands between colons and is none, such as 10:30:45, stays.
 */
export const replaceShortcodes = (text: string, table: EmojiTable): string =>
  text.replace(/:([a-z0-9_+-]+):/g, (code, name: string) => table.get(name) ?? code);

/**
 * The names that begin with what was typed, the shortest first, then those that hold it; each emoji
 * once.
 */
export function findEmoji(
  typed: string,
  table: EmojiTable,
  max: number,
): readonly { readonly name: string; readonly emoji: string }[] {
  const names = [...table.keys()];
  const begin = names.filter((name) => name.startsWith(typed)).sort((a, b) => a.length - b.length);
  const found = [...begin, ...names.filter((name) => name.indexOf(typed) > 0)];
  const shown = new Map<string, string>();
  for (const name of found) {
    const emoji = table.get(name) ?? '';
    if (!shown.has(emoji)) shown.set(emoji, name);
    if (shown.size === max) break;
  }
  return [...shown].map(([emoji, name]) => ({ name, emoji }));
}

// One emoji as people see it: a flag, a keycap, or a picture with its skin tone, joined to others
// by zero-width joiners.
const picture =
  '(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}(?=\\uFE0F|\\p{Emoji_Modifier}))(?:\\uFE0F|\\p{Emoji_Modifier})?';
const joined = `${picture}(?:[\\u{E0020}-\\u{E007E}]+\\u{E007F}|(?:\\u200D\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?)+)?`;
const lone = new RegExp(
  `^(?:\\s*(?:\\p{Regional_Indicator}{2}|[0-9#*]\\uFE0F?\\u20E3|${joined})){1,3}\\s*$`,
  'u',
);

/** One to three emoji and nothing else: shown large. */
export const isEmojiOnly = (body: string): boolean => body.length <= 60 && lone.test(body);
