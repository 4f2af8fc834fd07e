// Reads and writes single items: typed attributes, digests for keys, and conditional writes that
// return the current item on failure. Knows nothing about rooms.

import { createHash, randomBytes } from 'node:crypto';
import type {
  AttributeValue,
  QueryCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  isConditionFailed,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DynamoDb,
} from './commands.ts';

/** A table and the client that reaches it. */
export interface Table {
  readonly client: DynamoDb;
  readonly name: string;
}

export type Item = Record<string, AttributeValue>;

export const text = (item: Item, name: string): string => item[name]?.S ?? missing(name);
export const number = (item: Item, name: string): number => Number(item[name]?.N ?? missing(name));
export const S = (value: string): AttributeValue => ({ S: value });
export const N = (value: number): AttributeValue => ({ N: String(value) });

const missing = (name: string): never => {
  throw new Error(`An item has no attribute "${name}"`);
};

/**
 * Returns the ttl of an item that is needed until `end`: DynamoDB may delete it `seconds` later. It
 * only saves storage, because reads check the clock.
 */
export const ttlAfter = (end: number, seconds = 60): AttributeValue =>
  N(Math.ceil(end / 1_000) + seconds);

/**
 * Marks one write, as attribute a. The client retries a write if its response was lost. If a second
 * write would count twice, or would fail because of the first, the write stores a mark on condition
 * that the mark is absent. If the condition fails and the item has this mark, the first write
 * succeeded.
 */
export const newMark = (): string => randomBytes(6).toString('base64url');
export const notMarked = '(attribute_not_exists(a) OR a <> :mark)';
export const hasMark = (current: Item | undefined, mark: string): boolean =>
  current?.['a']?.S === mark;

/**
 * Returns a short key for any text. Hashes UTF-16, because in UTF-8 all lone surrogates would be
 * equal. 96 bits, so nobody can find another text with the same key.
 */
export const hashKey = (value: string): string => sha256(value).toString('base64url', 0, 12);

export const sha256 = (value: string): Buffer =>
  createHash('sha256').update(Buffer.from(value, 'utf16le')).digest();

/**
 * Returns an item's size as DynamoDB charges it, to within a few bytes. A write costs one unit per
 * started KB.
 */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );

function valueBytes({ S, N, SS, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (SS !== undefined) return SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (L !== undefined) return L.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  return M === undefined ? 1 : 3 + itemBytes(M) + Object.keys(M).length;
}

export async function getItem(
  { client, name: TableName }: Table,
  key: Item,
): Promise<Item | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: key, ConsistentRead: true }),
  );
  return Item;
}

/** Returns the items of one partition, page by page. Strongly consistent. */
export async function* queryItems(
  { client, name: TableName }: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'ConsistentRead' | 'ExclusiveStartKey'>,
): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        ...query,
        TableName,
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** `current`: the item that failed the condition, if it exists. */
export type Written =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly current: Item | undefined };

type Conditional = Pick<
  UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** Updates an item if a condition holds. Returns the item after the update. */
export async function updateIf(
  table: Table,
  key: Item,
  change: Conditional & Pick<UpdateItemCommandInput, 'UpdateExpression'>,
): Promise<Written> {
  try {
    const { Attributes = {} } = await table.client.send(
      new UpdateItemCommand({
        ...change,
        TableName: table.name,
        Key: key,
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { ok: true, item: Attributes };
  } catch (error) {
    return readFailedCondition(table, key, error);
  }
}

/** Puts an item, under a condition if one is given. */
export async function putIf(
  table: Table,
  { key, item, ...condition }: Conditional & { readonly key: Item; readonly item: Item },
): Promise<Written> {
  try {
    await table.client.send(
      new PutItemCommand({
        ...condition,
        TableName: table.name,
        Item: { ...item, ...key },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { ok: true, item };
  } catch (error) {
    return readFailedCondition(table, key, error);
  }
}

/**
 * Deletes an item and returns it to exactly one of several concurrent callers. Returns undefined if
 * there was none or if an attribute differs. Reads the item first: if the response to the delete is
 * lost, the client's second try finds nothing.
 */
export async function deleteOnce(
  table: Table,
  key: Item,
  only?: { readonly name: string; readonly value: string },
): Promise<Item | undefined> {
  const current = await getItem(table, key);
  if (current === undefined || (only !== undefined && current[only.name]?.S !== only.value)) {
    return undefined;
  }
  const { item, attempts } = await deleteIf(table, key, only);
  return item ?? (attempts === 1 ? undefined : current);
}

/**
 * Deletes an item, under a condition if one is given. Returns the item as it was, and how many
 * times the client sent the request, if known.
 */
export async function deleteIf(
  { client, name: TableName }: Table,
  key: Item,
  only?: { readonly name: string; readonly value: string },
): Promise<{
  readonly item: Item | undefined;
  readonly attempts: number | undefined;
}> {
  const condition =
    only === undefined
      ? {}
      : {
          ConditionExpression: '#only = :only',
          ExpressionAttributeNames: { '#only': only.name },
          ExpressionAttributeValues: { ':only': S(only.value) },
        };
  try {
    const answer = await client.send(
      new DeleteItemCommand({ ...condition, TableName, Key: key, ReturnValues: 'ALL_OLD' }),
    );
    return { item: answer.Attributes, attempts: answer.$metadata.attempts };
  } catch (error) {
    if (isConditionFailed(error)) return { item: undefined, attempts: error.$metadata.attempts };
    throw error;
  }
}

// The embedded engine does not return the old item, so this reads it.
async function readFailedCondition(table: Table, key: Item, error: unknown): Promise<Written> {
  if (!isConditionFailed(error)) throw error;
  return { ok: false, current: error.Item ?? (await getItem(table, key)) };
}
