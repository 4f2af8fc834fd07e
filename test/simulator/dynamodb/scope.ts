// The scope of an expression: an item and the caller's placeholders. Resolves paths.

import { invalid } from './refusals.ts';
import type { Parsed, Path } from './reader.ts';
import { checkDemands } from './reader.ts';
import { acceptAll, member, type Attributes, type Value } from './values.ts';

export interface Scope {
  readonly item: Attributes;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Attributes;
}

export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

const none = Object.freeze({});

/** Checks that the expressions use all placeholders, and no others. */
export function bind(
  given: Placeholders,
  expressions: readonly (Parsed<unknown> | undefined)[],
): Omit<Scope, 'item'> {
  const names = given.ExpressionAttributeNames ?? none;
  const values =
    given.ExpressionAttributeValues === undefined
      ? none
      : acceptAll(given.ExpressionAttributeValues);
  checkForm('ExpressionAttributeNames', given.ExpressionAttributeNames, /^#\w+$/);
  checkForm('ExpressionAttributeValues', given.ExpressionAttributeValues, /^:\w+$/);
  for (const expression of expressions) {
    if (expression === undefined) continue;
    for (const name of expression.names) {
      if (Object.hasOwn(names, name)) continue;
      throw invalid(
        `Invalid ${expression.kind}: An expression attribute name used in the document path is ` +
          `not defined; attribute name: ${name}`,
      );
    }
    for (const value of expression.values) {
      if (Object.hasOwn(values, value)) continue;
      throw invalid(
        `Invalid ${expression.kind}: An expression attribute value used in expression is not ` +
          `defined; attribute value: ${value}`,
      );
    }
    checkDemands(expression, values);
    checkOverlaps({ kind: expression.kind, names }, expression.apart);
  }
  checkUsed('ExpressionAttributeNames', names, (name) =>
    expressions.some((expression) => expression?.names.has(name)),
  );
  checkUsed('ExpressionAttributeValues', values, (value) =>
    expressions.some((expression) => expression?.values.has(value)),
  );
  return { names, values };
}

function checkForm(
  parameter: string,
  given: Readonly<Record<string, unknown>> | undefined,
  form: RegExp,
): void {
  if (given === undefined) return;
  const keys = Object.keys(given);
  if (keys.length === 0) throw invalid(`${parameter} must not be empty`);
  const wrong = keys.find((key) => !form.test(key));
  if (wrong !== undefined) {
    throw invalid(`${parameter} contains invalid key: Syntax error; key: "${wrong}"`);
  }
}

function checkUsed(
  parameter: string,
  given: Readonly<Record<string, unknown>>,
  used: (key: string) => boolean,
): void {
  const unused = Object.keys(given).filter((key) => !used(key));
  if (unused.length > 0) {
    throw invalid(
      `Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`,
    );
  }
}

export const nameIn = ({ names }: Pick<Scope, 'names'>, segment: string): string =>
  segment.startsWith('#') ? (names[segment] ?? '') : segment;

export function valueAt(scope: Scope, path: Path): Value | undefined {
  let found: Value | undefined;
  for (let index = 0; index < path.length; index += 1) {
    const segment = path[index] ?? 0;
    if (index === 0) found = member(scope.item, nameIn(scope, String(segment)));
    else if (found === undefined) return undefined;
    else if (typeof segment === 'number') found = 'L' in found ? found.L[segment] : undefined;
    else found = 'M' in found ? member(found.M, nameIn(scope, segment)) : undefined;
  }
  return found;
}

export const bound = ({ values }: Pick<Scope, 'values'>, name: string): Value =>
  values[name] ?? unbound(name);

const unbound = (name: string): never => {
  throw new Error(`${name} is not bound`);
};

// The path as refusals show it.
function pathText(scope: Pick<Scope, 'names'>, path: Path): string {
  const segments = path.map((segment) =>
    typeof segment === 'number' ? `[${segment}]` : nameIn(scope, segment),
  );
  return `[${segments.join(', ')}]`;
}

// Refuses paths that lie within one another, or that use one place as both a map and a list.
function checkOverlaps(
  scope: Pick<Scope, 'names'> & { readonly kind: string },
  paths: readonly Path[],
): void {
  if (paths.length < 2) return;
  const root: Node = { first: [], ends: false, within: new Map() };
  for (const path of paths) {
    let node = root;
    path.forEach((segment, index) => {
      const key = typeof segment === 'number' ? segment : nameIn(scope, segment);
      if (node.within.size > 0 && typeof node.within.keys().next().value !== typeof key) {
        throw clash(scope, 'conflict', [node.first, path]);
      }
      const known = node.within.get(key);
      if (known !== undefined && (known.ends || index === path.length - 1)) {
        throw clash(scope, 'overlap', [known.first, path]);
      }
      const below = known ?? {
        first: path,
        ends: index === path.length - 1,
        within: new Map<string | number, Node>(),
      };
      if (known === undefined) node.within.set(key, below);
      node = below;
    });
  }
}

interface Node {
  readonly first: Path;
  readonly ends: boolean;
  readonly within: Map<string | number, Node>;
}

const clash = (
  scope: Pick<Scope, 'names'> & { readonly kind: string },
  how: string,
  [one, other]: readonly [Path, Path],
): Error =>
  invalid(
    `Invalid ${scope.kind}: Two document paths ${how} with each other; must remove or rewrite ` +
      'one of these paths; ' +
      `path one: ${pathText(scope, one)}, path two: ${pathText(scope, other)}`,
  );
