// What may be meant by what is being typed: an emoji after a colon, a command after a slash, a name
// after /msg. Pure.

import { commandNames, type CommandName } from './parse-input.ts';
import { findEmoji, type EmojiTable } from './emoji.ts';

export type Suggestion =
  | {
      readonly kind: 'emoji';
      readonly name: string;
      readonly emoji: string;
      readonly insert: string;
    }
  | { readonly kind: 'command'; readonly command: CommandName; readonly insert: string }
  | { readonly kind: 'name'; readonly name: string; readonly insert: string };

export interface Suggestions {
  /** What an accepted suggestion replaces. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Suggestion[];
}

const none: Suggestions = { from: 0, to: 0, options: [] };
const max = 6;

/** `text` up to where the caret stands. */
export function suggest(
  text: string,
  { emoji, names }: { readonly emoji: EmojiTable | null; readonly names: readonly string[] },
): Suggestions {
  const to = text.length;
  const [, command] = /^\/([a-z]*)$/i.exec(text) ?? [];
  if (command !== undefined) {
    const options = commandNames.filter((name) => name.startsWith(command.toLowerCase()));
    return {
      from: 0,
      to,
      options: options.map((name) => ({
        kind: 'command',
        command: name,
        insert: name === 'help' ? '/help' : `/${name} `,
      })),
    };
  }
  const [, start, name] = /^(\/msg\s+)(.*)$/i.exec(text) ?? [];
  if (start !== undefined && name !== undefined) {
    const typed = name.toLowerCase();
    const options = names
      .filter((one) => one.toLowerCase().startsWith(typed) && one.length > name.length)
      .slice(0, max);
    return {
      from: start.length,
      to,
      options: options.map((one) => ({ kind: 'name', name: one, insert: `${one} ` })),
    };
  }
  // Two letters at least: a colon alone, or a smiley such as :D, is no question.
  const [, code] = /(?:^|[\s(])(:[a-z0-9_+-]{2,})$/.exec(text) ?? [];
  if (code === undefined || emoji === null) return none;
  const options = findEmoji(code.slice(1), emoji, max);
  return {
    from: to - code.length,
    to,
    options: options.map((found) => ({ kind: 'emoji', ...found, insert: `${found.emoji} ` })),
  };
}
