// The height of a message's text, estimated the same on every screen.

const maxLines = 16;
/** Characters in a line, between a phone's and a wide screen's. */
const columns = 60;
/** Twice as wide as other letters. */
const wideLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Returns whether a text is tall enough to be folded. */
export function isTall(text: string): boolean {
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    const width = paragraph.length + (paragraph.match(wideLetter)?.length ?? 0);
    lines += Math.max(1, Math.ceil(width / columns));
    if (lines > maxLines) return true;
  }
  return false;
}
