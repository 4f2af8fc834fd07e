// Parses what the user typed: a message, or a command after a slash. Pure.

/** Starts an action message: `/me waves` shows as "* Ann waves" (XEP-0245). */
const actionPrefix = '/me ';

export const commandNames = ['me', 'msg', 'nick', 'help'] as const;
export type CommandName = (typeof commandNames)[number];

export type ParsedInput =
  | { readonly kind: 'message'; readonly body: string }
  | { readonly kind: 'private'; readonly to: string; readonly body: string }
  /** `/msg Bob` without a text: the next message is for Bob. */
  | { readonly kind: 'address'; readonly to: string }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'help' }
  /** `/msg` to a name that is not in the room. */
  | { readonly kind: 'nobody'; readonly name: string }
  | { readonly kind: 'incomplete'; readonly command: CommandName }
  | { readonly kind: 'unknown'; readonly command: string };

/**
 * Parses one line. Names may contain spaces, so `names` lists those in the room. A path such as
 * `/etc/hosts` is a message; two slashes send a command as text.
 */
export function parseInput(input: string, names: readonly string[]): ParsedInput {
  const body = input.trim();
  if (body.startsWith('//')) {
    const text = body.slice(1);
    // A leading space keeps escaped text from becoming an action.
    return { kind: 'message', body: parseAction(text) === null ? text : ` ${text}` };
  }

  const [, word, rest = ''] = /^\/([\p{L}\p{N}_-]+)(?:\s+([^]*))?$/u.exec(body) ?? [];
  if (word === undefined) return { kind: 'message', body };

  const command = word.toLowerCase();
  switch (command) {
    case 'help':
      return { kind: 'help' };
    case 'me':
      return rest === ''
        ? { kind: 'incomplete', command }
        : { kind: 'message', body: `${actionPrefix}${rest}` };
    case 'nick':
      return rest === '' ? { kind: 'incomplete', command } : { kind: 'rename', name: rest };
    case 'msg':
      return rest === '' ? { kind: 'incomplete', command } : parseRecipient(rest, names);
    default:
      return { kind: 'unknown', command: word };
  }
}

/** Returns the action of an action message; null for other messages. */
export const parseAction = (body: string): string | null =>
  body.startsWith(actionPrefix) && body.length > actionPrefix.length
    ? body.slice(actionPrefix.length)
    : null;

function parseRecipient(rest: string, names: readonly string[]): ParsedInput {
  const lowered = rest.toLowerCase();
  const matches = (name: string): boolean =>
    lowered === name.toLowerCase() ||
    (lowered.startsWith(name.toLowerCase()) && /^\s/.test(rest.slice(name.length)));
  // The longest match wins: there may be an Ann and an Ann Lee.
  const [to] = names.filter(matches).sort((a, b) => b.length - a.length);
  if (to === undefined) return { kind: 'nobody', name: rest.split(/\s/, 1)[0] ?? rest };
  const body = rest.slice(to.length).trim();
  return body === '' ? { kind: 'address', to } : { kind: 'private', to, body };
}
