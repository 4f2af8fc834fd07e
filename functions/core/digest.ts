// A 53-bit digest of a text: enough to tell a retry from another message under the same cid, or one
// sender from another. It is not for security: a forged digest only harms its forger.

/** Returns two 32-bit FNV-1a style lanes, with murmur3's finalizer constants, in base 36. */
export function digest(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
  }
  low = Math.imul(low ^ (high >>> 15), 0x85ebca6b);
  high = Math.imul(high ^ (low >>> 13), 0xc2b2ae35);
  return ((high >>> 0) * 0x200000 + (low >>> 11)).toString(36);
}
