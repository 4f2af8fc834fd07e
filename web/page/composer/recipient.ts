// The recipient of a private message: one member, by id. A name can pass to somebody else. Pure.

import type { PresenceMember } from '../../client/index.ts';

export interface Recipient {
  readonly id: string;
  /** The member's name when the user chose it. */
  readonly name: string;
}

export interface PresentMember extends Recipient {
  /** Posts over HTTP, and cannot read private messages. */
  readonly isBot?: boolean;
}

/** Where the recipient of a draft is now. */
export type RecipientStatus =
  | { readonly kind: 'present'; readonly name: string }
  | { readonly kind: 'bot'; readonly name: string }
  | { readonly kind: 'renamed'; readonly name: string; readonly formerName: string }
  /** `isNameTaken`: another member has the name now. */
  | { readonly kind: 'left'; readonly name: string; readonly isNameTaken: boolean };

/** Lists the members who are present. Bots are marked: nobody can write to them. */
export const listRecipients = (presence: readonly PresenceMember[]): readonly PresentMember[] =>
  presence.flatMap(({ id, name, isBot }) =>
    id === null ? [] : [isBot ? { id, name, isBot } : { id, name }],
  );

/** Finds the recipient among the members who are present. */
export function locateRecipient(
  { id, name }: Recipient,
  members: readonly PresentMember[],
): RecipientStatus {
  // Nobody is known before the first presence arrives. The id stays right until then.
  if (members.length === 0) return { kind: 'present', name };

  const member = members.find((other) => other.id === id);
  if (member === undefined) {
    return { kind: 'left', name, isNameTaken: findByName(name, members) !== undefined };
  }
  if (member.isBot === true) return { kind: 'bot', name: member.name };
  return member.name === name
    ? { kind: 'present', name }
    : { kind: 'renamed', name: member.name, formerName: name };
}

/** Finds a member by name, in upper or lower case. The server also knows look-alikes. */
export function findByName(name: string, members: readonly Recipient[]): Recipient | undefined {
  const key = foldName(name);
  return members.find((member) => foldName(member.name) === key);
}

const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
