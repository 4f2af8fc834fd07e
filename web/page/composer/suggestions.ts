// Completions for the text being typed: emoji after a colon, commands after a slash, names after
// /msg. Pure.

import { findEmoji, type EmojiTable } from './emoji.ts';
import { commandNames, type CommandName } from './parse-input.ts';

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
  /** The range of the text that an accepted suggestion replaces. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Suggestion[];
}

export interface SuggestionSources {
  /** Null until the table is loaded. */
  readonly emoji: EmojiTable | null;
  /** The names of the other members. */
  readonly names: readonly string[];
}

const none: Suggestions = { from: 0, to: 0, options: [] };
const maxSuggestions = 6;

/** `text`: the text before the caret. */
export function suggest(text: string, { emoji, names }: SuggestionSources): Suggestions {
  const to = text.length;

  const [, command] = /^[/／]([a-z]*)$/i.exec(text) ?? [];
  if (command !== undefined) return { from: 0, to, options: suggestCommands(command) };

  const [, start, name] = /^([/／]msg\s+)(.*)$/i.exec(text) ?? [];
  if (start !== undefined && name !== undefined) {
    return { from: start.length, to, options: suggestNames(name, names) };
  }

  // At least two letters: a colon alone or a smiley such as :D asks for nothing.
  const [, code] = /(?:^|[\s(])(:[a-z0-9_+-]{2,})$/.exec(text) ?? [];
  if (code === undefined || emoji === null) return none;
  const options = findEmoji(code.slice(1), emoji, maxSuggestions).map((found): Suggestion => ({
    kind: 'emoji',
    ...found,
    insert: `${found.emoji} `,
  }));
  return { from: to - code.length, to, options };
}

const suggestCommands = (typed: string): readonly Suggestion[] =>
  commandNames
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({
      kind: 'command',
      command: name,
      insert: name === 'help' ? '/help' : `/${name} `,
    }));

const suggestNames = (typed: string, names: readonly string[]): readonly Suggestion[] =>
  names
    .filter(
      (name) =>
        name.toLowerCase().startsWith(typed.toLowerCase()) &&
        name.length > typed.length &&
        // A whole name is typed: Enter must not turn Ann into Ann Lee.
        !names.some((whole) => whole.toLowerCase() === typed.trim().toLowerCase()),
    )
    .slice(0, maxSuggestions)
    .map((name) => ({ kind: 'name', name, insert: `${name} ` }));
