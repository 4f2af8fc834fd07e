// Condition, filter and key condition expressions: their grammar, and whether an item meets one.

import {
  byText,
  reader,
  type ExpressionKind,
  type Parsed,
  type Path,
  type Reader,
} from './reader.ts';
import { bound, valueAt, type Scope } from './scope.ts';
import { compare, contains, equal, sizeOf, typeOf, type Type, type Value } from './values.ts';

type Operand =
  | { readonly is: 'path'; readonly path: Path }
  | { readonly is: 'value'; readonly name: string }
  | { readonly is: 'size'; readonly of: Operand };

const comparators = ['=', '<>', '<', '<=', '>', '>='] as const;
type Comparator = (typeof comparators)[number];

export type Condition =
  | { readonly is: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly is: 'not'; readonly of: Condition }
  | {
      readonly is: 'comparison';
      readonly by: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly is: 'between'; readonly of: Operand; readonly from: Operand; readonly to: Operand }
  | { readonly is: 'in'; readonly of: Operand; readonly all: readonly Operand[] }
  | {
      readonly is: 'begins_with' | 'contains' | 'attribute_type';
      readonly of: Operand;
      readonly by: Operand;
    }
  | { readonly is: 'attribute_exists' | 'attribute_not_exists'; readonly path: Path };

const ordered: readonly Type[] = ['S', 'N'];
const maxInOperands = 100;

const parserOf = (kind: ExpressionKind) =>
  byText((text: string): Parsed<Condition> => {
    const read = reader(kind, text);
    return read.end(either(read));
  });
export const parseCondition = parserOf('ConditionExpression');
export const parseKeyCondition = parserOf('KeyConditionExpression');
export const parseFilter = parserOf('FilterExpression');

function either(read: Reader): Condition {
  let left = both(read);
  while (read.accept('OR') !== undefined) {
    read.operator();
    left = { is: 'or', left, right: both(read) };
  }
  return left;
}

function both(read: Reader): Condition {
  let left = negation(read);
  while (read.accept('AND') !== undefined) {
    read.operator();
    left = { is: 'and', left, right: negation(read) };
  }
  return left;
}

function negation(read: Reader): Condition {
  if (read.accept('NOT') === undefined) return single(read);
  read.operator();
  return { is: 'not', of: negation(read) };
}

function single(read: Reader): Condition {
  if (read.accept('(') !== undefined) {
    const doubled = read.peek() === '(';
    const within = either(read);
    // `((a) OR b)` also opens twice, but its first two parentheses are not a redundant pair.
    if (doubled && read.peek(-1) === ')' && closesWhatOpened(read)) {
      throw read.wrong('The expression has redundant parentheses;');
    }
    read.expect(')');
    return within;
  }
  read.operator();
  const name = read.peek();
  if (read.peek(1) === '(' && name !== 'size') return call(read);
  const left = operand(read);
  if (read.accept('BETWEEN') !== undefined) {
    const from = operand(read);
    read.expect('AND');
    const to = operand(read);
    for (const side of [from, to]) demand(read, side, { by: 'operator: BETWEEN', types: ordered });
    if (from.is === 'value' && to.is === 'value') read.demandRange(from.name, to.name);
    return { is: 'between', of: left, from, to };
  }
  if (read.accept('IN') !== undefined) {
    read.expect('(');
    const all = list(read);
    if (all.length > maxInOperands) {
      throw read.wrong(
        `The IN operator is provided with too many operands; number of operands: ${all.length}`,
      );
    }
    return { is: 'in', of: left, all };
  }
  const by = read.accept(...comparators);
  if (by === undefined) throw read.unexpected();
  const right = operand(read);
  if (by !== '=' && by !== '<>') {
    for (const side of [left, right]) demand(read, side, { by: `operator: ${by}`, types: ordered });
  }
  distinct(read, by, [left, right]);
  return { is: 'comparison', by, left, right };
}

// The outer pair is redundant if the inner one spans everything inside it: the parentheses between
// the two balance without reaching zero.
function closesWhatOpened(read: Reader): boolean {
  let depth = 0;
  for (let back = -1; ; back -= 1) {
    const token = read.peek(back);
    if (token === ')') depth += 1;
    if (token === '(') depth -= 1;
    if (depth === 0) return read.peek(back - 1) === '(' && !/^\w/.test(read.peek(back - 2));
  }
}

function call(read: Reader): Condition {
  const name = read.peek();
  const takes = {
    attribute_exists: 1,
    attribute_not_exists: 1,
    attribute_type: 2,
    begins_with: 2,
    contains: 2,
  };
  if (!Object.hasOwn(takes, name)) throw read.wrong(`Invalid function name; function: ${name}`);
  const is = name as keyof typeof takes;
  read.expect(name.toUpperCase());
  read.expect('(');
  const args = list(read);
  const [of, by] = args;
  if (of === undefined || args.length !== takes[is]) {
    throw read.wrong(
      `Incorrect number of operands for operator or function; operator or function: ${is}, ` +
        `number of operands: ${args.length}`,
    );
  }
  if (is === 'attribute_exists' || is === 'attribute_not_exists') {
    if (of.is !== 'path') {
      throw read.wrong(
        `Operator or function requires a document path; operator or function: ${is}`,
      );
    }
    return { is, path: of.path };
  }
  if (by === undefined) throw read.unexpected();
  const function_ = `operator or function: ${is}`;
  if (is === 'begins_with') {
    for (const side of [of, by]) demand(read, side, { by: function_, types: ['S'] });
  }
  if (is === 'attribute_type') demand(read, by, { by: function_, types: ['S'] });
  distinct(read, is, [of, by]);
  return { is, of, by };
}

function list(read: Reader): Operand[] {
  const all = [operand(read)];
  while (read.accept(',') !== undefined) all.push(operand(read));
  read.expect(')');
  return all;
}

function operand(read: Reader): Operand {
  const start = read.peek();
  if (start.startsWith(':')) return { is: 'value', name: read.value() };
  if (read.peek(1) !== '(') return { is: 'path', path: read.path() };
  if (start !== 'size') {
    throw read.wrong(
      `The function is not allowed to be used this way in an expression; function: ${start}`,
    );
  }
  read.operator();
  read.expect('SIZE');
  read.expect('(');
  const [of, ...more] = list(read);
  if (of === undefined || more.length > 0) {
    throw read.wrong(
      'Incorrect number of operands for operator or function; operator or function: size, ' +
        `number of operands: ${more.length + 1}`,
    );
  }
  demand(read, of, { by: 'operator or function: size', types: ['S', 'SS', 'NS', 'L', 'M'] });
  return { is: 'size', of };
}

function demand(
  read: Reader,
  side: Operand,
  what: { readonly by: string; readonly types: readonly Type[] },
): void {
  if (side.is === 'value') read.demand(side.name, what.by, what.types);
}

function distinct(read: Reader, by: string, [left, right]: readonly [Operand, Operand]): void {
  if (left.is !== 'path' || right.is !== 'path' || left.path.join('/') !== right.path.join('/')) {
    return;
  }
  throw read.wrong(
    'The first operand must be distinct from the remaining operands for this operator or ' +
      'function; ' +
      `operator: ${by}, first operand: [${left.path.join(', ')}]`,
  );
}

function resolve(scope: Scope, operand: Operand): Value | undefined {
  if (operand.is === 'path') return valueAt(scope, operand.path);
  if (operand.is === 'value') return bound(scope, operand.name);
  const of = resolve(scope, operand.of);
  const size = of === undefined ? undefined : sizeOf(of);
  return size === undefined ? undefined : { N: String(size) };
}

/** A missing attribute satisfies only `<>` and attribute_not_exists. */
export function meets(scope: Scope, condition: Condition): boolean {
  switch (condition.is) {
    case 'and':
      return meets(scope, condition.left) && meets(scope, condition.right);
    case 'or':
      return meets(scope, condition.left) || meets(scope, condition.right);
    case 'not':
      return !meets(scope, condition.of);
    case 'attribute_exists':
      return valueAt(scope, condition.path) !== undefined;
    case 'attribute_not_exists':
      return valueAt(scope, condition.path) === undefined;
    case 'comparison':
      return holds(condition.by, resolve(scope, condition.left), resolve(scope, condition.right));
    case 'between': {
      const of = resolve(scope, condition.of);
      return (
        holds('>=', of, resolve(scope, condition.from)) &&
        holds('<=', of, resolve(scope, condition.to))
      );
    }
    case 'in': {
      const of = resolve(scope, condition.of);
      return condition.all.some((one) => holds('=', of, resolve(scope, one)));
    }
    default: {
      const of = resolve(scope, condition.of);
      const by = resolve(scope, condition.by);
      if (of === undefined || by === undefined) return false;
      if (condition.is === 'contains') return contains(of, by);
      if (condition.is === 'attribute_type') return 'S' in by && typeOf(of) === by.S;
      return 'S' in of && 'S' in by && of.S.startsWith(by.S);
    }
  }
}

function holds(by: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return by === '<>';
  if (by === '=') return equal(left, right);
  if (by === '<>') return !equal(left, right);
  const order = compare(left, right);
  if (order === undefined) return false;
  if (by === '<') return order < 0;
  if (by === '<=') return order <= 0;
  return by === '>' ? order > 0 : order >= 0;
}
