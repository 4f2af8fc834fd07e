// Attribute values as the store keeps them: checked, copied and frozen on the way in, so callers
// cannot change them later. Also compares and measures them. Binary values are missing, since no
// caller uses them.

import { canonical, compareNumbers, numberBytes } from './numbers.ts';
import { invalid } from './refusals.ts';

export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: string[] }
  | { readonly NS: string[] }
  | { readonly L: Value[] }
  | { readonly M: Attributes };
export type Attributes = Record<string, Value>;
export type Type = 'S' | 'N' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'L' | 'M';

const maxDepth = 32;
const loneSurrogate = /\p{Surrogate}/u;

export const typeOf = (value: Value): Type => {
  for (const type in value) return type as Type;
  throw new Error('A value without a type');
};

/** Returns an own property, since names may be `constructor` too. */
export const member = (attributes: Attributes, name: string): Value | undefined =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new TypeError('A string was expected in an attribute value');
  if (loneSurrogate.test(value)) throw new Error('A lone surrogate cannot be sent to DynamoDB');
  return value;
};

/** Checks, copies and freezes a caller's value. */
function accept(given: unknown, depth = 0): Value {
  const content = given as Readonly<Record<string, unknown>>;
  let type: string | undefined;
  for (const one in content) {
    if (content[one] === undefined) continue;
    if (type !== undefined) {
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of ' +
          'the supported datatypes',
      );
    }
    type = one;
  }
  if (type === undefined) {
    throw invalid(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  if (depth > maxDepth) {
    throw invalid(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested ' +
        'levels beyond supported limit',
    );
  }
  return Object.freeze(valueOf(type, content[type], depth));
}

function valueOf(type: string, content: unknown, depth: number): Value {
  switch (type) {
    case 'S':
      return { S: text(content) };
    case 'N':
      return { N: canonical(text(content)) };
    case 'BOOL':
      return { BOOL: content === true };
    case 'NULL':
      if (content !== true) {
        throw invalid(
          'One or more parameter values were invalid: Null attribute value types must have the ' +
            'value of true',
        );
      }
      return { NULL: true };
    case 'SS':
      return { SS: setOf('string', content as string[], text) };
    case 'NS':
      return { NS: setOf('number', content as string[], (one) => canonical(text(one))) };
    case 'L':
      return {
        L: Object.freeze((content as unknown[]).map((one) => accept(one, depth + 1))) as Value[],
      };
    case 'M':
      return { M: acceptAll(content as Record<string, unknown>, depth + 1) };
    default:
      throw new Error(`The simulator's DynamoDB has no values of type ${type}`);
  }
}

function setOf(kind: string, content: readonly string[], take: (one: string) => string): string[] {
  const all = content.map(take);
  if (all.length === 0) {
    throw invalid(`One or more parameter values were invalid: An ${kind} set  may not be empty`);
  }
  if (new Set(all).size < all.length) {
    throw invalid(
      kind === 'string'
        ? `One or more parameter values were invalid: Input collection [${all.join(', ')}] ` +
            'contains duplicates.'
        : 'Input collection contains duplicates',
    );
  }
  return Object.freeze(all) as string[];
}

export function acceptAll(given: Record<string, unknown>, depth = 0): Attributes {
  const all: Attributes = {};
  for (const name in given) if (given[name] !== undefined) all[name] = accept(given[name], depth);
  return Object.freeze(all);
}

export function equal(left: Value, right: Value): boolean {
  if (left === right) return true;
  if ('S' in left) return 'S' in right && left.S === right.S;
  if ('N' in left) return 'N' in right && left.N === right.N;
  if ('BOOL' in left) return 'BOOL' in right && left.BOOL === right.BOOL;
  if ('NULL' in left) return 'NULL' in right;
  if ('SS' in left) return 'SS' in right && sameSet(left.SS, right.SS);
  if ('NS' in left) return 'NS' in right && sameSet(left.NS, right.NS);
  if ('L' in left) {
    return (
      'L' in right &&
      left.L.length === right.L.length &&
      left.L.every((one, index) => equalOr(one, right.L[index]))
    );
  }
  if (!('M' in right)) return false;
  const names = Object.keys(left.M);
  return (
    names.length === Object.keys(right.M).length &&
    names.every((name) => equalOr(left.M[name], member(right.M, name)))
  );
}

const equalOr = (left: Value | undefined, right: Value | undefined): boolean =>
  left !== undefined && right !== undefined && equal(left, right);
const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((one) => right.includes(one));

/**
 * Returns a negative number if the first is less, or undefined if there is no order: between types,
 * and between sets or the like.
 */
export function compare(left: Value, right: Value): number | undefined {
  if ('N' in left) return 'N' in right ? compareNumbers(left.N, right.N) : undefined;
  if ('S' in left) return 'S' in right ? compareTexts(left.S, right.S) : undefined;
  return undefined;
}

/** DynamoDB orders strings by their UTF-8 bytes, which puts surrogates after all other units. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (one !== other) return place(one) - place(other);
  }
  return left.length - right.length;
}

const place = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);

/** Returns `size()` of a value; undefined for types without a size. */
export function sizeOf(value: Value): number | undefined {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  return undefined;
}

export function contains(whole: Value, part: Value): boolean {
  if ('S' in whole) return 'S' in part && whole.S.includes(part.S);
  if ('SS' in whole) return 'S' in part && whole.SS.includes(part.S);
  if ('NS' in whole) return 'N' in part && whole.NS.includes(part.N);
  return 'L' in whole && whole.L.some((one) => equal(one, part));
}

/** Returns an item's size towards the limit of 400 KB. */
function bytesOf(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('SS' in value) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if ('NS' in value) return value.NS.reduce((sum, one) => sum + numberBytes(one), 0);
  if ('L' in value) return value.L.reduce((sum, one) => sum + 1 + bytesOf(one), 3);
  if ('M' in value) {
    let sum = 3;
    for (const name in value.M) sum += 1 + attributeBytes(name, value.M[name]);
    return sum;
  }
  return 1;
}

export const attributeBytes = (name: string, value: Value | undefined): number =>
  value === undefined ? 0 : Buffer.byteLength(name) + bytesOf(value);
