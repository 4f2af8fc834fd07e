// Update expressions: their grammar, and their effect on an item. All values and paths refer to the
// item before the update.

import { add, subtract } from './numbers.ts';
import { invalid } from './refusals.ts';
import { byText, reader, type Parsed, type Path, type Reader } from './reader.ts';
import { bound, nameIn, valueAt, type Scope } from './scope.ts';
import type { Attributes, Type, Value } from './values.ts';

type Operand =
  | { readonly is: 'path'; readonly path: Path }
  | { readonly is: 'value'; readonly name: string }
  | { readonly is: '+' | '-' | 'list_append'; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'if_not_exists'; readonly path: Path; readonly otherwise: Operand };

type Action =
  | { readonly does: 'set'; readonly path: Path; readonly to: Operand }
  | { readonly does: 'remove'; readonly path: Path }
  | { readonly does: 'add' | 'delete'; readonly path: Path; readonly by: string };

export type Update = readonly Action[];

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

export const parseUpdate = byText((text: string): Parsed<Update> => {
  const read = reader('UpdateExpression', text);
  const seen = new Set<string>();
  const actions: Action[] = [];
  do {
    const section = read.accept(...sections);
    if (section === undefined) throw read.unexpected();
    if (seen.has(section)) {
      throw read.wrong(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do actions.push(action(read, section));
    while (read.accept(',') !== undefined);
  } while (read.peek() !== '');
  return read.end(
    actions,
    actions.map(({ path }) => path),
  );
});

function action(read: Reader, section: (typeof sections)[number]): Action {
  const path = read.path();
  if (section === 'REMOVE') return { does: 'remove', path };
  if (section === 'SET') {
    read.expect('=');
    return { does: 'set', path, to: sum(read) };
  }
  const by = read.value();
  const types: readonly Type[] = section === 'ADD' ? ['N', 'SS', 'NS'] : ['SS', 'NS'];
  read.demand(by, `operator: ${section}`, types);
  return { does: section === 'ADD' ? 'add' : 'delete', path, by };
}

function sum(read: Reader): Operand {
  const left = operand(read);
  const is = read.accept('+', '-');
  if (is === undefined) return left;
  read.operator();
  const right = operand(read);
  for (const side of [left, right]) {
    if (side.is === 'value') read.demand(side.name, `operator or function: ${is}`, ['N']);
  }
  return { is, left, right };
}

function operand(read: Reader): Operand {
  if (read.accept('(') !== undefined) {
    const within = sum(read);
    read.expect(')');
    return within;
  }
  const start = read.peek();
  if (start.startsWith(':')) return { is: 'value', name: read.value() };
  if (read.peek(1) !== '(') return { is: 'path', path: read.path() };
  if (start !== 'if_not_exists' && start !== 'list_append') {
    throw read.wrong(`Invalid function name; function: ${start}`);
  }
  read.operator();
  read.expect(start.toUpperCase());
  read.expect('(');
  const args = [sum(read)];
  while (read.accept(',') !== undefined) args.push(sum(read));
  read.expect(')');
  const [left, right] = args;
  if (left === undefined || right === undefined || args.length !== 2) {
    throw read.wrong(
      `Incorrect number of operands for operator or function; operator or function: ${start}, ` +
        `number of operands: ${args.length}`,
    );
  }
  if (start === 'if_not_exists') {
    if (left.is !== 'path') {
      throw read.wrong(
        `Operator or function requires a document path; operator or function: ${start}`,
      );
    }
    if (right.is === 'path' && right.path.join('/') === left.path.join('/')) {
      throw read.wrong(
        'The first operand must be distinct from the remaining operands for this operator or ' +
          'function; ' +
          `operator: ${start}, first operand: [${left.path.join(', ')}]`,
      );
    }
    return { is: start, path: left.path, otherwise: right };
  }
  for (const side of args) {
    if (side.is === 'value') read.demand(side.name, `operator or function: ${start}`, ['L']);
  }
  return { is: start, left, right };
}

const wrongType = (): Error =>
  invalid('An operand in the update expression has an incorrect data type');
const noSuchPath = (): Error =>
  invalid('The document path provided in the update expression is invalid for update');

function resolve(scope: Scope, operand: Operand): Value {
  switch (operand.is) {
    case 'value':
      return bound(scope, operand.name);
    case 'path': {
      const value = valueAt(scope, operand.path);
      if (value === undefined) {
        throw invalid(
          'The provided expression refers to an attribute that does not exist in the item',
        );
      }
      return value;
    }
    case 'if_not_exists':
      return valueAt(scope, operand.path) ?? resolve(scope, operand.otherwise);
    case 'list_append': {
      const [left, right] = [resolve(scope, operand.left), resolve(scope, operand.right)];
      if (!('L' in left) || !('L' in right)) throw wrongType();
      return Object.freeze({ L: Object.freeze([...left.L, ...right.L]) as Value[] });
    }
    default: {
      const [left, right] = [resolve(scope, operand.left), resolve(scope, operand.right)];
      if (!('N' in left) || !('N' in right)) throw wrongType();
      return Object.freeze({
        N: operand.is === '+' ? add(left.N, right.N) : subtract(left.N, right.N),
      });
    }
  }
}

/** The value at the action's path afterwards. Undefined removes it. */
function outcome(scope: Scope, action: Action): Value | undefined {
  if (action.does === 'remove') return undefined;
  if (action.does === 'set') return resolve(scope, action.to);
  const current = valueAt(scope, action.path);
  const by = bound(scope, action.by);
  if (action.does === 'delete') {
    if (current === undefined) return undefined;
    if ('SS' in by && 'SS' in current) {
      return setOf(
        'SS',
        current.SS.filter((one) => !by.SS.includes(one)),
      );
    }
    if ('NS' in by && 'NS' in current) {
      return setOf(
        'NS',
        current.NS.filter((one) => !by.NS.includes(one)),
      );
    }
    throw wrongType();
  }
  if (current === undefined) return by;
  if ('N' in by && 'N' in current) return Object.freeze({ N: add(current.N, by.N) });
  if ('SS' in by && 'SS' in current) return setOf('SS', [...new Set([...current.SS, ...by.SS])]);
  if ('NS' in by && 'NS' in current) return setOf('NS', [...new Set([...current.NS, ...by.NS])]);
  throw wrongType();
}

// There are no empty sets, so the attribute is removed.
function setOf(type: 'SS' | 'NS', all: string[]): Value | undefined {
  if (all.length === 0) return undefined;
  const frozen = Object.freeze(all) as string[];
  return Object.freeze(type === 'SS' ? { SS: frozen } : { NS: frozen });
}

/**
 * This update's own copy of a map or list, while it changes. A removed element leaves an empty
 * place until the end.
 */
type Draft = { M: Record<string, Value> } | { L: (Value | undefined)[] };

/** Returns the item after the update. */
export function apply(scope: Scope, { root }: Parsed<Update>): Attributes {
  const outcomes = root.map((action) => outcome(scope, action));
  const item: Draft = { M: { ...scope.item } };
  const drafts = new Set<Draft>();
  root.forEach(({ path }, index) => {
    let parent: Draft = item;
    path.forEach((segment, depth) => {
      if (depth === path.length - 1) put(scope, parent, { segment, value: outcomes[index] });
      else parent = within(scope, parent, { segment, drafts });
    });
  });
  for (const draft of drafts) {
    if ('L' in draft) draft.L = draft.L.filter((one) => one !== undefined);
    Object.freeze('L' in draft ? draft.L : draft.M);
    Object.freeze(draft);
  }
  return Object.freeze(item.M);
}

function standingAt(
  scope: Scope,
  parent: Draft,
  segment: string | number,
): Value | Draft | undefined {
  if ('L' in parent) return typeof segment === 'number' ? parent.L[segment] : undefined;
  if (typeof segment !== 'string') return undefined;
  const name = nameIn(scope, segment);
  return Object.hasOwn(parent.M, name) ? parent.M[name] : undefined;
}

function within(
  scope: Scope,
  parent: Draft,
  { segment, drafts }: { readonly segment: string | number; readonly drafts: Set<Draft> },
): Draft {
  const current = standingAt(scope, parent, segment);
  if (current === undefined || !('L' in current || 'M' in current)) throw noSuchPath();
  if (drafts.has(current)) return current;
  const draft: Draft = 'L' in current ? { L: [...current.L] } : { M: { ...current.M } };
  drafts.add(draft);
  put(scope, parent, { segment, value: draft as Value });
  return draft;
}

function put(
  scope: Scope,
  parent: Draft,
  { segment, value }: { readonly segment: string | number; readonly value: Value | undefined },
): void {
  if ('L' in parent) {
    if (typeof segment !== 'number') throw noSuchPath();
    // An index beyond the end appends.
    if (value !== undefined || segment < parent.L.length) parent.L[segment] = value;
    return;
  }
  if (typeof segment !== 'string') throw noSuchPath();
  const name = nameIn(scope, segment);
  if (value !== undefined) parent.M[name] = value;
  else if (Object.hasOwn(parent.M, name)) Reflect.deleteProperty(parent.M, name);
}
