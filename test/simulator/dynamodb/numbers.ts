// DynamoDB's numbers: decimals of up to 38 digits, stored and returned as text, with exact
// arithmetic. They have no notion of attributes.

import { invalid } from './refusals.ts';

const maxDigits = 38;
// Most numbers are small and whole, so a double is exact and fast.
const small = /^(?:0|-?[1-9]\d{0,14})$/;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** digits × 10^exponent, without trailing zeros in the digits. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function parse(text: string): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  if (whole === '' && fraction === '') {
    throw invalid(
      `The parameter cannot be converted to a numeric value${text === '' ? '' : `: ${text}`}`,
    );
  }
  const digits = BigInt(whole + fraction);
  return trimmed({
    digits: sign === '-' ? -digits : digits,
    exponent: Number(exponent) - fraction.length,
  });
}

function trimmed({ digits, exponent }: Decimal): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = String(digits);
  const zeros = text.length - text.replace(/0+$/, '').length;
  return zeros === 0
    ? { digits, exponent }
    : { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

const countOf = (digits: bigint): number => String(digits < 0n ? -digits : digits).length;

function print({ digits, exponent }: Decimal): string {
  const count = countOf(digits);
  const magnitude = count - 1 + exponent;
  if (magnitude > 125) {
    throw invalid(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < -130) {
    throw invalid(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (count > maxDigits) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  if (exponent >= 0) return String(digits) + '0'.repeat(digits === 0n ? 0 : exponent);
  const all = String(digits < 0n ? -digits : digits).padStart(1 - exponent, '0');
  return `${digits < 0n ? '-' : ''}${all.slice(0, exponent)}.${all.slice(exponent)}`;
}

/** The form in which DynamoDB returns a number. */
export const canonical = (text: string): string => (small.test(text) ? text : print(parse(text)));

export function add(left: string, right: string): string {
  if (small.test(left) && small.test(right)) return String(Number(left) + Number(right));
  return print(trimmed(aligned(left, right, (one, other) => one + other)));
}

export function subtract(left: string, right: string): string {
  if (small.test(left) && small.test(right)) return String(Number(left) - Number(right));
  return print(trimmed(aligned(left, right, (one, other) => one - other)));
}

/** Returns a negative number if the first is less. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (small.test(left) && small.test(right)) return Number(left) - Number(right);
  const { digits } = aligned(left, right, (one, other) => one - other);
  if (digits === 0n) return 0;
  return digits < 0n ? -1 : 1;
}

function aligned(
  left: string,
  right: string,
  reckon: (one: bigint, other: bigint) => bigint,
): Decimal {
  const [one, other] = [parse(left), parse(right)];
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = (number: Decimal): bigint =>
    number.digits * 10n ** BigInt(number.exponent - exponent);
  return { digits: reckon(scaled(one), scaled(other)), exponent };
}

/** About one byte for two digits, plus one. */
export function numberBytes(text: string): number {
  let [digits, zeros, seen] = [0, 0, false];
  for (const character of text) {
    if (character === '-' || character === '.') continue;
    zeros = character === '0' ? zeros + 1 : 0;
    seen ||= character !== '0';
    if (seen) digits += 1;
  }
  return 1 + Math.ceil((digits - (seen ? zeros : 0)) / 2) + (text.startsWith('-') ? 1 : 0);
}
