// Computes the capacity units of DynamoDB commands from item sizes, which an in-memory engine
// doesn't report. quotas-real.ts shows that other engines report the same.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isConditionFailed, type Command } from '../../functions/adapters/aws/dynamodb/commands.ts';
import type { Schema } from '../simulator/dynamodb/partitions.ts';
import { attributeBytes, type Value } from '../simulator/dynamodb/values.ts';

type Item = Readonly<Record<string, AttributeValue>>;

export interface Units {
  readonly table: string;
  readonly key: string;
  readonly reads: number;
  readonly writes: number;
}

interface Input {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConsistentRead?: boolean;
  readonly ExpressionAttributeValues?: Item;
}

interface Output {
  readonly Attributes?: Item;
  readonly Item?: Item;
  readonly Items?: readonly Item[];
}

const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1_024));
const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4_096)) * (consistent ? 1 : 0.5);

interface Metered<Result> {
  readonly outcome: { readonly result: Result } | { readonly error: unknown };
  readonly units: Units;
}

/** Runs a command and returns its units, also if its condition failed. */
export type Meter = <Result>(
  command: Command<object, Result>,
  act: () => Promise<Result>,
) => Promise<Metered<Result>>;

/** The partition of a command. The first value of our queries is the partition's key. */
export function partitionOf(command: Command, schema: Schema | undefined): string {
  const { Key, Item: item, ExpressionAttributeValues: values = {} } = command.input as Input;
  return ((Key ?? item)?.[schema?.partitionKey ?? ''] ?? Object.values(values)[0])?.S ?? '';
}

/**
 * Remembers the size of each written item, since a write costs the larger of the sizes before and
 * after.
 */
export function createMeter(schemas: Readonly<Record<string, Schema>>): Meter {
  const sizes = new Map<string, number>();
  const parts = new WeakMap<object, number>();
  const sizeOf = (item: Item): number => {
    let bytes = 0;
    for (const name in item) {
      // The engine freezes values and shares them between an item's versions, so unchanged values
      // need no second measurement.
      const value = item[name] as object;
      let part = parts.get(value);
      if (part === undefined) {
        part = attributeBytes(name, value as Value);
        if (Object.isFrozen(value)) parts.set(value, part);
      }
      bytes += part;
    }
    return bytes;
  };

  return async (command, act) => {
    const input = command.input as Input;
    const schema = schemas[input.TableName];
    const key = partitionOf(command, schema);
    const sort = (input.Key ?? input.Item)?.[schema?.sortKey ?? '']?.S ?? '';
    const place = `${input.TableName} ${key} ${sort}`;
    const units = (reads: number, writes: number): Units => ({
      table: input.TableName,
      key,
      reads,
      writes,
    });
    const before = sizes.get(place) ?? 0;
    try {
      const result = await act();
      const { Attributes, Item: item, Items } = result as Output;
      switch (command.operation) {
        case 'GetItem':
          return {
            outcome: { result },
            units: units(
              readUnits(item === undefined ? 0 : sizeOf(item), input.ConsistentRead === true),
              0,
            ),
          };
        case 'Query': {
          // A projection does not make a read cheaper.
          const bytes = (one: Item): number =>
            sizes.get(`${input.TableName} ${key} ${one[schema?.sortKey ?? '']?.S ?? ''}`) ??
            sizeOf(one);
          return {
            outcome: { result },
            units: units(
              readUnits(
                (Items ?? []).reduce((sum, one) => sum + bytes(one), 0),
                input.ConsistentRead === true,
              ),
              0,
            ),
          };
        }
        case 'DeleteItem':
          sizes.delete(place);
          return { outcome: { result }, units: units(0, writeUnits(before)) };
        case 'PutItem':
        case 'UpdateItem': {
          const after = sizeOf(input.Item ?? Attributes ?? {});
          sizes.set(place, after);
          return { outcome: { result }, units: units(0, writeUnits(Math.max(before, after))) };
        }
      }
    } catch (error) {
      return {
        outcome: { error },
        units: units(0, isConditionFailed(error) ? writeUnits(before) : 0),
      };
    }
  };
}
