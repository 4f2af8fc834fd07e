// A client for services that speak AWS JSON (DynamoDB, SQS, Secrets Manager). Calls an operation
// and returns its output, or throws an error with the service's name for it. It does the same as
// the SDK's clients with much less code.

import { realPauses, retry, type Budget, type Pauses, type AttemptResult } from './retry.ts';
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
  /**
   * Calls an operation. Throws a JsonServiceError if the service refuses. `attempts`: how many
   * times the request was sent.
   */
  call(operation: string, input: object): Promise<Answer>;
  close(): void;
}

/** `details`: the body of the service's response. */
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

/** Three tries, as in the SDK's standard mode. */
const budget: Budget = { milliseconds: 12_000, tries: 3, pause: 100, maxPause: 1_000 };
const timeoutMilliseconds = 5_000;
const transientErrors =
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
      return retry(
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
            if (error instanceof ConnectionError) return { retryable: error };
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
): AttemptResult<Answer> {
  const details = parseObject(response.body.toString('utf8'));
  if (response.status < 300 && details !== undefined) {
    return { done: { output: details, attempts } };
  }
  const name = parseErrorName(details);
  const reported = details?.['message'] ?? details?.['Message'];
  const message =
    typeof reported === 'string' ? reported : `${operation} was answered with ${response.status}.`;
  const error = new JsonServiceError({ name, message, response, attempts, details: details ?? {} });
  // A 200 response that is not JSON was cut off.
  if (
    response.status < 300 ||
    response.status === 429 ||
    response.status >= 500 ||
    transientErrors.test(name)
  ) {
    return { retryable: error };
  }
  throw error;
}

/** Drops the prefix: `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`. */
function parseErrorName(details: JsonObject | undefined): string {
  const type = details?.['__type'];
  return typeof type === 'string' ? type.replace(/^.*#/, '').replace(/:.*$/, '') : 'UnknownError';
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
