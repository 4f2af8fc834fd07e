// Characters that look alike or differ only in case: the skeleton of UTS 39, closed over case. The
// data is confusables-table.ts.

import { lazy } from '../../../lazy.ts';
import { confusablesTable } from './confusables-table.ts';

const [newline, comma, nine, semicolon, equals, beforeA] = [10, 44, 57, 59, 61, 87];

/**
 * The prototype of each code point, in the table's encoding. Read character by character at first
 * use; `split` would take four times as long.
 */
const prototypes = lazy((): ReadonlyMap<number, string> => {
  const result = new Map<number, string>();
  let [row, prototype, code, distance] = [0, '', 0, 0];
  for (let at = 0; at <= confusablesTable.length; at += 1) {
    const unit = at === confusablesTable.length ? semicolon : confusablesTable.charCodeAt(at);
    if (unit === comma || unit === semicolon) {
      code += distance;
      result.set(code, prototype);
      distance = 0;
      if (unit === comma) continue;
      row = at + 1;
      code = 0;
    } else if (unit === equals) {
      prototype = confusablesTable.slice(row, at);
      distance = 0;
    } else if (unit !== newline) {
      distance = distance * 36 + unit - (unit > nine ? beforeA : 48);
    }
  }
  return result;
});

/** Returns one or more characters that a decomposed character looks like, if there are any. */
export function findPrototype(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  const isOneCharacter = character.length === (code > 0xffff ? 2 : 1);
  const prototype = isOneCharacter ? prototypes().get(code) : undefined;
  if (prototype === undefined) return undefined;
  const codes = prototype.replaceAll('\n', '').split('.');
  return String.fromCodePoint(...codes.map((digits) => Number.parseInt(digits, 36)));
}

/**
 * Returns the skeleton of a text: texts with equal skeletons look alike or differ only in case. Use
 * it to compare, never to display. UTS 39 section 4: decompose, drop invisible characters, replace
 * each character by its prototype, and decompose again.
 */
export function skeleton(text: string): string {
  const toPrototype = (character: string): string =>
    findPrototype(character) ?? character.toUpperCase().toLowerCase();
  const visible = text.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return Array.from(visible, toPrototype).join('').normalize('NFD');
}
