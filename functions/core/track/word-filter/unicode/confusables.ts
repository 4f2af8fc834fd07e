// Which characters count as one, by eye or by case: the skeleton of UTS 39, closed over case. The
// data is in confusables-table.ts; what a name may hold at all is decided in room/names.ts, what a
// word filter makes of it in track/filter/.

import { lazy } from '../../../lazy.ts';
import { confusablesTable } from './confusables-table.ts';

const [newline, comma, nine, semicolon, equals, beforeA] = [10, 44, 57, 59, 61, 87];

/**
 * What stands for each code point, as the table has it. Read sign by sign, when the first name
 * comes: by split() it takes four times as long.
 */
const rows = lazy((): ReadonlyMap<number, string> => {
  const standIns = new Map<number, string>();
  let [row, target, code, distance] = [0, '', 0, 0];
  for (let at = 0; at <= confusablesTable.length; at += 1) {
    const sign = at === confusablesTable.length ? semicolon : confusablesTable.charCodeAt(at);
    if (sign === comma || sign === semicolon) {
      code += distance;
      standIns.set(code, target);
      distance = 0;
      if (sign === comma) continue;
      row = at + 1;
      code = 0;
    } else if (sign === equals) {
      target = confusablesTable.slice(row, at);
      distance = 0;
    } else if (sign !== newline) distance = distance * 36 + sign - (sign > nine ? beforeA : 48);
  }
  return standIns;
});

/**
 * What stands for a decomposed character, where it looks like another: one or several characters.
 */
export function lookalike(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  const target = character.length > (code > 0xffff ? 2 : 1) ? undefined : rows().get(code);
  return target === undefined
    ? undefined
    : String.fromCodePoint(
        ...target
          .replaceAll('\n', '')
          .split('.')
          .map((it) => Number.parseInt(it, 36)),
      );
}

/**
 * Texts with the same skeleton look alike or differ in case only. It is for comparing, never for
 * showing. UTS 39 section 4: decomposed, without what is invisible, each character replaced by what
 * stands for it, and decomposed again.
 */
export function skeleton(text: string): string {
  const one = (character: string): string =>
    lookalike(character) ?? character.toUpperCase().toLowerCase();
  return Array.from(text.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, ''), one)
    .join('')
    .normalize('NFD');
}
