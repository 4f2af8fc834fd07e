// The tables and their five commands. A command is one synchronous step, and changes nothing if it
// is refused. client.ts sends commands.

import { meets, parseCondition, parseFilter, type Condition } from './condition.ts';
import { parseProjection, project } from './projection.ts';
import { rangeOf } from './key-condition.ts';
import { conditionFailed, invalid } from './refusals.ts';
import type { Parsed } from './reader.ts';
import { bind, nameIn, type Placeholders, type Scope } from './scope.ts';
import { partitionsOf, type Partitions, type Schema } from './partitions.ts';
import { apply, parseUpdate } from './update.ts';
import { acceptAll, attributeBytes, member, type Attributes, type Value } from './values.ts';

const maxItemBytes = 400 * 1024;
const maxPageBytes = 1024 * 1024;
const empty: Attributes = Object.freeze({});

export interface Table {
  readonly schema: Schema;
  readonly items: Partitions;
}

export const table = (schema: Schema): Table => ({ schema, items: partitionsOf() });

type Given = Record<string, unknown>;
type Returned = 'NONE' | 'ALL_OLD' | 'ALL_NEW';
interface Write extends Placeholders {
  readonly ConditionExpression?: string;
  readonly ReturnValues?: Returned;
  readonly ReturnValuesOnConditionCheckFailure?: 'NONE' | 'ALL_OLD';
}

interface Key {
  readonly partition: string;
  readonly sort: string;
}

const bytesOfKey = [
  { max: 2_048, what: 'Size of hashkey has exceeded the maximum size limit of2048 bytes' },
  {
    max: 1_024,
    what: 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  },
] as const;

const keyNames = ({ partitionKey, sortKey }: Schema): readonly string[] =>
  sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];

function keyOf({ schema }: Table, given: Attributes): Key {
  const names = keyNames(schema);
  if (Object.keys(given).length !== names.length) {
    throw invalid('The provided key element does not match the schema');
  }
  const [partition = '', sort = ''] = names.map((name, index) => {
    const value = member(given, name);
    if (value === undefined || !('S' in value)) {
      throw invalid('The provided key element does not match the schema');
    }
    return keyText(name, value.S, bytesOfKey[index === 0 ? 0 : 1]);
  });
  return { partition, sort };
}

function keyText(name: string, text: string, { max, what }: (typeof bytesOfKey)[number]): string {
  if (text === '') {
    throw invalid(
      'One or more parameter values are not valid. ' +
        `The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  if (Buffer.byteLength(text) > max) {
    throw invalid(`One or more parameter values were invalid: ${what}`);
  }
  return text;
}

function keyIn({ schema }: Table, item: Attributes): Key {
  const [partition = '', sort = ''] = keyNames(schema).map((name, index) => {
    const value = member(item, name);
    if (value === undefined) {
      throw invalid(
        `One or more parameter values were invalid: Missing the key ${name} in the item`,
      );
    }
    if (!('S' in value)) {
      throw invalid(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: S ` +
          `actual: ${Object.keys(value).join()}`,
      );
    }
    return keyText(name, value.S, bytesOfKey[index === 0 ? 0 : 1]);
  });
  return { partition, sort };
}

const condition = ({ ConditionExpression }: Write): Parsed<Condition> | undefined =>
  ConditionExpression === undefined ? undefined : parseCondition(ConditionExpression);

function check(
  given: Write,
  condition: Parsed<Condition> | undefined,
  scope: Scope & { readonly current: Attributes | undefined },
): void {
  if (condition === undefined || meets(scope, condition.root)) return;
  throw conditionFailed(
    given.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? scope.current : undefined,
  );
}

const attributes = (item: Attributes | undefined): Given =>
  item === undefined ? {} : { Attributes: item };

export function getItem(
  table: Table,
  given: Placeholders & { readonly Key: Given; readonly ProjectionExpression?: string },
): Given {
  const { partition, sort } = keyOf(table, acceptAll(given.Key));
  const projection =
    given.ProjectionExpression === undefined
      ? undefined
      : parseProjection(given.ProjectionExpression);
  const bound = bind(given, [projection]);
  const item = table.items.get(partition, sort)?.item;
  if (item === undefined) return {};
  return { Item: projection === undefined ? item : project({ ...bound, item }, projection) };
}

export function putItem(table: Table, given: Write & { readonly Item: Given }): Given {
  if (given.ReturnValues === 'ALL_NEW') throw invalid('ReturnValues can only be ALL_OLD or NONE');
  const item = acceptAll(given.Item);
  const expression = condition(given);
  const bound = bind(given, [expression]);
  const { partition, sort } = keyIn(table, item);
  const bytes = bytesAfter(item, { item: empty, bytes: 0 });
  if (bytes > maxItemBytes) throw invalid('Item size has exceeded the maximum allowed size');
  const current = table.items.get(partition, sort)?.item;
  check(given, expression, { ...bound, item: current ?? empty, current });
  table.items.put(partition, sort, { item, bytes });
  return given.ReturnValues === 'ALL_OLD' ? attributes(current) : {};
}

export function updateItem(
  table: Table,
  given: Write & { readonly Key: Given; readonly UpdateExpression?: string },
): Given {
  const key = acceptAll(given.Key);
  const update =
    given.UpdateExpression === undefined ? undefined : parseUpdate(given.UpdateExpression);
  const expression = condition(given);
  const bound = bind(given, [update, expression]);
  const { partition, sort } = keyOf(table, key);
  for (const { path } of update?.root ?? []) {
    const name = nameIn(bound, String(path[0]));
    if (!keyNames(table.schema).includes(name)) continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This ` +
        'attribute is part of the key',
    );
  }
  const current = table.items.get(partition, sort);
  check(given, expression, { ...bound, item: current?.item ?? empty, current: current?.item });
  const before = current?.item ?? key;
  const item = update === undefined ? before : apply({ ...bound, item: before }, update);
  const bytes = bytesAfter(item, current ?? { item: empty, bytes: 0 });
  if (bytes > maxItemBytes) {
    throw invalid('Item size to update has exceeded the maximum allowed size');
  }
  table.items.put(partition, sort, { item, bytes });
  if (given.ReturnValues === 'ALL_NEW') return attributes(item);
  return given.ReturnValues === 'ALL_OLD' ? attributes(current?.item) : {};
}

export function deleteItem(table: Table, given: Write & { readonly Key: Given }): Given {
  if (given.ReturnValues === 'ALL_NEW') throw invalid('ReturnValues can only be ALL_OLD or NONE');
  const key = acceptAll(given.Key);
  const expression = condition(given);
  const bound = bind(given, [expression]);
  const { partition, sort } = keyOf(table, key);
  const current = table.items.get(partition, sort)?.item;
  check(given, expression, { ...bound, item: current ?? empty, current });
  table.items.delete(partition, sort);
  return given.ReturnValues === 'ALL_OLD' ? attributes(current) : {};
}

// Unchanged values are not measured again.
function bytesAfter(
  item: Attributes,
  before: { readonly item: Attributes; readonly bytes: number },
): number {
  let { bytes } = before;
  for (const name in item) {
    const [now, then] = [item[name], member(before.item, name)];
    if (now !== then) bytes += attributeBytes(name, now) - attributeBytes(name, then);
  }
  for (const name in before.item) {
    if (!Object.hasOwn(item, name)) bytes -= attributeBytes(name, before.item[name]);
  }
  return bytes;
}

interface QueryInput extends Placeholders {
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Given;
}

export function query(table: Table, given: QueryInput): Given {
  const { Limit: limit = Infinity, ScanIndexForward: forward = true } = given;
  if (limit < 1) {
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
        'Member must have value greater than or equal to 1',
    );
  }
  const start =
    given.ExclusiveStartKey === undefined ? undefined : acceptAll(given.ExclusiveStartKey);
  const filter =
    given.FilterExpression === undefined ? undefined : parseFilter(given.FilterExpression);
  const projection =
    given.ProjectionExpression === undefined
      ? undefined
      : parseProjection(given.ProjectionExpression);
  const range = rangeOf(given.KeyConditionExpression, table.schema);
  const bound = bind(given, [range.expression, filter, projection]);
  const { partition, within } = range.under(bound);
  const after = start === undefined ? undefined : startIn(table, start, { partition, within });

  const found: Attributes[] = [];
  let [scanned, bytes] = [0, 0];
  let last: Attributes | undefined;
  for (const entry of table.items.inOrder(partition, { forward, after })) {
    if (!within(entry.sort)) continue;
    last = entry.item;
    scanned += 1;
    bytes += entry.bytes;
    const scope = { ...bound, item: entry.item };
    if (filter === undefined || meets(scope, filter.root)) {
      found.push(projection === undefined ? entry.item : project(scope, projection));
    }
    if (scanned >= limit || bytes >= maxPageBytes) break;
  }
  const more = last !== undefined && (scanned >= limit || bytes >= maxPageBytes);
  return {
    Items: found,
    Count: found.length,
    ScannedCount: scanned,
    ...(more ? { LastEvaluatedKey: keyAttributes(table.schema, last ?? empty) } : {}),
  };
}

const keyAttributes = (schema: Schema, item: Attributes): Record<string, Value | undefined> =>
  Object.fromEntries(keyNames(schema).map((name) => [name, item[name]]));

function startIn(
  table: Table,
  start: Attributes,
  range: { readonly partition: string; readonly within: (sort: string) => boolean },
): string {
  const names = keyNames(table.schema);
  if (
    Object.keys(start).length !== names.length ||
    names.some((name) => !Object.hasOwn(start, name))
  ) {
    throw invalid('The provided starting key is invalid');
  }
  const { partition, sort } = keyOf(table, start);
  if (!range.within(sort)) {
    throw invalid('The provided starting key does not match the range key predicate');
  }
  if (partition !== range.partition) {
    throw invalid(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  return sort;
}
