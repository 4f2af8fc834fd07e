// The one way a function logs. Names and codes only: an error's message may hold what a client
// sent.

interface SdkMetadata {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Counted by the alarms of the stack through `level`. */
export function logFailure(where: string, error: unknown): void {
  const failure: Error & SdkMetadata = error instanceof Error ? error : new Error();
  const stack = failure.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim());
  const { httpStatusCode: status, requestId } = failure.$metadata ?? {};
  // eslint-disable-next-line no-console -- standard error is where Lambda takes its log from
  console.error(
    JSON.stringify({ level: 'ERROR', where, error: failure.name, status, requestId, stack }),
  );
}
