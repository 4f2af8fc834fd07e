// Finds the links in a message. Only what shows its own address: the text of a link is where it
// leads. Nothing is ever fetched.

export interface TextPiece {
  readonly text: string;
  /** Null: plain text. */
  readonly href: string | null;
}

// Up to a space, a quote or angle bracket, or a character that turns the direction of writing,
// which could show another host.
const candidates =
  /(?<![A-Za-z0-9])https?:\/\/[^\s<>"“”«»\u200E\u200F\u202A-\u202E\u2066-\u2069]+/giu;

const ends = /[.,;:!?'’*_~…。、，！？]+$/u;
const brackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export function linkify(body: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: found, index } of body.matchAll(candidates)) {
    const shown = withoutEnd(found);
    const href = readHref(shown);
    if (href === null) continue;
    if (index > from) pieces.push({ text: body.slice(from, index), href: null });
    pieces.push({ text: displayText(shown, href), href });
    from = index + shown.length;
  }
  if (from < body.length) pieces.push({ text: body.slice(from), href: null });
  return pieces;
}

/**
 * Punctuation at the end belongs to the sentence, and a closing bracket that was opened before the
 * link too.
 */
function withoutEnd(found: string): string {
  for (let link = found; ;) {
    const last = link.at(-1) ?? '';
    const opening = brackets[last];
    const unopened = opening !== undefined && count(link, opening) < count(link, last);
    const shorter = unopened ? link.slice(0, -1) : link.replace(ends, '');
    if (shorter === link) return link;
    link = shorter;
  }
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/** None where a name before the host pretends to be one: https://bank.example@elsewhere.example. */
function readHref(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { href, username, password, hostname } = new URL(link);
  return username === '' && password === '' && hostname !== '' ? href : null;
}

/**
 * Letters that look like others make a host look like another: it is shown as the network knows it.
 */

const displayText = (link: string, href: string): string =>
  /^[\x00-\x7F]*$/.test(link.split('/')[2] ?? '') ? link : href;
