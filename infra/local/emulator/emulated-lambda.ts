// Lambda's Invoke, as functions use it to call each other: synchronous, JSON in and out. Source:
// "Invoke", AWS Lambda API Reference.

import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { invoke } from './invocation.ts';
import { readBody } from './request-body.ts';

export interface LambdaOptions {
  /** The functions, by name. */
  readonly functions: Readonly<Record<string, (event: unknown) => Promise<unknown>>>;
  /** Returns true to refuse a request with 429, as a function without free concurrency does. */
  readonly throttle?: () => boolean;
}

interface LambdaResponse {
  readonly status: number;
  /** The error's name. */
  readonly type?: string;
  /** The function failed. */
  readonly isUnhandled?: boolean;
  readonly body: unknown;
}

const maxEventBytes = 6 * 1_024 * 1_024;
/** Lambda's own limit. A function's timeout is much shorter. */
const timeout = 15 * 60_000;

const createError = (status: number, type: string, message: string): LambdaResponse => ({
  status,
  type,
  body: { Type: status < 500 ? 'User' : 'Service', message },
});

export function createLambdaListener({
  functions,
  throttle = () => false,
}: LambdaOptions): RequestListener {
  const run = async (name: string, body: Buffer): Promise<LambdaResponse> => {
    const handler = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (handler === undefined) {
      return createError(404, 'ResourceNotFoundException', `Function not found: ${name}`);
    }
    if (throttle()) {
      return {
        status: 429,
        type: 'TooManyRequestsException',
        body: {
          Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
          Type: 'User',
          message: 'Rate Exceeded.',
        },
      };
    }
    let event: unknown;
    try {
      event = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch {
      return createError(
        400,
        'InvalidRequestContentException',
        'Could not parse request body into json.',
      );
    }
    const invoked = await invoke({ name, handler, event, timeout });
    if (invoked.state === 'returned') return { status: 200, body: invoked.result ?? null };
    return {
      status: 200,
      isUnhandled: true,
      body: { errorType: 'Error', errorMessage: invoked.state },
    };
  };

  return (request, response) => {
    const respond = async (): Promise<LambdaResponse> => {
      const body = await readBody(request, maxEventBytes);
      const name = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/.exec(request.url ?? '')?.[1];
      // Lambda checks the signature. Here it is enough that there is one.
      if (request.headers.authorization === undefined) {
        return createError(
          403,
          'MissingAuthenticationTokenException',
          'Missing Authentication Token',
        );
      }
      if (request.method !== 'POST' || name === undefined) {
        return createError(404, 'UnknownOperationException', 'The emulator has Invoke.');
      }
      if (body === 'too large') {
        return createError(
          413,
          'RequestTooLargeException',
          `Request must be smaller than ${maxEventBytes} bytes for the InvokeFunction operation`,
        );
      }
      return run(decodeURIComponent(name), body);
    };
    respond().then(
      ({ status, type, isUnhandled, body }) => {
        const text = JSON.stringify(body);
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'x-amzn-requestid': randomUUID(),
          ...(type === undefined ? {} : { 'x-amzn-errortype': type }),
          ...(status === 200 ? { 'x-amz-executed-version': '$LATEST' } : {}),
          ...(isUnhandled === true ? { 'x-amz-function-error': 'Unhandled' } : {}),
        });
        response.end(text);
      },
      () => response.destroy(),
    );
  };
}
