// Lambda's Invoke, as far as functions call one another: synchronous, with JSON for JSON. Source:
// "Invoke", AWS Lambda API Reference.

import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { invoke } from './invocation.ts';
import { readBody } from './request-body.ts';

export interface LambdaOptions {
  /** By name: what runs when it is invoked. */
  readonly functions: Readonly<Record<string, (event: unknown) => Promise<unknown>>>;
  /** True refuses the request with 429, as a function without concurrency left would. */
  readonly throttle?: () => boolean;
}

interface Answer {
  readonly status: number;
  /** The name of a refusal. */
  readonly type?: string;
  /** The function failed. */
  readonly unhandled?: boolean;
  readonly body: unknown;
}

const maxEventBytes = 6 * 1_024 * 1_024;
/** Lambda's own limit; a function's timeout is much shorter. */
const timeout = 15 * 60_000;

const refusal = (status: number, type: string, message: string): Answer => ({
  status,
  type,
  body: { Type: status < 500 ? 'User' : 'Service', message },
});

export function createLambdaListener({
  functions,
  throttle = () => false,
}: LambdaOptions): RequestListener {
  const run = async (name: string, body: Buffer): Promise<Answer> => {
    const handler = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (handler === undefined) {
      return refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
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
      return refusal(
        400,
        'InvalidRequestContentException',
        'Could not parse request body into json.',
      );
    }
    const invoked = await invoke({ name, handler, event, timeout });
    if (invoked.state === 'returned') return { status: 200, body: invoked.result ?? null };
    return {
      status: 200,
      unhandled: true,
      body: { errorType: 'Error', errorMessage: invoked.state },
    };
  };

  return (request, response) => {
    const answer = async (): Promise<Answer> => {
      const body = await readBody(request, maxEventBytes);
      const name = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/.exec(request.url ?? '')?.[1];
      // The real one checks the signature; here it is enough that somebody signed.
      if (request.headers.authorization === undefined) {
        return refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
      }
      if (request.method !== 'POST' || name === undefined) {
        return refusal(404, 'UnknownOperationException', 'The emulator has Invoke.');
      }
      if (body === 'too large') {
        return refusal(
          413,
          'RequestTooLargeException',
          `Request must be smaller than ${maxEventBytes} bytes for the InvokeFunction operation`,
        );
      }
      return run(decodeURIComponent(name), body);
    };
    answer().then(
      ({ status, type, unhandled, body }) => {
        const text = JSON.stringify(body);
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'x-amzn-requestid': randomUUID(),
          ...(type === undefined ? {} : { 'x-amzn-errortype': type }),
          ...(status === 200 ? { 'x-amz-executed-version': '$LATEST' } : {}),
          ...(unhandled === true ? { 'x-amz-function-error': 'Unhandled' } : {}),
        });
        response.end(text);
      },
      () => response.destroy(),
    );
  };
}
