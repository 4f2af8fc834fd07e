// Links: shown as plain text, or let through only to hosts of a list. Off unless a room or the
// deployment asks for it.

import { lazy } from '../lazy.ts';
import { edited, type Edit } from './message-text.ts';
import type { Transform } from './transform.ts';

const cause = { by: 'links' } as const;
const schemeUnit = /[a-z0-9+.-]/i;
const letter = /[a-z]/i;

/**
 * What makes a text a link goes (`https://`), so that nobody can open it by mistake; where it leads
 * stays.
 */
export const plainLinks: Transform = (passage) =>
  passage.text.includes('://') ? edited(passage, schemesIn(passage.text)) : passage;

// What is left may make a new scheme with what stood before it (`httphttps://s://x`), so what is
// kept is looked at as it grows.
function schemesIn(text: string): Edit[] {
  const kept: number[] = [];
  const keptAt = (index: number): string => text.charAt(kept[index] ?? text.length);
  for (let index = 0; index < text.length; index += 1) {
    kept.push(index);
    const colon = kept.length - 3;
    if (text[index] !== '/' || keptAt(colon + 1) !== '/' || keptAt(colon) !== ':') continue;
    const start = schemeStart(keptAt, colon);
    if (start === colon) continue;
    kept.length = start;
    while (text[index + 1] === '/') index += 1;
  }
  return gapsOf(kept, text.length);
}

/**
 * Where a scheme begins that ends at this colon: with a letter (RFC 3986 section 3.1). The colon's
 * own place: there is none.
 */
function schemeStart(at: (index: number) => string, colon: number): number {
  let start = colon;
  while (start > 0 && schemeUnit.test(at(start - 1))) start -= 1;
  while (start < colon && !letter.test(at(start))) start += 1;
  return start;
}

function gapsOf(kept: readonly number[], length: number): Edit[] {
  const edits: Edit[] = [];
  let end = 0;
  for (const index of [...kept, length]) {
    if (index > end) edits.push({ start: end, end: index, text: '', cause });
    end = index + 1;
  }
  return edits;
}

/**
 * What addresses without `https://` end in: alone only if no sentence runs on so (`yes.It is`) and
 * no file is called so; with a path any country.
 */
const alone =
  'com|net|org|biz|xyz|edu|gov|gg|ly|(?:com?|org|net|ac)\\.(?:au|br|cn|in|jp|kr|mx|nz|tr|uk|za)';
const countries =
  'ae|ar|at|au|be|bg|br|ca|cc|ch|cl|cn|co|cz|de|dk|es|eu|fi|fr|gr|hk|hr|hu|id|ie|il|in|io|ir|is|it|jp|kr|kz|lt|lu|lv|me|mx|my|nl|no|nz|pe|ph|pk|pt|ro|ru|' +
  'se|sg|si|sk|su|th|to|tr|tv|tw|ua|uk|us|vn|za|рф|online|site|shop|club|top|link|click|live|store|page|wiki|news|chat|blog|space|tech|pro|info|dev|app';
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const end = '(?![\\p{L}\\p{N}_@-]|\\.[\\p{L}\\p{N}])';
const point = '\\s?[\\[({]\\s?(?:\\.|dot)\\s?[\\])}]\\s?';
const port = '(?::\\d{2,5})';
const bare = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}\\p{N}_@./\\\\-])(?:${[
        `(?:${label}\\.){1,8}(?:(?:${alone}|xn--[a-z0-9]+)${end}|(?:${countries})(?:${port}|/[\\p{L}\\p{N}?@~]))`,
        // Four numbers alone are a version.
        `(?:\\d{1,3}\\.){3}\\d{1,3}(?:${port}(?!\\d)|/[\\p{L}])`,
        // Written so that it is read and not opened.
        `${label}(?:(?:\\.|${point})${label}){0,6}${point}(?:${alone}|${countries})${end}`,
      ].join('|')})`,
      'giu',
    ),
);

/**
 * Links to these hosts, and to what is under them, stay; every other one becomes `[link]`. What
 * begins with `www.` or reads as an address is a link too.
 */
export const allowedLinks =
  (hosts: readonly string[]): Transform =>
  (passage) => {
    const { text } = passage;
    const edits: Edit[] = [];
    let from = 0;
    for (const { index, end: min } of linksIn(text)) {
      if (index < from) continue;
      const scheme = text[index] === ':';
      const start = scheme
        ? Math.max(
            from,
            schemeStart((at) => text.charAt(at), index),
          )
        : index;
      if (scheme && start === index) continue;
      from = Math.max(linkEnd(text, index), min);
      if (!isTo(text.slice(scheme ? index + 3 : index, from), hosts)) {
        edits.push({ start, end: from, text: '[link]', cause });
      }
    }
    return edited(passage, edits);
  };

/**
 * Where there may be links, at `://` or at the first letter of those without, and up to where each
 * goes at least.
 */
function linksIn(text: string): readonly { readonly index: number; readonly end: number }[] {
  const placesOf = (pattern: RegExp) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
      index,
      end: index + found.length,
      found,
    }));
  const named = placesOf(/:\/\/|(?<![\p{L}\p{N}_])www\.(?=[\p{L}\p{N}])/giu);
  if (!/[.[({]/.test(text)) return named;
  // .NET is no host.
  return [...named, ...placesOf(bare()).filter(({ found }) => !found.endsWith('.NET'))].sort(
    (one, other) => one.index - other.index,
  );
}

/** A link ends before white space, brackets and quotes; what ends a sentence is no part of it. */
function linkEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !/[\s<>"]/u.test(text.charAt(end))) end += 1;
  while (end > from && /[.,;:!?)\]}']/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/**
 * Whatever is not plainly one of the hosts is not (a user before it, letters of other scripts,
 * escapes).
 */
function isTo(rest: string, hosts: readonly string[]): boolean {
  const authority = rest.split(/[/?#\\]/, 1)[0] ?? '';
  const host = /^([a-z0-9.-]+?)\.?(?::\d*)?$/i.exec(authority)?.[1]?.toLowerCase();
  return (
    host !== undefined && hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`))
  );
}
