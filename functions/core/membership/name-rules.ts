// Rules for members' names: how a name is written, which are refused, and which count as equal.
// Claims are in member-names.ts; the track checks for blocked words.

import { countCharacters } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { lazy } from '../lazy.ts';
import { skeleton } from '../track/word-filter/index.ts';

interface PreparedName {
  readonly ok: true;
  /** The name as it is shown. */
  readonly name: string;
  /** Unique in a room. Equal for names that look alike or differ in case only. */
  readonly key: string;
}

/**
 * Names that would appear to speak for the room, its operator, everyone or the reader, in widely
 * used languages: without spaces, a line or two for each. A word that is also a first name, such as
 * the Arabic Malik, is free. Owners are known by their token. `bot` is not reserved: it is the
 * default name over HTTP, and the server marks bots.
 */
const reservedNames = lazy(() =>
  `
  admin administrator administration moderator moderation mod owner operator system server root
  sysadmin superuser webmaster staff support helpdesk tenminutechat everyone everybody here room
  channel official you du vous toi tú あなた أنت أنتم
  administratorin moderatorin verwaltung besitzer besitzerin eigentümer eigentümerin inhaber
  betreiber kundendienst systemverwalter
  administrador administradora administración moderador moderadora moderación soporte sistema
  propietario propietaria dueño dueña operador servidor todos
  administrateur administratrice modérateur modératrice modération propriétaire assistance système
  serveur opérateur toutlemonde
  システム サーバー サーバ 管理者 管理人 管理 運営 オーナー 所有者 モデレーター モデレータ サポート
  アドミン 全員 みんな 公式
  مدير المدير مشرف المشرف مشرفة الإدارة إدارة الدعم دعم النظام نظام المالك مالكالغرفة صاحبالغرفة
  الخادم الجميع أدمن الأدمن
  系统 系統 管理员 管理員 版主 客服 群主 房主 所有人 全体成员 全體成員 大家 官方 服务器
  시스템 관리자 운영자 방장 소유자 서버 모두 고객센터
  админ администратор администрация модератор модерация владелец хозяин поддержка система сервер
  адмін адміністратор адміністрація власник підтримка
  suporte administração moderação proprietário proprietária amministratore amministratrice
  amministrazione moderatore moderatrice proprietario proprietaria assistenza tutti
  yönetici yönetim moderatör sistem sahip destek herkes beheerder eigenaar systeem iedereen
  właściciel administratorka moderatorka pemilik hệthống quảntrịviên mọingười
  מנהל מערכת בעלים כולם مدیر سیستم व्यवस्थापक सिस्टम मालिक सभी
  `
    .trim()
    .split(/\s+/),
);

const controls = /\p{Cc}/u;
const directions = /\p{Bidi_Control}/u;
// Zero-width characters, fillers and others that show nothing. The last ones are drawn as blanks,
// although Unicode does not class them as such.
const invisible =
  /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\uFFFC\u{1D159}\u{13441}\u{13442}]/u;
const unassigned = /[\p{Cn}\p{Co}\p{Cs}]/u;
const loneMark = /(?:^| )\p{M}/u;
// UTS 39 section 5.4, on decomposed text: at most four marks on a letter, and none twice. Of marks
// that fit any letter at most three, which Greek needs.
const stackedMarks = /[\p{Mn}\p{Me}]{5}|\p{Script=Inherited}{4}|([\p{Mn}\p{Me}])\1/u;
// UTS 51 section 1.4.9: keycaps, the three flags made of tags, and emoji with a selector or skin
// tone, joined or not.
const emoji =
  /[#*0-9]\uFE0F\u20E3|\u{1F3F4}[\u{E0061}-\u{E007A}]{5}\u{E007F}|(?![#*0-9])\p{Emoji}[\uFE0F\p{EMod}]?(?:\u200D\p{Emoji}[\uFE0F\p{EMod}]?)*/gu;

const problems: readonly (readonly [RegExp, string])[] = [
  [controls, 'A name cannot contain control characters. Remove them.'],
  [directions, 'A name cannot contain marks that change the direction of writing. Remove them.'],
  [invisible, 'A name cannot contain invisible characters. Remove them.'],
  [
    unassigned,
    'That name has a character that not everyone can see. Use letters, digits, signs or emoji.',
  ],
  [loneMark, 'A name cannot contain an accent without a letter. Remove it.'],
  [stackedMarks, 'That name has too many accents on one letter. Use fewer.'],
];

/**
 * Normalizes a name: RFC 8266 section 2.3 without case mapping, which is for comparison. Collapses
 * spaces and applies NFKC. Joins Thai and Lao AM again, because with a tone mark between its two
 * parts it is drawn wrong (UAX 31 section 5.1.3).
 */
const normalizeName = (text: string): string =>
  text
    .replace(/[\t\n\r\p{Zs}]/gu, ' ')
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .replace(/^ | $/g, '')
    .replaceAll('\u0E4D\u0E32', '\u0E33')
    .replaceAll('\u0ECD\u0EB2', '\u0EB3');

const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu;
// Skin tones are symbols that modify, too, but tell two emoji apart.
const punctuation = /\p{P}|(?!\p{EMod})\p{Sk}/gu;

/**
 * Returns the same key for names that look alike: with other letters, accents or punctuation, such
 * as `Ạnn` and `Ann.`. In most scripts marks are vowels, so only European accents are left
 * out. A name of punctuation alone keeps it.
 */
function createKey(name: string): string {
  const key = skeleton(name);
  const plain = key
    .normalize('NFD')
    .replace(accents, '')
    .replace(punctuation, '')
    .replace(/ +/g, ' ')
    .trim();
  return plain === '' ? key : plain;
}

/** Keeps letters and digits: `Admin!` and `a.d.m.i.n` are as reserved as `admin`. */
const stripSigns = (key: string): string => key.replace(/[^\p{L}\p{N}]/gu, '');

const reserved = lazy(() => new Set(reservedNames().map((name) => stripSigns(createKey(name)))));
const isReserved = (key: string): boolean => reserved().has(stripSigns(key));

/**
 * Properties that every JavaScript object has. Presence is an object with names as keys, and the
 * `phoenix` package before 1.8 takes such a name for a member it knows.
 */
const isObjectProperty = (name: string): boolean => name in Object.prototype;

/** Returns a name as it is shown, and its key. Refuses names that break a rule. */
export function prepareName(text: string): PreparedName | Refusal {
  const name = normalizeName(text);
  const length = countCharacters(name);
  if (length === 0) {
    return refuse('name_invalid', 'A name needs at least one visible character.');
  }
  if (length > limits.maxNameCharacters) {
    return refuse(
      'name_invalid',
      `A name can have at most ${limits.maxNameCharacters} characters. Choose a shorter one.`,
    );
  }
  // Joiners and selectors are allowed inside emoji only. Keys leave them out.
  const plain = name.replace(emoji, '☺').normalize('NFD');
  const problem = problems.find(([pattern]) => pattern.test(plain));
  if (problem !== undefined) return refuse('name_invalid', problem[1]);
  const key = createKey(name);
  if (isReserved(key) || isObjectProperty(name)) {
    return refuse('name_invalid', 'That name is reserved. Choose another.');
  }
  return { ok: true, name, key };
}
