// The only log of a function. It has names and codes only: an error's message may quote what a
// client sent.

interface SdkMetadata {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Logs a failure. The CloudWatch alarms count it by `level`. */
export function logFailure(where: string, error: unknown): void {
  const failure: Error & SdkMetadata = error instanceof Error ? error : new Error();
  const stack = failure.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim());
  const { httpStatusCode: status, requestId } = failure.$metadata ?? {};
  // eslint-disable-next-line no-console -- Lambda logs standard error
  console.error(
    JSON.stringify({ level: 'ERROR', where, error: failure.name, status, requestId, stack }),
  );
}
