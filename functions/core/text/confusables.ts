// Which characters count as one, by eye or by case: the skeleton of UTS 39, closed over case.
// The data is in confusables-table.ts; what a name may hold at all is decided in room/names.ts, what a word filter makes of it in track/filter/.

import { once } from '../once.ts';
import { confusablesTable } from './confusables-table.ts';

const decoded = once((): ReadonlyMap<string, string> => {
  const table = new Map<string, string>();
  for (const row of confusablesTable.replaceAll('\n', '').split(';')) {
    const [target = '', characters = ''] = row.split('=');
    const standIn = String.fromCodePoint(...target.split('.').map((it) => Number.parseInt(it, 36)));
    let code = 0;
    for (const distance of characters.split(',')) {
      code += Number.parseInt(distance, 36);
      table.set(String.fromCodePoint(code), standIn);
    }
  }
  return table;
});

/** What stands for a decomposed character, where it looks like another: one or several characters. */
export function lookalike(character: string): string | undefined {
  return decoded().get(character);
}

/**
 * Texts with the same skeleton look alike or differ in case only. It is for comparing, never for showing.
 * UTS 39 section 4: decomposed, without what is invisible, each character replaced by what stands for it, and decomposed again.
 */
export function skeleton(text: string): string {
  const one = (character: string): string => lookalike(character) ?? character.toUpperCase().toLowerCase();
  return Array.from(text.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, ''), one).join('').normalize('NFD');
}
