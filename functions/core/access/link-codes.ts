// Link codes: the short secret in a link's fragment. A code is a keyed hash of the room's secret, so
// it needs no record and no signature, and it lasts as long as its room.

import type { Hash, Room, Scope } from '../ports.ts';

const bits: readonly Scope[] = ['send', 'receive', 'moderate'];
/** Position n stands for the scopes whose bits are set in n, so clients can tell them too. */
const letters = 'ABCDEFGH';
/** Base64url, so 132 bits. */
const secretCharacters = 22;
const pattern = /^[B-H][\w-]{22}$/;

/** Whether a credential has the form of a code. A JWT has dots. */
export const isLinkCode = (credential: string): boolean => pattern.test(credential);

type LinkedRoom = Pick<Room, 'id' | 'epoch' | 'linkSecret' | 'linkGeneration'>;

/**
 * Returns the room's code for these scopes. Replacing the room's links changes every code.
 * @example
 * createLinkCode({ hash }, room, ['receive']); // 'CAq3…', 23 characters
 */
export function createLinkCode(
  { hash }: { readonly hash: Hash },
  room: LinkedRoom,
  scopes: readonly Scope[],
): string {
  const set = bits.reduce((sum, scope, bit) => sum | (scopes.includes(scope) ? 1 << bit : 0), 0);
  return deriveCode(hash, room, { letter: letters.charAt(set), generation: room.linkGeneration });
}

interface VerifiedCode {
  readonly scopes: readonly Scope[];
  /** Which of the room's successive links it is. The newest is `room.linkGeneration`. */
  readonly generation: number;
}

/** Returns what a code allows, also if it was replaced. Undefined: it is not this room's. */
export function verifyLinkCode(
  { hash }: { readonly hash: Hash },
  room: LinkedRoom,
  code: string,
): VerifiedCode | undefined {
  const letter = code.charAt(0);
  const set = letters.indexOf(letter);
  for (let generation = room.linkGeneration; generation >= 0; generation -= 1) {
    const expected = deriveCode(hash, room, { letter, generation });
    // Hashes are compared, so the time of the comparison tells nothing about the code.
    if (hash.sha256(code) === hash.sha256(expected)) {
      return { scopes: bits.filter((_, bit) => (set & (1 << bit)) !== 0), generation };
    }
  }
  return undefined;
}

interface CodeParts {
  readonly letter: string;
  readonly generation: number;
}

function deriveCode(hash: Hash, room: LinkedRoom, { letter, generation }: CodeParts): string {
  const text = `link ${room.id} ${room.epoch} ${room.linkSecret} ${generation} ${letter}`;
  return letter + hash.sha256(text).slice(0, secretCharacters);
}
