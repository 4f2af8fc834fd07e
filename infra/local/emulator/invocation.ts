// Invokes a function as Lambda and API Gateway do: JSON in, JSON out, within a time limit.

import type { APIGatewayProxyResultV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type Handler<Event> = (event: Event) => Promise<APIGatewayProxyResultV2>;

/** A function that returns a text replies 200 with it. */
export const toStructuredResult = (
  result: APIGatewayProxyResultV2,
): APIGatewayProxyStructuredResultV2 =>
  typeof result === 'string' ? { statusCode: 200, body: result } : result;

export type Invoked<Result> =
  | { readonly state: 'returned'; readonly result: Result }
  | { readonly state: 'failed' }
  | { readonly state: 'timed out' };

/** Milliseconds that API Gateway waits for an integration (quota "Integration timeout"). */
export const defaultIntegrationTimeout = 29_000;

export interface Invocation<Event, Result> {
  readonly name: string;
  readonly handler: (event: Event) => Promise<Result>;
  readonly event: Event;
  /** In milliseconds. */
  readonly timeout?: number;
}

/**
 * Calls a handler with its own copy of the event. Failure and timeout are values. Like in Lambda,
 * a handler that is too slow for API Gateway runs on.
 */
export async function invoke<Event, Result>({
  name,
  handler,
  event,
  timeout = defaultIntegrationTimeout,
}: Invocation<Event, Result>): Promise<Invoked<Result>> {
  // Events travel as JSON: a handler never gets what JSON drops.
  const copy = JSON.parse(JSON.stringify(event)) as Event;
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<Invoked<Result>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ state: 'timed out' });
    }, timeout);
    timer.unref();
  });
  const settled = Promise.resolve()
    .then(() => handler(copy))
    .then(
      (result): Invoked<Result> => ({ state: 'returned', result }),
      (error: unknown): Invoked<Result> => {
        console.error(`function ${name} failed: ${describeError(error)}`);
        return { state: 'failed' };
      },
    );
  const outcome = await Promise.race([settled, timedOut]);
  clearTimeout(timer);
  return outcome;
}

/**
 * Returns an error's name and stack. Its message is never logged, because it may quote a member's
 * text.
 */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [error.name, ...frames].join('\n');
}
