// dynalite has no types of its own. These are the parts that we use.

declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the tables (LevelDB). Absent: in memory. */
    readonly path?: string;
    /** Milliseconds until a new table is active. */
    readonly createTableMs?: number;
  }
  const dynalite: (options?: Options) => Server;
  // eslint-disable-next-line no-restricted-syntax -- the package has a default export
  export default dynalite;
}
