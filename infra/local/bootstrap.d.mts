// Types of bootstrap.mjs for the tests.

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean; devOptional?: boolean }>;
}

export declare const satisfies: (version: string, range: string) => boolean;
export declare const matchesLock: (lock: Lock, installed: Lock) => boolean;
export declare const hashOf: (paths: readonly string[]) => string;
/** Bundles both engines into dist/local, unless they are up to date. */
export declare const buildEngines: () => void;
export declare const findBrowser: () => string | undefined;
export declare const findPython: () => string | undefined;
export declare const findNginx: () => string | undefined;
export declare const findFirefox: () => string | undefined;
export declare const findWebkit: () => { driver: string; browser: string } | undefined;
