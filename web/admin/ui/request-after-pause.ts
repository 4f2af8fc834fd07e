// Sends a request once someone stops typing.

interface DelayedRequest<Result> {
  readonly pauseMs: number;
  readonly request: () => Promise<Result>;
  readonly onResult: (result: Result) => void;
}

/**
 * Sends the request after the pause. The returned function cancels it, also while the response is
 * pending, so an effect can return it.
 */
export function requestAfterPause<Result>({
  pauseMs,
  request,
  onResult,
}: DelayedRequest<Result>): () => void {
  let isCanceled = false;
  const timer = setTimeout(() => {
    void request().then((result) => {
      if (!isCanceled) onResult(result);
    });
  }, pauseMs);
  return () => {
    isCanceled = true;
    clearTimeout(timer);
  };
}
