// Word lists as items in their own table. The small item `heads` has the current version of each
// list, and is the only one that a warm function reads repeatedly. The content and the history of a
// version are written once, under their writer's mark. So two concurrent writers never touch each
// other's items, and the head decides which one succeeds.

import type { ListChange, WordList } from '../../../../core/ports.ts';
import {
  getItem,
  queryItems,
  putIf,
  S,
  text,
  ttlAfter,
  updateIf,
  type Item,
  type Table,
} from '../items.ts';

/**
 * A list's current version: attribute `=<list>` of the heads. `parts`: how many items hold its
 * words; 0 if the list was removed.
 */
export interface Head {
  readonly version: number;
  readonly mark: string;
  readonly parts: number;
}

/** A stored change, with the mark of its version and the mark of the change before it. */
export interface StoredChange {
  readonly change: ListChange;
  readonly mark: string;
  readonly parts: number;
  readonly before: string | undefined;
}

// An item can have 400 KB, including the names of its attributes.
const maxPartCharacters = 350_000;
const versionDigits = 9;

export const headsKey: Item = { list: S('#'), item: S('heads') };
export const headAttribute = (name: string): string => `=${name}`;
export const packHead = ({ version, mark, parts }: Head): string => `${version} ${mark} ${parts}`;

export function unpackHead(packed: string): Head {
  const [version = '', mark = '', parts = ''] = packed.split(' ');
  return { version: Number(version), mark, parts: Number(parts) };
}

/**
 * Loaded when lists are read or written, because a function that only joins members doesn't need
 * it.
 */
export const zlib = () => import('node:zlib');

/** Reads the packed heads, by list. */
export async function readHeads(table: Table): Promise<ReadonlyMap<string, string>> {
  return parseHeads((await getItem(table, headsKey)) ?? {});
}

export const parseHeads = (item: Item): ReadonlyMap<string, string> =>
  new Map(
    Object.keys(item)
      .filter((name) => name.startsWith('='))
      .map((name) => [name.slice(1), text(item, name)]),
  );

const listItemKey = (name: string, item: string): Item => ({ list: S(name), item: S(item) });
const place = (version: number, mark: string): string =>
  `${String(version).padStart(versionDigits, '0')}#${mark}`;

/**
 * Writes a version under its mark: its words, then its change. Nothing reads it before a head
 * refers to it.
 */
export async function writeVersion(
  table: Table,
  {
    name,
    list,
    ...stored
  }: Omit<StoredChange, 'parts'> & {
    readonly name: string;
    readonly list: WordList | undefined;
  },
): Promise<Head> {
  const {
    change: { version },
    mark,
  } = stored;
  const { gzipSync } = await zlib();
  const parts = list === undefined ? [] : split(gzipSync(JSON.stringify(list)).toString('base64'));
  await Promise.all(
    parts.map((part, index) =>
      putIf(table, {
        key: listItemKey(name, `words#${place(version, mark)}#${index}`),
        item: { t: S(part) },
      }),
    ),
  );
  const change: StoredChange = { ...stored, parts: parts.length };
  await putIf(table, {
    key: listItemKey(name, `change#${place(version, mark)}`),
    item: { j: S(JSON.stringify(change)) },
  });
  return { version, mark, parts: parts.length };
}

/** Reads the version that a head refers to. Throws if a part is missing. */
export async function readVersion(
  table: Table,
  name: string,
  { version, mark, parts }: Head,
): Promise<WordList> {
  const [{ gunzipSync }, ...items] = await Promise.all([
    zlib(),
    ...Array.from({ length: parts }, (_, index) =>
      getItem(table, listItemKey(name, `words#${place(version, mark)}#${index}`)),
    ),
  ]);
  const packed = items.map((item) => text(item ?? {}, 't')).join('');
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as WordList;
}

/**
 * Returns the changes that led to a head, newest first. Leaves out those of writers that came too
 * late.
 */
export async function readChanges(
  table: Table,
  name: string,
  head: Head,
): Promise<readonly StoredChange[]> {
  const stored = new Map<string, StoredChange>();
  for await (const item of queryListItems(table, name, 'change#')) {
    const change = JSON.parse(text(item, 'j')) as StoredChange;
    stored.set(changePlace(change), change);
  }
  const changes: StoredChange[] = [];
  for (let next = stored.get(place(head.version, head.mark)); next !== undefined;) {
    changes.push(next);
    next =
      next.before === undefined
        ? undefined
        : stored.get(place(next.change.version - 1, next.before));
  }
  return changes;
}

const changePlace = ({ change, mark }: StoredChange): string => place(change.version, mark);

/** Returns all items of a list whose sort key has this prefix. */
export const queryListItems = (
  table: Table,
  list: string,
  beginning: string,
): AsyncGenerator<Item> =>
  queryItems(table, {
    KeyConditionExpression: '#list = :list AND begins_with(#item, :beginning)',
    ExpressionAttributeNames: { '#list': 'list', '#item': 'item' },
    ExpressionAttributeValues: { ':list': S(list), ':beginning': S(beginning) },
  });

/** Lets DynamoDB delete a version after an hour, because no head refers to it. */
export async function dropVersion(
  table: Table,
  {
    name,
    head: { version, mark, parts },
    now,
  }: {
    readonly name: string;
    readonly head: Head;
    readonly now: number;
  },
): Promise<void> {
  const items = [
    `change#${place(version, mark)}`,
    ...Array.from({ length: parts }, (_, index) => `words#${place(version, mark)}#${index}`),
  ];
  await Promise.all(
    items.map((item) =>
      updateIf(table, listItemKey(name, item), {
        UpdateExpression: 'SET #ttl = :ttl',
        ConditionExpression: 'attribute_exists(#list)',
        ExpressionAttributeNames: { '#ttl': 'ttl', '#list': 'list' },
        ExpressionAttributeValues: { ':ttl': ttlAfter(now, 3_600) },
      }),
    ),
  );
}

/** Splits a text into parts that fit into one item each. */
export function split(packed: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < packed.length; start += maxPartCharacters) {
    parts.push(packed.slice(start, start + maxPartCharacters));
  }
  return parts;
}
