// The one way a function logs. Names and codes only: an error's message may hold what a client sent.

/** Counted by the alarms of the stack through `level`. */
export function logFailure(where: string, error: unknown): void {
  const { name, $metadata } = error instanceof Error ? (error as Error & { readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string } }) : { name: typeof error, $metadata: undefined };
  const stack = error instanceof Error ? error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 8).map((line) => line.trim()) : undefined;
  // eslint-disable-next-line no-console -- standard error is where Lambda takes its log from
  console.error(JSON.stringify({ level: 'ERROR', where, error: name, status: $metadata?.httpStatusCode, requestId: $metadata?.requestId, stack }));
}
