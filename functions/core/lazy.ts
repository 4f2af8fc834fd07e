// Lazily created values: a cold function should not spend time on values it may never need.

/** Returns a function that creates a value on its first call and then always returns it. */
export function lazy<T extends object>(create: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= create());
}
