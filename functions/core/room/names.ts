// Names of members: how one is written, and when two are the same.

import { lengthOf } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';

export type PreparedName = { readonly ok: true; readonly name: string; readonly key: string } | Refusal;

// Control, format (bidi marks, zero-width), surrogate, private and unassigned characters, line and paragraph separators.
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;

/** The name as it will be shown, and the key under which it is unique in a room: compatibility-normalised, case-folded. */
export function prepareName(text: string): PreparedName {
  const name = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const length = lengthOf(name);
  if (length < 1 || length > limits.nameCharacters || invisible.test(name)) return refuse('name_invalid');
  return { ok: true, name, key: name.normalize('NFKC').toLowerCase().normalize('NFKC') };
}
