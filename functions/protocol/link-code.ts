// The form of link codes, the short secrets in links' fragments. The first letter tells what a code
// allows, so clients know it without a request. The server verifies it with the rest
// (functions/core/access/link-codes.ts).

/** A permission that a token or a link grants in its room. */
export type Scope = 'send' | 'receive' | 'moderate';

const scopes: readonly Scope[] = ['send', 'receive', 'moderate'];
/** The letter at position n is for the scopes whose bits are set in n. */
const letters = 'ABCDEFGH';

export const isScope = (word: string): word is Scope => scopes.some((scope) => scope === word);

/** The letter, and 132 bits in base64url. */
const pattern = /^[B-H][\w-]{22}$/;

/** Whether a credential has the form of a link code. A JWT has dots. */
export const isLinkCode = (credential: string): boolean => pattern.test(credential);

/** Returns the first letter of a code for these scopes. */
export const encodeScopes = (granted: readonly Scope[]): string =>
  letters.charAt(
    scopes.reduce((sum, scope, bit) => sum | (granted.includes(scope) ? 1 << bit : 0), 0),
  );

/**
 * Returns the scopes of a code.
 * @example
 * readCodeScopes('DCAq3…'); // ['send', 'receive']
 */
export function readCodeScopes(code: string): readonly Scope[] {
  const set = letters.indexOf(code.charAt(0));
  return scopes.filter((_, bit) => set >= 0 && (set & (1 << bit)) !== 0);
}
