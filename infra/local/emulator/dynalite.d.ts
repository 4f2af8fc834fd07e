// dynalite has no types of its own; this is what is used of it.

declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Where to keep the tables (LevelDB); in memory if not given. */
    readonly path?: string;
    /** Milliseconds a new table takes to be active. */
    readonly createTableMs?: number;
  }
  const dynalite: (options?: Options) => Server;
  // eslint-disable-next-line no-restricted-syntax -- the package exports so
  export default dynalite;
}
