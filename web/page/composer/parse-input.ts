// Parses what the user typed: a message, or a command after a slash. Pure.

import { isBlank } from '../../../functions/protocol/blank-text.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { findByName, type Recipient } from './recipient.ts';

/** Starts an action message: `/me waves` shows as "* Ann waves" (XEP-0245). */
const actionPrefix = '/me ';

/** Every word of a name has a character, and a space before the next. */
const maxNameWords = limits.maxNameCharacters / 2;

export const commandNames = ['me', 'msg', 'nick', 'help'] as const;
export type CommandName = (typeof commandNames)[number];

export type ParsedInput =
  | { readonly kind: 'message'; readonly body: string }
  | { readonly kind: 'private'; readonly to: Recipient; readonly body: string }
  /** `/msg Bob` without a text: the next message is for Bob. */
  | { readonly kind: 'address'; readonly to: Recipient }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'help' }
  /** `/msg` to names of which one begins with the other, so either could be meant. */
  | { readonly kind: 'ambiguous'; readonly names: readonly [shorter: string, longer: string] }
  /** `/msg` to a name that is not in the room. */
  | { readonly kind: 'nobody'; readonly name: string }
  | { readonly kind: 'incomplete'; readonly command: CommandName }
  | { readonly kind: 'unknown'; readonly command: string };

// Characters that show nothing. A command behind them still looks like one.
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * Parses one line. Names may contain spaces, so `members` lists those in the room. A path such as
 * `/etc/hosts` is a message; two slashes send a command as text. Full-width slashes and letters
 * count as the plain ones, and invisible characters do not hide a command.
 */
export function parseInput(input: string, members: readonly Recipient[]): ParsedInput {
  const message = input.trim();
  const [, head = '', rest = ''] = /^(\S+)(?:\s+([^]*))?$/.exec(trimBlanks(message)) ?? [];
  const plainHead = head.replace(invisible, '').normalize('NFKC');

  if (plainHead.startsWith('//')) {
    const text = trimBlanks(message).slice(1);
    // A leading space keeps escaped text from becoming an action.
    return { kind: 'message', body: parseAction(text) === null ? text : ` ${text}` };
  }

  const [, word] = /^\/([\p{L}\p{N}_-]+)$/u.exec(plainHead) ?? [];
  if (word === undefined) return { kind: 'message', body: message };

  const command = word.toLowerCase();
  switch (command) {
    case 'help':
      return { kind: 'help' };
    case 'me':
      return isBlank(rest)
        ? { kind: 'incomplete', command }
        : { kind: 'message', body: `${actionPrefix}${rest}` };
    case 'nick':
      return isBlank(rest) ? { kind: 'incomplete', command } : { kind: 'rename', name: rest };
    case 'msg':
      return isBlank(rest) ? { kind: 'incomplete', command } : parseRecipient(rest, members);
    default:
      return { kind: 'unknown', command: word };
  }
}

/** Returns the action of an action message; null for other messages. */
export const parseAction = (body: string): string | null =>
  body.startsWith(actionPrefix) && body.length > actionPrefix.length
    ? body.slice(actionPrefix.length)
    : null;

/** Whether a text that is being typed begins like a command. */
export const isCommand = (text: string): boolean => /^[/／]/.test(trimBlanks(text));

/** Removes spaces and invisible characters from the start. */
const trimBlanks = (text: string): string =>
  text.replace(/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+/u, '');

function parseRecipient(typed: string, members: readonly Recipient[]): ParsedInput {
  const rest = trimBlanks(typed);
  const wordEnds = Array.from(rest.matchAll(/\S(?=\s|$)/g), ({ index }) => index + 1);
  const [longest, shorter] = wordEnds
    .slice(0, maxNameWords)
    .reverse()
    .flatMap((end) => {
      const to = findByName(rest.slice(0, end), members);
      return to === undefined ? [] : { to, body: rest.slice(end).trim() };
    });
  if (longest === undefined) return { kind: 'nobody', name: rest.split(/\s/, 1)[0] ?? rest };

  const { to, body } = longest;
  if (isBlank(body)) return { kind: 'address', to };
  // With an Ann and an Ann I here, `/msg Ann I think so` may be for either.
  if (shorter !== undefined) return { kind: 'ambiguous', names: [shorter.to.name, to.name] };
  return { kind: 'private', to, body };
}
