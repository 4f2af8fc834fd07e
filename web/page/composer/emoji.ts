// Emoji by their shortcodes: `:smile:` becomes 😄. The table loads when somebody first types a
// colon.

/** Emoji by shortcode, most common first. */
export type EmojiTable = ReadonlyMap<string, string>;

export interface NamedEmoji {
  readonly name: string;
  readonly emoji: string;
}

let loading: Promise<EmojiTable> | null = null;

/** Returns an empty table if it cannot be loaded. The next call tries again. */
export function loadEmojiTable(): Promise<EmojiTable> {
  loading ??= import('./emoji-table.ts')
    .then(({ table }) => parseEmojiTable(table))
    .catch(() => {
      // There may be a network at the next colon.
      loading = null;
      return new Map();
    });
  return loading;
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

// Several may follow each other. Next to a letter, a digit or a sign of code it is something else:
// 10:100:30, `crate::key::Key`.
const shortcodes =
  /(?<![\p{L}\p{N}:@#$%&=+/\\_`-])(?::[a-z0-9_+-]+:)+(?![\p{L}\p{N}:@#$%&=+/\\_`]|[.-][\p{L}\p{N}])/gu;

/** Replaces the shortcodes of the table that stand alone. */
export const replaceShortcodes = (text: string, table: EmojiTable): string =>
  text.replace(shortcodes, (codes) =>
    codes.replace(/:([a-z0-9_+-]+):/g, (code, name: string) => table.get(name) ?? code),
  );

/**
 * Finds emoji by a part of their names: first the names that start with it, shortest first, then
 * those that contain it. Lists each emoji once.
 */
export function findEmoji(
  typed: string,
  table: EmojiTable,
  maxResults: number,
): readonly NamedEmoji[] {
  const names = [...table.keys()];
  const starting = names
    .filter((name) => name.startsWith(typed))
    .sort((a, b) => a.length - b.length);
  const containing = names.filter((name) => name.indexOf(typed) > 0);

  const found = new Map<string, string>();
  for (const name of [...starting, ...containing]) {
    const emoji = table.get(name) ?? '';
    if (!found.has(emoji)) found.set(emoji, name);
    if (found.size === maxResults) break;
  }
  return [...found].map(([emoji, name]) => ({ name, emoji }));
}

// One emoji as people see it: a flag, a keycap, or a picture with a skin tone, which zero-width
// joiners may join to others.
const modifier = '(?:\\uFE0F|\\p{Emoji_Modifier})';
const picture =
  '(?:\\p{Emoji_Presentation}|' +
  `\\p{Extended_Pictographic}(?=\\uFE0F|\\p{Emoji_Modifier}))${modifier}?`;
const tagSequence = '[\\u{E0020}-\\u{E007E}]+\\u{E007F}';
const joined = `${picture}(?:${tagSequence}|(?:\\u200D\\p{Extended_Pictographic}${modifier}?)+)?`;
const flag = '\\p{Regional_Indicator}{2}';
const keycap = '[0-9#*]\\uFE0F?\\u20E3';
const emojiOnly = new RegExp(`^(?:\\s*(?:${flag}|${keycap}|${joined})){1,3}\\s*$`, 'u');

/** True for one to three emoji and nothing else: the page shows them large. */
export const isEmojiOnly = (body: string): boolean => body.length <= 60 && emojiOnly.test(body);
