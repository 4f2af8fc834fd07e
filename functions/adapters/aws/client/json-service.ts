// Services that speak AWS JSON (DynamoDB, SQS, Secrets Manager): an operation and its input in, the
// output or an error with the service's name for it out. The same as the SDK's clients do, without
// what makes them large.

import { realPauses, tryAgain, type Budget, type Pauses, type Tried } from './retry.ts';
import { ConnectionError } from './kept-alive-connections.ts';
import type { HttpResponse } from './http-response.ts';
import { awsService, toContent, ServiceError, type ServiceOptions } from './aws-service.ts';

export interface JsonServiceOptions extends ServiceOptions {
  /** The prefix of the operation in `x-amz-target`: `DynamoDB_20120810`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** @internal */
  readonly pauses?: Pauses;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface JsonService {
  /** Throws a JsonServiceError where the service refuses. `attempts`: how often it was asked. */
  call(operation: string, input: object): Promise<Answer>;
  close(): void;
}

/** `details`: the service's answer. */
export class JsonServiceError extends ServiceError {
  readonly details: JsonObject;
  constructor({
    details,
    ...refusal
  }: ConstructorParameters<typeof ServiceError>[0] & { readonly details: JsonObject }) {
    super(refusal);
    this.details = details;
  }
}

/** As the SDK's standard mode: three tries. */
const budget: Budget = { milliseconds: 12_000, tries: 3, pause: 100, maxPause: 1_000 };
const timeoutMilliseconds = 5_000;
const passing =
  /^(Throttling(Exception)?|ThrottledException|RequestThrottled(Exception)?|ProvisionedThroughputExceededException|RequestLimitExceeded|TooManyRequestsException|InternalServerError|ServiceUnavailable)$/;

export function jsonService({
  target,
  version,
  pauses = realPauses,
  ...options
}: JsonServiceOptions): JsonService {
  const service = awsService(options);
  const type = `application/x-amz-json-${version}`;
  return {
    call(operation, input) {
      const content = toContent(JSON.stringify(input));
      return tryAgain(
        budget,
        async (attempts, left) => {
          try {
            const timeout = Math.min(timeoutMilliseconds, left);
            const response = await service.request({
              method: 'POST',
              path: '/',
              content,
              type,
              target: `${target}.${operation}`,
              timeout,
            });
            return outcome(response, { operation, attempts });
          } catch (error) {
            if (error instanceof ConnectionError) return { again: error };
            throw error;
          }
        },
        pauses,
      );
    },
    close() {
      service.close();
    },
  };
}

interface Answer {
  readonly output: JsonObject;
  readonly attempts: number;
}

function outcome(
  response: HttpResponse,
  { operation, attempts }: { readonly operation: string; readonly attempts: number },
): Tried<Answer> {
  const details = parsed(response.body.toString('utf8'));
  if (response.status < 300 && details !== undefined) {
    return { done: { output: details, attempts } };
  }
  const name = parseErrorName(details);
  const said = details?.['message'] ?? details?.['Message'];
  const message =
    typeof said === 'string' ? said : `${operation} was answered with ${response.status}.`;
  const error = new JsonServiceError({ name, message, response, attempts, details: details ?? {} });
  // An answer of 200 that cannot be read was cut short.
  if (
    response.status < 300 ||
    response.status === 429 ||
    response.status >= 500 ||
    passing.test(name)
  ) {
    return { again: error };
  }
  throw error;
}

/** Drops the prefix: `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`. */
function parseErrorName(details: JsonObject | undefined): string {
  const type = details?.['__type'];
  return typeof type === 'string' ? type.replace(/^.*#/, '').replace(/:.*$/, '') : 'UnknownError';
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
