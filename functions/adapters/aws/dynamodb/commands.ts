// The five DynamoDB commands that the stores use, and the client that sends them. The types are the
// SDK's. The commands and the client are our own, because the SDK's would make up half of each
// function's bundle and start time.

import type {
  AttributeValue,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { jsonService, JsonServiceError, type JsonServiceOptions } from '../client/json-service.ts';

type Operation = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

export abstract class Command<Input extends object = object, Output = unknown> {
  abstract readonly operation: Operation;
  readonly input: Input;
  /** The type of the response. It has no value. */
  declare readonly output?: Output;
  constructor(input: Input) {
    this.input = input;
  }
}

export class GetItemCommand extends Command<GetItemCommandInput, GetItemCommandOutput> {
  readonly operation = 'GetItem';
}

export class PutItemCommand extends Command<PutItemCommandInput, PutItemCommandOutput> {
  readonly operation = 'PutItem';
}

export class UpdateItemCommand extends Command<UpdateItemCommandInput, UpdateItemCommandOutput> {
  readonly operation = 'UpdateItem';
}

export class DeleteItemCommand extends Command<DeleteItemCommandInput, DeleteItemCommandOutput> {
  readonly operation = 'DeleteItem';
}

export class QueryCommand extends Command<QueryCommandInput, QueryCommandOutput> {
  readonly operation = 'Query';
}

/** `$metadata.attempts` of a response or an error: how many times the request was sent. */
export interface DynamoDb {
  send<Output>(command: Command<object, Output>): Promise<Output>;
}

interface ConditionFailed extends Error {
  /** The current item, if it was requested and exists. */
  readonly Item?: Record<string, AttributeValue>;
  readonly $metadata: { readonly attempts?: number };
}

export const isConditionFailed = (error: unknown): error is ConditionFailed =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** Creates the DynamoDB client. Binary attributes stay in base64; our items have none. */
export function dynamodb(
  options: Omit<JsonServiceOptions, 'service' | 'target' | 'version'>,
): DynamoDb & { close(): void } {
  const service = jsonService({
    ...options,
    service: 'dynamodb',
    target: 'DynamoDB_20120810',
    version: '1.0',
  });
  return {
    async send<Output>({ operation, input }: Command<object, Output>) {
      try {
        const { output, attempts } = await service.call(operation, input);
        return { ...output, $metadata: { attempts } } as Output;
      } catch (error) {
        throw error instanceof JsonServiceError && 'Item' in error.details
          ? Object.assign(error, { Item: error.details['Item'] })
          : error;
      }
    },
    close() {
      service.close();
    },
  };
}
