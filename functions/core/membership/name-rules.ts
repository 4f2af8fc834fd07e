// Names of members: how one is written, which are refused, and when two are the same.
// Who has a name in a room is the store's business (ports.ts); forbidden words are the track's.

import { lengthOf } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { lazy } from '../lazy.ts';
import { skeleton } from '../track/word-filter/index.ts';

export type PreparedName =
  { readonly ok: true; readonly name: string; readonly key: string } | Refusal;

/**
 * Names that would speak for the room or for who runs it. An owner is known by its token, not by
 * its name.
 */
const reservedNames = [
  'admin',
  'administrator',
  'moderator',
  'mod',
  'owner',
  'system',
  'server',
  'staff',
  'support',
  'help desk',
  'ten minute chat',
  'everyone',
  'everybody',
  'here',
  'room',
  'channel',
];

const controls = /\p{Cc}/u;
const directions = /\p{Bidi_Control}/u;
// Zero-width characters, fillers and what else shows nothing. The last two are drawn as blanks
// without being called so by Unicode.
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\u{1D159}]/u;
const meaningless = /[\p{Cn}\p{Co}\p{Cs}]/u;
const loneMark = /(?:^| )\p{M}/u;
// UTS 39 section 5.4, on decomposed text: no more than four marks on a letter, and none twice; of
// those that any letter can bear, no more than three, which Greek needs.
const stackedMarks = /[\p{Mn}\p{Me}]{5}|\p{Script=Inherited}{4}|([\p{Mn}\p{Me}])\1/u;
// UTS 51 section 1.4.9: keycaps, the three flags made of tags, and emoji with a selector or skin
// tone, joined or not.
const emoji =
  /[#*0-9]\uFE0F\u20E3|\u{1F3F4}[\u{E0061}-\u{E007A}]{5}\u{E007F}|(?![#*0-9])\p{Emoji}[\uFE0F\p{EMod}]?(?:\u200D\p{Emoji}[\uFE0F\p{EMod}]?)*/gu;

const problems: readonly (readonly [RegExp, string])[] = [
  [controls, 'A name cannot have control characters. Type it again without them.'],
  [
    directions,
    'A name cannot have marks that turn the direction of writing. Type it again without them; letters know their direction.',
  ],
  [invisible, 'A name cannot have invisible characters. Type it again without them.'],
  [
    meaningless,
    'That name has a character that not everyone can see. Use letters, digits, signs or emoji.',
  ],
  [loneMark, 'A name cannot have an accent without a letter. Put it on a letter or leave it out.'],
  [stackedMarks, 'That name has too many accents on one letter. Use fewer.'],
];

/**
 * RFC 8266 section 2.3 without case mapping, which is for comparing: spaces are made one, the rest
 * compatibility-normalised (NFKC). Thai and Lao AM are put together again, for in two parts and
 * with a tone mark between they are drawn wrong (UAX 31 section 5.1.3).
 */
const enforce = (text: string): string =>
  text
    .replace(/[\t\n\r\p{Zs}]/gu, ' ')
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .replace(/^ | $/g, '')
    .replaceAll('\u0E4D\u0E32', '\u0E33')
    .replaceAll('\u0ECD\u0EB2', '\u0EB3');

/** What a reserved name is known by: `Admin!` and `a.d.m.i.n` are as bad as `admin`. */
const lettersOf = (key: string): string => key.replace(/[^\p{L}\p{N}]/gu, '');

const reserved = lazy(() => new Set(reservedNames.map((name) => lettersOf(skeleton(name)))));
const isReserved = (key: string): boolean => reserved().has(lettersOf(key));

/**
 * The name as it will be shown, and the key under which it is unique in a room: the same for names
 * that look alike or differ in case.
 */
export function prepareName(text: string): PreparedName {
  const name = enforce(text);
  const length = lengthOf(name);
  if (length === 0) {
    return refuse(
      'name_invalid',
      'A name has at least one character that can be seen. Choose one.',
    );
  }
  if (length > limits.nameCharacters) {
    return refuse(
      'name_invalid',
      `A name has at most ${limits.nameCharacters} characters. Choose a shorter one.`,
    );
  }
  // Inside emoji, and nowhere else, joiners and selectors are welcome. Keys leave them out: with
  // one and without is the same name.
  const plain = name.replace(emoji, '☺').normalize('NFD');
  const problem = problems.find(([pattern]) => pattern.test(plain));
  if (problem !== undefined) return refuse('name_invalid', problem[1]);
  const key = skeleton(name);
  if (isReserved(key)) return refuse('name_invalid', 'That name is reserved. Choose another.');
  return { ok: true, name, key };
}
