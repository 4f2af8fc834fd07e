// Key conditions: the partition that a query reads, and the range of its sort keys.

import { meets, parseKeyCondition, type Condition } from './condition.ts';
import type { Schema } from './partitions.ts';
import { invalid } from './refusals.ts';
import type { Parsed } from './reader.ts';
import { bound, nameIn, type Scope } from './scope.ts';

type Bound = Omit<Scope, 'item'>;

interface Range {
  readonly expression: Parsed<Condition>;
  /** Call it only after the placeholders are checked. */
  under(bound: Bound): { readonly partition: string; readonly within: (sort: string) => boolean };
}

export function rangeOf(text: string | undefined, { partitionKey, sortKey }: Schema): Range {
  if (text === undefined) {
    throw invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the ' +
        'request.',
    );
  }
  const expression = parseKeyCondition(text);
  return {
    expression,
    under(scope) {
      const byName = new Map<string, Condition>();
      for (const one of allOf(expression.root)) {
        const name = keyOf(scope, one);
        if (byName.has(name)) {
          throw invalid('KeyConditionExpressions must only contain one condition per key');
        }
        byName.set(name, one);
      }
      const partition = byName.get(partitionKey);
      const sort = sortKey === undefined ? undefined : byName.get(sortKey);
      if (partition === undefined) {
        throw invalid(`Query condition missed key schema element: ${partitionKey}`);
      }
      if (byName.size > (sort === undefined ? 1 : 2)) {
        throw invalid(
          sortKey === undefined
            ? 'Query key condition not supported'
            : `Query condition missed key schema element: ${sortKey}`,
        );
      }
      if (partition.is !== 'comparison' || partition.by !== '=' || partition.right.is !== 'value') {
        throw invalid('Query key condition not supported');
      }
      for (const name of expression.values) {
        if ('S' in bound(scope, name)) continue;
        throw invalid(
          'One or more parameter values were invalid: Condition parameter type does not match ' +
            'schema type',
        );
      }
      const value = bound(scope, partition.right.name);
      return {
        partition: 'S' in value ? value.S : '',
        within: (key) =>
          sort === undefined ||
          sortKey === undefined ||
          meets({ ...scope, item: { [sortKey]: { S: key } } }, sort),
      };
    },
  };
}

const allOf = (condition: Condition): readonly Condition[] =>
  condition.is === 'and' ? [...allOf(condition.left), ...allOf(condition.right)] : [condition];

function keyOf(scope: Bound, condition: Condition): string {
  const notSupported = (operator: string): Error =>
    invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
  switch (condition.is) {
    case 'or':
    case 'not':
    case 'in':
      throw notSupported(condition.is.toUpperCase());
    case 'attribute_exists':
    case 'attribute_not_exists':
    case 'contains':
    case 'attribute_type':
      throw notSupported(condition.is);
    case 'and':
      throw new Error('Conjunctions are taken apart before');
    case 'comparison': {
      if (condition.by === '<>') throw notSupported('<>');
      if (condition.left.is === 'path' && condition.right.is === 'value') {
        return nameOf(scope, condition.left.path);
      }
      break;
    }
    case 'between':
      if (
        condition.of.is === 'path' &&
        condition.from.is === 'value' &&
        condition.to.is === 'value'
      ) {
        return nameOf(scope, condition.of.path);
      }
      break;
    case 'begins_with':
      if (condition.of.is === 'path' && condition.by.is === 'value') {
        return nameOf(scope, condition.of.path);
      }
  }
  throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified');
}

function nameOf(scope: Bound, [first = '', ...more]: readonly (string | number)[]): string {
  if (more.length > 0) {
    throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return nameIn(scope, String(first));
}
