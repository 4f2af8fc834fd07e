// Rules for names: how they are written, which are refused and why, and which count as equal.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareName } from '../../../functions/core/membership/name-rules.ts';

const getKey = (text: string): string => {
  const prepared = prepareName(text);
  return prepared.ok ? prepared.key : `refused: ${prepared.message ?? prepared.reason}`;
};

// Without ν and υ: their capitals look like other letters than they do.
const letters = fc.constantFrom(
  ...Array.from(
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 |.-_' +
      'àéîõüçñßøłđæœÅÉÎÕÜÇÑабвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ' +
      'ёіїєґҐЄ' +
      'αβγδεζηθικλμξοπρσςτφχψωΑΒΓΔΕΖΗΘΙΚΛΜΞΟΠΡΣΤΦΧΨΩ' +
      'άέήίόώաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆაბგდევზ李小龍한글ひらתמרعليनम👋',
  ),
  '❤️',
);
const names = fc.array(letters, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(''));
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  names,
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
);

describe('A name', () => {
  it.each([
    ['ann', 'ann'],
    ['  ann  ', 'ann'],
    ['ann \t  lee', 'ann lee'],
    ['ann\u00A0\u3000lee', 'ann lee'],
    ['Ame\u0301lie', 'Am\u00E9lie'],
    ['Ａｎｎ', 'Ann'],
    ['𝓐𝓷𝓷', 'Ann'],
    ['a'.repeat(32), 'a'.repeat(32)],
    ['👋'.repeat(32), '👋'.repeat(32)],
  ])('[R2] is normalized: %j becomes %j', (text, name) => {
    expect(prepareName(text)).toMatchObject({ ok: true, name });
  });

  it.each([
    '李小龍',
    'ひろし',
    '김철수',
    'محمّد',
    'שָׁלוֹם',
    'हिन्दी',
    'น้ำ',
    'မြို့',
    'Nguyễn Văn',
    'Ὀδυσσεύς',
    'Дима',
    'Հայկ',
    'ქეთი',
    'O’Brien',
    'anna_1',
    '👋',
    '👍🏽',
    '🇳🇴',
    '❤️',
    '1️⃣',
    '👨‍👩‍👧',
    '🏳️‍🌈',
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  ])('[R2] stays unchanged: %j', (name) => {
    expect(prepareName(name)).toMatchObject({ ok: true, name });
  });

  const unseen = 'A name cannot contain invisible characters. Remove them.';
  const turning = 'A name cannot contain marks that change the direction of writing. Remove them.';
  const empty = 'A name needs at least one visible character.';
  const strange =
    'That name has a character that not everyone can see. Use letters, digits, signs or emoji.';
  const lone = 'A name cannot contain an accent without a letter. Remove it.';
  const stacked = 'That name has too many accents on one letter. Use fewer.';
  it.each([
    ['nothing', '', empty],
    ['spaces', ' \t\n\u3000', empty],
    [
      '33 characters',
      'a'.repeat(33),
      'A name can have at most 32 characters. Choose a shorter one.',
    ],
    ['a control', 'a\u0000b', 'A name cannot contain control characters. Remove them.'],
    ['a direction override', 'a\u202Eb', turning],
    ['a direction isolate', 'a\u2066b', turning],
    ['a direction mark', 'a\u200Fb', turning],
    ['zero width', 'a\u200Bb', unseen],
    ['a joiner between letters', 'a\u200Db', unseen],
    ['a joiner at an emoji’s end', '👋\u200D', unseen],
    ['a byte order mark', '\uFEFFann', unseen],
    ['a selector after a letter', 'a\uFE0F', unseen],
    ['a soft hyphen', 'a\u00ADb', unseen],
    ['a filler', '\u3164', unseen],
    ['blank braille', '\u2800', unseen],
    ['a blank hieroglyph', 'a\u{13441}', unseen],
    ['a placeholder for an object', 'a\uFFFC', unseen],
    ['tags', 'a\u{E0041}', unseen],
    ['a text hidden in tags', '👋\u{E0041}\u{E007F}', unseen],
    ['a line separator', 'a\u2028b', unseen],
    ['a lone surrogate', 'a\uD83D', strange],
    ['a private character', '\uE000', strange],
    ['an unassigned character', '\u0378', strange],
    ['marks only', '\u0301\u0302', lone],
    ['a mark after a space', 'a \u0301', lone],
    ['four accents', 'a\u0321\u0334\u0302\u0307', stacked],
    ['an accent twice', 'z\u0301\u0301', stacked],
    ['five vowel signs', 'က\u102D\u102F\u1032\u1036\u1037', stacked],
  ])('[R2] is refused with a specific message: %s', (_, text, message) => {
    expect(prepareName(text)).toEqual({ ok: false, reason: 'name_invalid', message });
  });

  it('[R2] does not change when prepared again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = prepareName(text);
        if (once.ok) expect(prepareName(once.name)).toEqual(once);
      }),
    );
  });

  it('[R2] is prepared or refused for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const prepared = prepareName(text);
        if (prepared.ok) expect(prepared.key).not.toBe('');
        else expect(prepared.message).toMatch(/\.$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('Two names', () => {
  it.each([
    ['Ann', 'aNN'],
    ['ＡＮＮ', 'ann'],
    ['ﬁn', 'FIN'],
    ['ann lee', 'Ann  Lee'],
    ['Ame\u0301lie', 'AM\u00C9LIE'],
    ['Straße', 'STRASSE'],
    ['ΒΑΣΊΛΗΣ', 'Βασίλης'],
    ['Гриша', 'ГРИША'],
  ])('[R3] %j and %j are the same', (one, other) => {
    expect(getKey(one)).toBe(getKey(other));
  });

  it.each([
    ['ann', 'anne'],
    ['Vera', 'Nera'],
    ['Sue', 'Sye'],
    ['Tim', 'Zim'],
    ['Дима', 'Рима'],
    ['राम', 'रम'],
    ['שלום', 'שׁלים'],
    ['...', '!!!'],
    ['👍', '👍🏽'],
    ['李', '季'],
  ])('[R3] %j and %j are not the same', (one, other) => {
    expect(getKey(one)).not.toBe(getKey(other));
  });

  it('[R3] are equal in either case and in every normalization form', () => {
    fc.assert(
      fc.property(names, (name) => {
        const key = getKey(name);
        if (key.startsWith('refused')) return;
        expect(getKey(name.normalize('NFC').toLowerCase())).toBe(key);
        expect(getKey(name.normalize('NFC').toUpperCase())).toBe(key);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
          expect(getKey(name.normalize(form))).toBe(key);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['alice', 'аlice'],
    ['alice', 'аӏісе'],
    ['Ivan', 'lvan'],
    ['Ivan', '|van'],
    ['IVAN', '1van'],
    ['Bob', 'B0b'],
    ['Tom', 'Torn'],
    ['TOM', 'torn'],
    ['ANNA', 'ΑΝΝΑ'],
    ['anna', 'ΑΝΝΑ'],
    ['HOBA', 'нова'],
    ['eve', 'eνe'],
    ['Sue', 'Sυe'],
    ['coco', 'СОСО'],
    ['paypal', '𝔭𝒶ỿ𝕡𝕒ℓ'],
    ['ann', 'аｎ𝐧'],
    ['O’Brien', "O'Brien"],
    ['❤', '❤️'],
    ['👨👩👧', '👨‍👩‍👧'],
    ['a-b', 'a‐b'],
    ['Ann', 'Ạnn'],
    ['Ann', 'Ann.'],
    ['Ann', 'Ann·'],
    ['Ann', 'Ann’'],
    ['Ann', '“Ann”'],
    ['José', 'Jose'],
    ['Андрей', 'Андреи'],
  ])('[R17] %j and %j look alike, and are the same', (one, other) => {
    expect(getKey(one)).toBe(getKey(other));
    expect(getKey(one)).not.toMatch(/^refused/);
  });
});

describe('A reserved name', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    '[R18] may be one that older Phoenix clients take for a member: %s',
    (name) => {
      expect(prepareName(name)).toMatchObject({ ok: false, reason: 'name_invalid' });
    },
  );

  it.each([
    'admin',
    'ADMIN',
    'аdmin',
    'аdmіn',
    'adrnin',
    '[Admin]',
    'a.d.m.i.n',
    'admin 👑',
    'ádmin',
    'Owner',
    '0wner',
    'Ten Minute Chat',
    'tenminutechat',
    'Everyone',
    'sуstem',
    'ＭＯＤ',
    'Админ',
    '管理者',
    'Administración',
    'Modérateur',
    'المشرف',
    '관리자',
    'root',
    'Système',
    'Sistema',
    'システム',
    'ｼｽﾃﾑ',
    '系统',
    '系統',
    'النظام',
    'المالك',
    'مالك الغرفة',
    'администратор',
    'Eigentümerin',
    'dueño',
    'Tout le monde',
    'オーナー',
    'Hệ thống',
    'ROOT 🔒',
  ])('[R18] %j is refused', (name) => {
    expect(prepareName(name)).toEqual({
      ok: false,
      reason: 'name_invalid',
      message: 'That name is reserved. Choose another.',
    });
  });

  const free = [
    'Ali',
    'Al',
    'Madmin',
    'Modesty',
    'Sherer',
    'host',
    'Alle',
    'Sala',
    'Roota',
    '大',
    'مالك',
  ];
  it.each(['bot', ...free])('[R18] %j is not reserved', (name) => {
    expect(prepareName(name)).toMatchObject({ ok: true, name });
  });
});
