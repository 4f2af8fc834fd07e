// A callback with a stable identity that always runs the latest closure. Effects can list it as a
// dependency without running again on every render.

import { useCallback, useRef } from 'preact/hooks';

export function useEvent<Arguments extends readonly unknown[], Result>(
  handler: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  const latest = useRef(handler);
  latest.current = handler;
  return useCallback((...args: Arguments) => latest.current(...args), []);
}
