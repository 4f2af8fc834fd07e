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
  readonly table: string;
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
 * Seconds after an end until DynamoDB may delete what belonged to it. Reads check the clock, so
 * this is only for cost.
 */
export const ttlAfter = (end: number, seconds = 60): AttributeValue =>
  N(Math.ceil(end / 1_000) + seconds);

/**
 * Marks one act, as attribute a. The SDK repeats a write whose answer was lost: where a second
 * writing would count twice, or be refused by the first, the write leaves its mark and asks that it
 * is not there yet; found in the item that refused, it says that the act was done.
 */
export const newMark = (): string => randomBytes(6).toString('base64url');
export const notMarked = '(attribute_not_exists(a) OR a <> :mark)';
export const markedBy = (stands: Item | undefined, mark: string): boolean =>
  stands?.['a']?.S === mark;

/**
 * A short key for any text, however long or hostile. UTF-16 keeps lone surrogates apart, which
 * UTF-8 would make one. 96 bits: nobody finds a second text for somebody else's key.
 */
export const digest = (value: string): string => sha256(value).toString('base64url', 0, 12);

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

export async function getItem({ client, table }: Table, key: Item): Promise<Item | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }),
  );
  return Item;
}

/** Items of one partition, page after page, strongly consistent. */
export async function* itemsIn(
  { client, table }: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'ConsistentRead' | 'ExclusiveStartKey'>,
): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        ...query,
        TableName: table,
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** `stands`: the item that refused the condition, if there is one. */
export type Written =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly stands: Item | undefined };

type Conditional = Pick<
  UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** Updates an item under a condition; `item` is the new one. */
export async function updateIf(
  at: Table,
  key: Item,
  change: Conditional & Pick<UpdateItemCommandInput, 'UpdateExpression'>,
): Promise<Written> {
  try {
    const { Attributes = {} } = await at.client.send(
      new UpdateItemCommand({
        ...change,
        TableName: at.table,
        Key: key,
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { ok: true, item: Attributes };
  } catch (error) {
    return refused(at, key, error);
  }
}

/** Puts an item, under a condition if one is given. */
export async function putIf(
  at: Table,
  { key, item, ...condition }: Conditional & { readonly key: Item; readonly item: Item },
): Promise<Written> {
  try {
    await at.client.send(
      new PutItemCommand({
        ...condition,
        TableName: at.table,
        Item: { ...item, ...key },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { ok: true, item };
  } catch (error) {
    return refused(at, key, error);
  }
}

/**
 * Deletes an item and returns it to exactly one of several concurrent callers. Returns undefined if
 * there was none or an attribute differs. It reads first: if a delete's answer is lost and the
 * delete is repeated, the second finds nothing.
 */
export async function take(
  at: Table,
  key: Item,
  only?: { readonly name: string; readonly value: string },
): Promise<Item | undefined> {
  const stands = await getItem(at, key);
  if (stands === undefined || (only !== undefined && stands[only.name]?.S !== only.value)) {
    return undefined;
  }
  const { item, attempts } = await deleteIf(at, key, only);
  return item ?? (attempts === 1 ? undefined : stands);
}

/**
 * Deletes an item, under a condition if one is given. `item` as it was; `attempts`: how often the
 * SDK asked, where it says so.
 */
export async function deleteIf(
  { client, table }: Table,
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
      new DeleteItemCommand({ ...condition, TableName: table, Key: key, ReturnValues: 'ALL_OLD' }),
    );
    return { item: answer.Attributes, attempts: answer.$metadata.attempts };
  } catch (error) {
    if (isConditionFailed(error)) return { item: undefined, attempts: error.$metadata.attempts };
    throw error;
  }
}

// The embedded engine returns no old item with the refusal, so one more read gets it.
async function refused(at: Table, key: Item, error: unknown): Promise<Written> {
  if (!isConditionFailed(error)) throw error;
  return { ok: false, stands: error.Item ?? (await getItem(at, key)) };
}
