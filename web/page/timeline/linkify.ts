// Finds the links in a message. A link's text is always its own address, and nothing is fetched.

export interface TextPiece {
  readonly text: string;
  /** Null for plain text. */
  readonly href: string | null;
}

// Up to a space, a quote, an angle bracket or a bidirectional control, which could disguise the
// host.
const candidates =
  /(?<![A-Za-z0-9])https?:\/\/[^\s<>"“”«»\u200E\u200F\u202A-\u202E\u2066-\u2069]+/giu;

const trailingPunctuation = ".,;:!?'’*_~…。、，！？";
const bracketPairs = ['()', '[]', '{}'] as const;

/** Splits a message into plain text and links. */
export function linkify(body: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: candidate, index } of body.matchAll(candidates)) {
    const link = trimLink(candidate);
    const href = readHref(link);
    if (href === null) continue;
    if (index > from) pieces.push({ text: body.slice(from, index), href: null });
    pieces.push({ text: displayText(link, href), href });
    from = index + link.length;
  }
  if (from < body.length) pieces.push({ text: body.slice(from), href: null });
  return pieces;
}

/** Removes the sentence's own punctuation, and closing brackets that opened before the link. */
function trimLink(candidate: string): string {
  const unopened = new Map(
    bracketPairs.map(([opening = '', closing = '']) => [
      closing,
      count(candidate, closing) - count(candidate, opening),
    ]),
  );
  let end = candidate.length;
  for (; end > 0; end -= 1) {
    const last = candidate.charAt(end - 1);
    const surplus = unopened.get(last) ?? 0;
    if (surplus > 0) unopened.set(last, surplus - 1);
    else if (!trailingPunctuation.includes(last)) break;
  }
  return candidate.slice(0, end);
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/**
 * Returns the link's address. Null for a link whose user name imitates a host:
 * https://bank.example@elsewhere.example.
 */
function readHref(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { href, username, password, hostname } = new URL(link);
  return username === '' && password === '' && hostname !== '' ? href : null;
}

/** Shows a host with other letters in Punycode, because look-alike letters imitate other hosts. */
const displayText = (link: string, href: string): string =>
  /^[\x00-\x7F]*$/.test(link.split('/')[2] ?? '') ? link : href;
