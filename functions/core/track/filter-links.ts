// The transforms for links: show them as plain text, or keep only links to allowed hosts. Off
// unless a room or the deployment turns one on.

import {
  addressEnd,
  addressEndings,
  addressStart,
  endingsBeforePath,
  port,
} from '../../protocol/web-addresses.ts';
import { lazy } from '../lazy.ts';
import { simplifyAddresses } from './address-text.ts';
import { applyEdits, type Edit } from './message-text.ts';
import type { Transform } from './transform.ts';
import type { TextSpan } from './word-filter/index.ts';

const cause = { by: 'links' } as const;
const schemeUnit = /[a-z0-9+.-]/i;
const letter = /[a-z]/i;

/**
 * Removes the scheme of links (`https://`). The text still shows where a link leads, but nobody can
 * open it by mistake.
 */
export const defangLinks: Transform = (message) =>
  message.text.includes('://') ? applyEdits(message, findSchemes(message.text)) : message;

/**
 * Removing a scheme may form a new one with the text before it (`httphttps://s://x`). So this looks
 * for schemes in the remaining text while it grows.
 */
function findSchemes(text: string): Edit[] {
  const remaining: number[] = [];
  // For each remaining character, where the scheme that it may belong to starts. Looking for the
  // start from each colon would take the square of a text's length.
  const starts: number[] = [];
  const charAt = (index: number): string => text.charAt(remaining[index] ?? text.length);
  for (let index = 0; index < text.length; index += 1) {
    const place = remaining.length;
    starts[place] = continueScheme(starts[place - 1], text.charAt(index), place);
    remaining.push(index);
    const colon = place - 2;
    if (text[index] !== '/' || charAt(colon + 1) !== '/' || charAt(colon) !== ':') continue;
    const start = starts[colon - 1] ?? noScheme;
    if (start === noScheme) continue;
    remaining.length = start;
    while (text[index + 1] === '/') index += 1;
  }
  return removeGaps(remaining, text.length);
}

const noScheme = -1;

/** Returns where the scheme of a character starts, after that of the character before. */
function continueScheme(before: number | undefined, character: string, place: number): number {
  if (!schemeUnit.test(character)) return noScheme;
  if (before !== undefined && before !== noScheme) return before;
  return letter.test(character) ? place : noScheme;
}

/**
 * Returns where the scheme before a colon starts. A scheme starts with a letter (RFC 3986 section
 * 3.1). Without a scheme, returns the colon's own place.
 */
function findSchemeStart(charAt: (index: number) => string, colon: number): number {
  let start = colon;
  while (start > 0 && schemeUnit.test(charAt(start - 1))) start -= 1;
  while (start < colon && !letter.test(charAt(start))) start += 1;
  return start;
}

/** Returns the edits that remove all positions that do not remain. */
function removeGaps(remaining: readonly number[], length: number): Edit[] {
  const edits: Edit[] = [];
  let end = 0;
  for (const index of [...remaining, length]) {
    if (index > end) edits.push({ start: end, end: index, text: '', cause });
    end = index + 1;
  }
  return edits;
}

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const dotInBrackets = '\\s?[\\[({]\\s?(?:\\.|dot)\\s?[\\])}]\\s?';
// Browsers take `//evil.com` and `https:/evil.com` for addresses, too.
const afterSlashes = '(?<=:[\\\\/]|(?<![\\p{L}\\p{N}_@.\\\\/-])[\\\\/]{2,8})';
const addressPattern = lazy(
  () =>
    new RegExp(
      `(?:${addressStart}|${afterSlashes})(?:${[
        `(?:${label}\\.){1,8}(?:(?:${addressEndings}|xn--[a-z0-9]+)${addressEnd}|` +
          `(?:${endingsBeforePath})(?:${port}|/[\\p{L}\\p{N}?@~]))`,
        // Four numbers alone are a version.
        `(?:\\d{1,3}\\.){3}\\d{1,3}(?:${port}(?!\\d)|/[\\p{L}])`,
        // Written for people to read, not to open: `example[.]com`.
        `${label}(?:(?:\\.|${dotInBrackets})${label}){0,6}${dotInBrackets}` +
          `(?:${addressEndings}|${endingsBeforePath})${addressEnd}`,
      ].join('|')})`,
      'giu',
    ),
);

/**
 * Keeps links to these hosts and their subdomains, and replaces all others by `[link]`. Text that
 * begins with `www.` or reads like an address counts as a link, in any form that browsers accept.
 */
export const keepAllowedLinks =
  (hosts: readonly string[]): Transform =>
  (message) => {
    const { text, toSent } = simplifyAddresses(message.text);
    const edits: Edit[] = [];
    let from = 0;
    for (const candidate of findLinks(text)) {
      const link = locateLink(text, candidate, from);
      if (link === undefined) continue;
      from = link.end;
      const [start, end] = [toSent(link.start), toSent(link.end)];
      const address = message.text.slice(toSent(candidate.index), end).replace(/^:\/\//, '');
      if (!leadsTo(address, hosts)) edits.push({ start, end, text: '[link]', cause });
    }
    return applyEdits(message, edits);
  };

interface LinkCandidate {
  /** The place of `://`, or of the first letter of a link without a scheme. */
  readonly index: number;
  /** The link ends here or later. */
  readonly end: number;
}

function findLinks(text: string): readonly LinkCandidate[] {
  const locate = (pattern: RegExp) =>
    Array.from(text.matchAll(pattern), ({ index, 0: match }) => ({
      index,
      end: index + match.length,
      match,
    }));
  const explicit = locate(/:\/\/|(?<![\p{L}\p{N}_])www\.(?=[\p{L}\p{N}])/giu);
  if (!/[.[({]/.test(text)) return explicit;

  // .NET is no host.
  const addresses = locate(addressPattern()).filter(({ match }) => !match.endsWith('.NET'));
  return [...explicit, ...addresses].sort((one, other) => one.index - other.index);
}

/**
 * Returns where a link starts, with its scheme, and where it ends. Undefined: the candidate is
 * inside the link that ends at `from`, or has no scheme before its `://`.
 */
function locateLink(
  text: string,
  { index, end: minEnd }: LinkCandidate,
  from: number,
): TextSpan | undefined {
  if (index < from) return undefined;
  let start = index;
  if (text[index] === ':') {
    start = Math.max(
      from,
      findSchemeStart((at) => text.charAt(at), index),
    );
    if (start === index) return undefined;
  }
  while (start > from && /[\\/]/.test(text.charAt(start - 1))) start -= 1;
  return { start, end: Math.max(findLinkEnd(text, index), minEnd) };
}

/** A link ends before white space, brackets, quotes and the punctuation of a sentence. */
function findLinkEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !/[\s<>"]/u.test(text.charAt(end))) end += 1;
  while (end > from && /[.,;:!?)\]}']/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/**
 * Returns whether a link, without its scheme, leads to one of the hosts. Anything unusual (a user
 * name, letters of other scripts, escapes) does not.
 */
function leadsTo(link: string, hosts: readonly string[]): boolean {
  const authority = link.split(/[/?#\\]/, 1)[0] ?? '';
  const host = /^([a-z0-9.-]+?)\.?(?::\d*)?$/i.exec(authority)?.[1]?.toLowerCase();
  return (
    host !== undefined && hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`))
  );
}
