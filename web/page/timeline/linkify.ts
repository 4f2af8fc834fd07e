// Finds the links in a message, with or without `https://`. A link's text is always its own
// address, and nothing is fetched.

import {
  addressEnd,
  addressEndings,
  addressStart,
  endingsBeforePath,
  port,
} from '../../../functions/protocol/web-addresses.ts';

export interface TextPiece {
  readonly text: string;
  /** Null for plain text. */
  readonly href: string | null;
}

// A link ends before a space, a quote, an angle bracket, the punctuation of a language without
// spaces, a character that shows nothing, or a direction mark, which could disguise the host.
const linkUnit =
  '[^\\s<>"“”«»。、，！？；：｡､「」『』【】《》〈〉〔〕［］｛｝،؛؟۔' +
  '\\u115F\\u1160\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u2800\\u3164\\uFFA0]';
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const explicitLink = `(?<![a-z0-9])https?://${linkUnit}+`;
// Only hosts of ASCII letters, or of Cyrillic ones before рф: a mixture could imitate another host.
// Nothing after a colon, which may be another scheme's.
const bareLink =
  `(?<!:)${addressStart}(?:` +
  `(?:[а-яё0-9-]+\\.){1,8}рф(?=${port}|/[\\p{L}\\p{N}?@~])|` +
  `www\\.(?:${label}\\.){1,8}[a-z]{2,63}${addressEnd}|` +
  `(?:${label}\\.){1,8}(?:(?:${addressEndings})${addressEnd}|` +
  `(?:${endingsBeforePath})(?=${port}|/[\\p{L}\\p{N}?@~])))` +
  `(?:${port}(?!\\d))?(?:[/?#]${linkUnit}*)?`;
const explicitLinks = new RegExp(explicitLink, 'giu');
const allLinks = new RegExp(`${explicitLink}|${bareLink}`, 'giu');

const trailingPunctuation = ".,;:!?'’*_~…।\u00AD\u200C\u200D";
const openingBrackets: Readonly<Record<string, string>> = {
  ')': '(',
  ']': '[',
  '}': '{',
  '）': '（',
};

export interface LinkifyOptions {
  /**
   * Whether addresses without `https://` are links.
   * @defaultValue true
   */
  readonly bare?: boolean;
}

/** Splits a message into plain text and links. */
export function linkify(body: string, { bare = true }: LinkifyOptions = {}): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { 0: candidate, index } of body.matchAll(bare ? allLinks : explicitLinks)) {
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

/** Ends a link before a bracket that opened before it, and without the sentence's punctuation. */
function trimLink(candidate: string): string {
  let end = findUnopenedBracket(candidate);
  while (end > 0 && trailingPunctuation.includes(candidate.charAt(end - 1))) end -= 1;
  return candidate.slice(0, end);
}

/** Returns the place of the first closing bracket without an opening one; else the end. */
function findUnopenedBracket(text: string): number {
  const open = new Map<string, number>();
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    const opening = openingBrackets[unit];
    if (opening === undefined) open.set(unit, (open.get(unit) ?? 0) + 1);
    else {
      const count = open.get(opening) ?? 0;
      if (count === 0) return index;
      open.set(opening, count - 1);
    }
  }
  return text.length;
}

/**
 * Returns the link's address. Null for a link whose user name imitates a host:
 * https://bank.example@elsewhere.example.
 */
function readHref(link: string): string | null {
  const address = /^https?:\/\//i.test(link) ? link : `https://${link}`;
  if (!URL.canParse(address)) return null;
  const { href, username, password, hostname } = new URL(address);
  return username === '' && password === '' && hostname !== '' ? href : null;
}

// As in browsers, a host whose letters are all Cyrillic, the ending's included, imitates no other.
const plainHost = /^(?:[\w.-]+|[\p{Script=Cyrillic}0-9.-]+)(?::\d+)?$/u;

/**
 * Returns the text of a link: as written, with readable letters. Punycode replaces a host that
 * could imitate another.
 */
function displayText(link: string, href: string): string {
  const [, scheme = '', host = '', rest = ''] = splitAddress(link);
  if (plainHost.test(host)) return scheme + host + decodeLetters(rest);
  const [, safeScheme = '', safeHost = '', safeRest = ''] = splitAddress(href);
  return safeScheme + safeHost + decodeLetters(safeRest);
}

const splitAddress = (address: string): readonly string[] =>
  /^(https?:\/\/)?([^/?#]*)(.*)$/is.exec(address) ?? [];

const escapes = /(?:%[89a-f][0-9a-f])+/gi;
// Anything but letters, their accents and digits: such as direction marks, and signs like a slash.
const unreadable =
  /(?:[^\p{L}\p{M}\p{N}]|\p{Default_Ignorable_Code_Point}|(?<![\p{L}\p{M}])\p{M})\p{M}*/gu;

/** Shows `%D0%BF` as `п`. The address stays the same: browsers encode it again. */
const decodeLetters = (path: string): string =>
  path.replace(escapes, (run) => {
    try {
      return decodeURIComponent(run).replace(unreadable, encodeURIComponent);
    } catch {
      // It is not UTF-8.
      return run;
    }
  });
