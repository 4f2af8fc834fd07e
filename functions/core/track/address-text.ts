// A text as a browser would read the addresses in it: `ｅｖｉｌ。com` and `evil․com` are evil.com.
// Each place in it can be traced back to the text as it was sent.

export interface AddressText {
  readonly text: string;
  /** Returns the place in the sent text. */
  readonly toSent: (index: number) => number;
}

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Where compatibility forms of letters, digits, dots and slashes are. */
const compatibility = /[\u00A0-\u00BF\u2000-\u2BFF\u{F900}-\u{FFEF}\u{1D400}-\u{1F2FF}]/u;
/** Chinese and Japanese sentences end with the full stop that browsers take for a dot. */
const endsSentence = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30FC]$/u;

/** Replaces compatibility forms and the ideographic full stop, and leaves out what is invisible. */
export function simplifyAddresses(sent: string): AddressText {
  if (!/[^\0-\x7F]/.test(sent)) return { text: sent, toSent: (index) => index };

  const places: number[] = [];
  let text = '';
  let place = 0;
  for (const character of sent) {
    const simple = simplify(character, text);
    places.push(...Array<number>(simple.length).fill(place));
    text += simple;
    place += character.length;
  }
  return { text, toSent: (index) => places[index] ?? sent.length };
}

function simplify(character: string, before: string): string {
  if (character < '\u0080') return character;
  if (character === '\u3002' || character === '\uFF61') {
    return endsSentence.test(before.slice(-2)) ? character : '.';
  }
  if (invisible.test(character)) return '';
  return compatibility.test(character) ? character.normalize('NFKC') : character;
}
