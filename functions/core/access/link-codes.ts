// Link codes: the short secrets in links' fragments. A code is a keyed hash of the room's secret,
// so it needs no record and no signature, and it lasts as long as its room.

import { encodeScopes, readCodeScopes, type Scope } from '../../protocol/link-code.ts';
import type { Hash, Room } from '../ports.ts';

/** Base64url, so 132 bits. */
const secretCharacters = 22;

type LinkedRoom = Pick<Room, 'id' | 'epoch' | 'linkSecret' | 'linkGeneration'>;

/**
 * Returns the room's code for these scopes. Replacing the room's links changes every code.
 * @example
 * createLinkCode({ hash }, room, ['receive']); // 'CAq3…', 23 characters
 */
export const createLinkCode = (
  { hash }: { readonly hash: Hash },
  room: LinkedRoom,
  scopes: readonly Scope[],
): string =>
  deriveCode(hash, room, { letter: encodeScopes(scopes), generation: room.linkGeneration });

interface VerifiedCode {
  readonly scopes: readonly Scope[];
  /** Which of the room's successive links it is. The newest is `room.linkGeneration`. */
  readonly generation: number;
}

/** Returns what a code allows, even if it was replaced. Undefined: it is not this room's. */
export function verifyLinkCode(
  { hash }: { readonly hash: Hash },
  room: LinkedRoom,
  code: string,
): VerifiedCode | undefined {
  const letter = code.charAt(0);
  for (let generation = room.linkGeneration; generation >= 0; generation -= 1) {
    const expected = deriveCode(hash, room, { letter, generation });
    // Compares hashes, so the time that it takes tells nothing about the code.
    if (hash.sha256(code) === hash.sha256(expected)) {
      return { scopes: readCodeScopes(code), generation };
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
