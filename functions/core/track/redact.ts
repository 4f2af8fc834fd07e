// E-mail addresses and telephone numbers taken out of messages. Off unless a room or the deployment asks for it. It keeps people from giving
// themselves away by habit; who means to is not kept from spelling a number out.

import { edited, type Edit } from './passage.ts';
import type { Transform } from './transform.ts';

const localUnit = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const domain = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.\p{L}[\p{L}\p{M}\p{N}-]+/u;
// No longer than a domain may be (RFC 1035 section 2.3.4).
const domainMost = 255;

export const withoutEmail: Transform = (passage) => {
  const { text } = passage;
  const edits: Edit[] = [];
  let from = 0;
  for (const { index: at } of text.matchAll(/[@\uFF20]/gu)) {
    let start = at;
    while (start > from && localUnit.test(text.charAt(start - 1))) start -= 1;
    const host = start < at && at >= from ? domain.exec(text.slice(at + 1, at + 1 + domainMost))?.[0] : undefined;
    if (host === undefined) continue;
    from = at + 1 + host.length;
    edits.push({ start, end: from, text: '[email]', cause: { by: 'email' } });
  }
  return edited(passage, edits);
};

// 7 to 17 digits with at most two signs between two of them: a bound for every start, so the work is linear.
const numberLike = /(?<![\p{L}\p{N}]|\d[.,])(?:\+|\(\+?)?\d(?:[ ().\u00A0\u2010-\u2013/-]{0,2}\d){6,16}(?![\p{L}\p{N}])/gu;
const dateLike = /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})/;
// North America writes its numbers without a zero before them.
const threeThreeFour = /^(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$/;

export const withoutPhone: Transform = (passage) =>
  !/\d/.test(passage.text) ? passage : edited(passage, Array.from(passage.text.matchAll(numberLike), ({ 0: found, index }) => ({ found, index }))
    .filter(({ found }) => isPhone(found))
    .map(({ found, index }) => ({ start: index, end: index + found.length, text: '[phone]', cause: { by: 'phone' } })));

/** Digits enough, and something that says they are to be dialled. Prices, dates and years are none. */
function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (found.includes('+')) return digits.length >= 8;
  if (dateLike.test(found)) return false;
  return (digits.startsWith('0') && digits.length >= 9) || threeThreeFour.test(found);
}
