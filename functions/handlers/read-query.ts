// Reads the query of an address, which takes time that grows with its length: so only for requests
// that were counted.

/** Returns undefined if a parameter is given twice, because each reader may take another one. */
export function readQuery(query: string): Readonly<Record<string, string>> | undefined {
  const read = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (read.has(name)) return undefined;
    read.set(name, value);
  }
  return Object.fromEntries(read);
}
