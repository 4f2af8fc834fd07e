// Values that are made when they are first needed, and not while a function starts: a cold one is
// waited for. What they are is in the files that use them.

/** Makes a value at the first call, and gives the same one ever after. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
