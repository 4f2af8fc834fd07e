// Generates functions/core/track/word-filter/unicode/confusables-table.ts from Unicode's
// confusables.txt (UTS 39), closed over case. Run it once for each version of Unicode; nothing that
// runs in production reads confusables.txt.
//
//   node --import tsx infra/unicode/make-confusables.ts confusables.txt
//
// The file: https://www.unicode.org/Public/17.0.0/security/confusables.txt (also in ICU's source,
// icu4c/source/data/unidata).

import { readFileSync, writeFileSync } from 'node:fs';

const source = process.argv[2];
if (source === undefined) {
  throw new Error('Name the file: node --import tsx infra/unicode/make-confusables.ts <path>');
}
const text = readFileSync(source, 'utf8');
const version = /^# Version: ([\d.]+)/m.exec(text)?.[1] ?? 'unknown';

// Look-alikes that would separate the two cases of a common letter: γ as y (Γ is like Г, and г like
// r), β as ß (Β is B), η as n with a line below (Η is H), iota subscript as ogonek (its capital is
// Ι).
const excluded = new Set(['γ', 'β', 'η', '\u0345']);

const characters = (hex: string): string =>
  String.fromCodePoint(
    ...hex
      .trim()
      .split(' ')
      .map((it) => Number.parseInt(it, 16)),
  );
const isOne = (it: string): boolean => Array.from(it).length === 1;
/** ß counts as ASCII, because its capital is SS. */
const isAscii = (it: string): boolean => it < '\x80' || it === 'ß';
/** Whether a character can occur: names are decomposed and have no invisible characters. */
const canOccur = (it: string): boolean =>
  it.normalize('NFKD') === it &&
  !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Z}]/u.test(it);

const lookalikes = text
  .split('\n')
  .map((line) => (line.split('#')[0] ?? '').replace(/^\uFEFF/, '').split(';'))
  .flatMap(([from, to]) =>
    from === undefined || to === undefined
      ? []
      : [{ from: characters(from), to: characters(to).normalize('NFKD') }],
  )
  .filter(({ from }) => canOccur(from) && !excluded.has(from));

/** Letters of common scripts. A rare letter never merges two of them. */
const isCommon = (it: string): boolean =>
  /[a-z0-9\u0370-\u03FF\u0400-\u045F\u0531-\u0587]/i.test(it);

// Classes of characters that count as one (union-find), each with one of its ASCII characters and
// one of its common characters.
const parents = new Map<string, string>();
const find = (it: string): string => {
  const parent = parents.get(it);
  return parent === undefined ? it : find(parent);
};
const ascii = new Map<string, string>();
const common = new Map<string, string>();
const findAscii = (it: string): string | undefined =>
  ascii.get(it) ?? (isAscii(it) ? it : undefined);
const findCommon = (it: string): string | undefined =>
  common.get(it) ?? (isCommon(it) ? it : undefined);

/** Merges two classes, unless both have a character that must stay separate. */
function unite([one, other]: readonly [string, string], separate?: 'ascii' | 'common'): boolean {
  const from = find(one);
  const to = find(other);
  if (from === to) return true;
  const asciis = [findAscii(to), findAscii(from)].filter((it) => it !== undefined);
  const commons = [findCommon(to), findCommon(from)].filter((it) => it !== undefined);
  if (separate !== undefined && asciis.length > 1) return false;
  if (separate === 'common' && commons.length > 1) return false;
  parents.set(from, to);
  if (asciis[0] !== undefined) ascii.set(to, asciis[0]);
  if (commons[0] !== undefined) common.set(to, commons[0]);
  return true;
}

// 1. The cases and look-alikes of ASCII: I is i by case and l by eye, so i, l, 1 and | are one.
for (const letter of 'abcdefghijklmnopqrstuvwxyz') unite([letter.toUpperCase(), letter]);
const singles = lookalikes.filter(({ to }) => isOne(to) && canOccur(to));
for (const { from, to } of singles) if (isAscii(from) && isAscii(to)) unite([from, to]);
// 2. All look-alikes of one character.
for (const { from, to } of singles) unite([from, to], 'ascii');
// 3. Case, common scripts first. If the two cases of a letter look like two Latin letters (ν like
// v, Ν like N), looks win.
const everyCharacter = Array.from({ length: 0x20000 - 0x80 }, (_, index) => index + 0x80)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter(canOccur);
const scripts = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
const rank = (it: string): number => {
  const index = scripts.findIndex((script) => script.test(it) && isCommon(it));
  return index < 0 ? scripts.length : index;
};
const cases = everyCharacter
  .flatMap((it) =>
    [it.toLowerCase(), it.toUpperCase()]
      .filter((other) => other !== it && isOne(other) && canOccur(other))
      .map((other) => [it, other] as const),
  )
  .sort(([one], [other]) => rank(one) - rank(other));
const separatedCases = cases.filter((pair) => !unite(pair, isCommon(pair[0]) ? 'ascii' : 'common'));

const classes = new Map<string, string[]>();
const asciiCharacters = Array.from({ length: 0x7f - 0x21 }, (_, index) =>
  String.fromCharCode(index + 0x21),
);
for (const it of new Set([
  ...asciiCharacters,
  ...everyCharacter,
  ...lookalikes.flatMap(({ from, to }) => [from, ...(isOne(to) ? [to] : [])]),
])) {
  const members = classes.get(find(it)) ?? [];
  members.push(it);
  classes.set(find(it), members);
}
const folded = (it: string): string => it.toUpperCase().toLowerCase();
/** Returns a class's prototype: a lower-case ASCII letter, or a lower-case character. */
const findPrototype = (it: string): string => {
  const members = classes.get(find(it)) ?? [it];
  return (
    members.find((member) => /[a-z]/.test(member)) ??
    members.find((member) => folded(member) === member) ??
    members[0] ??
    it
  );
};

// 4. A look-alike of several characters (m like rn, æ like ae) represents its whole class, unless
// the class has another ASCII character.
const sequences = new Map([[find('ß'), 'ss']]);
for (const { from, to } of lookalikes) {
  const found = findAscii(find(from));
  if (isOne(to) || sequences.has(find(from)) || (found !== undefined && !isAscii(from))) continue;
  sequences.set(find(from), to);
}
const spelled = (it: string): string => sequences.get(find(it)) ?? findPrototype(it);
/** Spells a target out until nothing changes: a prototype may have a sequence itself. */
const settle = (it: string): string => {
  const next = Array.from(it.normalize('NFKD'), spelled).join('').normalize('NFD');
  return next === it ? it : settle(next);
};

const rows = new Map<string, number[]>();
for (const members of classes.values()) {
  for (const it of members) {
    const target = settle(it);
    // Lower-casing alone maps these characters.
    if (target === it || target === folded(it)) continue;
    const codes = rows.get(target) ?? [];
    codes.push(it.codePointAt(0) ?? 0);
    rows.set(target, codes);
  }
}

const base36 = (it: number): string => it.toString(36);
const words = [...rows]
  .map(([target, codes]) => {
    const sorted = codes.sort((one, other) => one - other);
    const prototype = Array.from(target, (it) => base36(it.codePointAt(0) ?? 0)).join('.');
    const distances = sorted.map((code, index) => base36(code - (sorted[index - 1] ?? 0)));
    return `${prototype}=${distances.join(',')}`;
  })
  .join(';');
const lines = words.match(/.{1,100}/g) ?? [];

writeFileSync(
  new URL('../../functions/core/track/word-filter/unicode/confusables-table.ts', import.meta.url),
  `// Generated by infra/unicode/make-confusables.ts from Unicode's confusables.txt ${version}.
// Rows are separated by ';'. A row is a prototype, '=', and the characters that look like it, each
// as the distance from the one before. Numbers are code points in base 36. See NOTICE.md.

export const confusablesTable = \`
${lines.join('\n')}
\`;
`,
);
const characterCount = [...rows.values()].flat().length;
const separatedPairs = separatedCases.map((pair) => pair.join(' ')).join(', ');
process.stdout.write(
  `Unicode ${version}: ${rows.size} rows, ${characterCount} characters, ${words.length} bytes\n`,
);
process.stdout.write(`Letters with two cases that stay separate: ${separatedPairs}\n`);
