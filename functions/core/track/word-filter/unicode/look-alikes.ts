// Letters and symbols that people write for other letters, beyond Unicode's table of confusables.

import { lazy } from '../../../lazy.ts';

/** Symbols that resemble a letter. */
export const letterSymbols: Readonly<Record<string, string>> = {
  '¢': 'c',
  '©': 'c',
  '€': 'e',
  '£': 'l',
  '¥': 'y',
  '®': 'r',
  '†': 't',
  '‡': 't',
  '×': 'x',
  '∂': 'd',
  '∆': 'a',
  '∑': 'e',
  '√': 'v',
  '∩': 'n',
  '∪': 'u',
  '§': 's',
  '¡': 'i',
  '₩': 'w',
  '₦': 'n',
  '₱': 'p',
  '₮': 't',
  '₿': 'b',
  '฿': 'b',
  '₵': 'c',
  '₲': 'g',
  '₳': 'a',
  '₣': 'f',
  ª: 'a',
  º: 'o',
  '°': 'o',
};

/** Traditional and simplified Chinese characters, in pairs. */
const chinesePairs =
  '媽妈雞鸡龜龟殺杀處处罵骂腦脑殘残廢废爛烂豬猪賣卖個个們们臉脸滾滚東东國国韓韩黨党獨独灣湾' +
  '臺台習习愛爱後后會会來来這这說说見见頭头壞坏髒脏蕩荡騷骚強强姦奸輪轮貨货錢钱婦妇孫孙兒儿' +
  '爺爷孃娘戲戏藥药槍枪彈弹賭赌詐诈騙骗賤贱門门馬马魚鱼鳥鸟龍龙軍军華华漢汉漢汉陰阴陽阳學学' +
  '長长關关開开電电車车風风無无業业樂乐親亲觀观買买網网線线號号';

/** Letters that people of one language use interchangeably. */
export const letterVariants = lazy((): Readonly<Record<string, string>> => ({
  ם: 'מ',
  ן: 'נ',
  ץ: 'צ',
  ף: 'פ',
  ך: 'כ',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ک: 'ك',
  ぁ: 'あ',
  ぃ: 'い',
  ぅ: 'う',
  ぇ: 'え',
  ぉ: 'お',
  っ: 'つ',
  ゃ: 'や',
  ゅ: 'ゆ',
  ょ: 'よ',
  ゎ: 'わ',
  ゕ: 'か',
  ゖ: 'け',
  ...Object.fromEntries(
    Array.from(chinesePairs.matchAll(/../gu), ([pair]): [string, string] => [
      pair.charAt(0),
      pair.charAt(1),
    ]),
  ),
}));

/** Letters shaped like Latin ones: small capitals, upside-down letters and rough likenesses. */
export const latinShapes = lazy((): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (
      [
        ['ʙᴃ', 'b'],
        ['ᴅ', 'd'],
        ['ᴇ', 'e'],
        ['ꜰғ', 'f'],
        ['ɢ', 'g'],
        ['ʜ', 'h'],
        ['ɪ', 'i'],
        ['ᴊ', 'j'],
        ['ᴋ', 'k'],
        ['ʟ', 'l'],
        ['ᴍ', 'm'],
        ['ɴи', 'n'],
        ['ᴘ', 'p'],
        ['ʀя', 'r'],
        ['ꜱᔕ', 's'],
        ['ᴛ', 't'],
        ['ᴜц', 'u'],
        ['ʏ', 'y'],
        ['ᴀᗩ', 'a'],
        ['ᗷ', 'b'],
        ['ᑕ', 'c'],
        ['ᗪ', 'd'],
        ['ᖴ', 'f'],
        ['ᑌ', 'u'],
        // Upside down.
        ['ɐ', 'a'],
        ['ɔ', 'c'],
        ['ǝə', 'e'],
        ['ɟ', 'f'],
        ['ƃ', 'g'],
        ['ɥ', 'h'],
        ['ᴉ', 'i'],
        ['ɾ', 'j'],
        ['ʞ', 'k'],
        ['ш', 'w'],
        ['ɯ', 'm'],
        ['ɹ', 'r'],
        ['ʇ', 't'],
        ['ʌ', 'v'],
        ['ʍ', 'w'],
        ['ʎ', 'y'],
        ['µμ', 'u'],
        ['ηɲŋ', 'n'],
        ['ω', 'w'],
        ['γ', 'y'],
        ['ε', 'e'],
        ['τ', 't'],
        ['ֆ', 'f'],
      ] as const
    ).flatMap(([from, to]) => Array.from(from, (it) => [it, to] as const)),
  ),
);
