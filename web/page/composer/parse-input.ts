// What a line that begins with a slash means. Pure: it says what is to be done, and others do it.

/**
 * How a message begins that says what somebody does: `/me waves` is shown as "* Ann waves" (as in
 * XEP-0245).
 */
const actionStart = '/me ';

export const commandNames = ['me', 'msg', 'nick', 'help'] as const;
export type CommandName = (typeof commandNames)[number];

export type ParsedInput =
  | { readonly kind: 'message'; readonly body: string }
  | { readonly kind: 'private'; readonly to: string; readonly body: string }
  /** `/msg Bob` without a text: what is written next is for Bob. */
  | { readonly kind: 'address'; readonly to: string }
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'help' }
  /** Nobody here has the name that begins the text. */
  | { readonly kind: 'nobody'; readonly name: string }
  | { readonly kind: 'incomplete'; readonly command: CommandName }
  | { readonly kind: 'unknown'; readonly command: string };

/**
 * `names`: who is here, for names have spaces in them. A path such as /etc/hosts is no command; two
 * slashes send one.
 */
export function parseInput(written: string, names: readonly string[]): ParsedInput {
  const body = written.trim();
  // A leading space keeps what is escaped from being read as an action.
  if (body.startsWith('//')) {
    return {
      kind: 'message',
      body: parseAction(body.slice(1)) === null ? body.slice(1) : ` ${body.slice(1)}`,
    };
  }
  const [, word, rest = ''] = /^\/([\p{L}\p{N}_-]+)(?:\s+([^]*))?$/u.exec(body) ?? [];
  if (word === undefined) return { kind: 'message', body };
  const command = word.toLowerCase();
  if (command === 'help') return { kind: 'help' };
  if (command === 'me') {
    return rest === ''
      ? { kind: 'incomplete', command }
      : { kind: 'message', body: `${actionStart}${rest}` };
  }
  if (command === 'nick') {
    return rest === '' ? { kind: 'incomplete', command } : { kind: 'rename', name: rest };
  }
  if (command === 'msg') {
    return rest === '' ? { kind: 'incomplete', command } : parseRecipient(rest, names);
  }
  return { kind: 'unknown', command: word };
}

/** What somebody does, where a message says that; else null. */
export const parseAction = (body: string): string | null =>
  body.startsWith(actionStart) && body.length > actionStart.length
    ? body.slice(actionStart.length)
    : null;

function parseRecipient(rest: string, names: readonly string[]): ParsedInput {
  const plain = folded(rest);
  const fits = (name: string): boolean =>
    plain === folded(name) ||
    (plain.startsWith(folded(name)) && /^\s/.test(rest.slice(name.length)));
  // The longest: there may be an Ann and an Ann Lee.
  const [to] = names.filter(fits).sort((a, b) => b.length - a.length);
  if (to === undefined) return { kind: 'nobody', name: rest.split(/\s/, 1)[0] ?? rest };
  const body = rest.slice(to.length).trim();
  return body === '' ? { kind: 'address', to } : { kind: 'private', to, body };
}

const folded = (text: string): string => text.toLowerCase();
