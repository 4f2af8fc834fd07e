// How a function is invoked: with JSON, for JSON, within a time. Lambda and API Gateway do this
// between an event and a handler.

import type { APIGatewayProxyResultV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type Handler<Event> = (event: Event) => Promise<APIGatewayProxyResultV2>;

/** A function that returns but a text answers 200 with it. */
export const toStructuredResult = (
  result: APIGatewayProxyResultV2,
): APIGatewayProxyStructuredResultV2 =>
  typeof result === 'string' ? { statusCode: 200, body: result } : result;

export type Invoked<Result> =
  | { readonly state: 'returned'; readonly result: Result }
  | { readonly state: 'failed' }
  | { readonly state: 'timed out' };

/** API Gateway waits so long for an integration (quota "Integration timeout"). */
export const defaultIntegrationTimeout = 29_000;

/**
 * Calls a handler as the cloud would: it gets its own copy of the event, its failure is a value,
 * and its caller does not wait for ever. Like Lambda, a handler that is too slow for API Gateway
 * runs on.
 */
export async function invoke<Event, Result>({
  name,
  handler,
  event,
  timeout = defaultIntegrationTimeout,
}: {
  readonly name: string;
  readonly handler: (event: Event) => Promise<Result>;
  readonly event: Event;
  readonly timeout?: number;
}): Promise<Invoked<Result>> {
  // An event crosses the wire as JSON: what JSON drops, the handler never sees.
  const copy = JSON.parse(JSON.stringify(event)) as Event;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Invoked<Result>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ state: 'timed out' });
    }, timeout);
    timer.unref();
  });
  const answered = Promise.resolve()
    .then(() => handler(copy))
    .then(
      (result): Invoked<Result> => ({ state: 'returned', result }),
      (error: unknown): Invoked<Result> => {
        console.error(`function ${name} failed: ${placeOf(error)}`);
        return { state: 'failed' };
      },
    );
  const outcome = await Promise.race([answered, tooLate]);
  clearTimeout(timer);
  return outcome;
}

/**
 * An error's name and where it was thrown. Its message may quote what a member wrote, and that is
 * never logged.
 */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [error.name, ...frames].join('\n');
}
