// The types of what the tests take from bootstrap.mjs, which is JavaScript because it runs before
// TypeScript is installed.

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean; devOptional?: boolean }>;
}

export declare const satisfies: (version: string, range: string) => boolean;
export declare const matchesLock: (lock: Lock, installed: Lock) => boolean;
export declare const hashOf: (paths: readonly string[]) => string;
/** Bundles both engines into dist/local, where they are not of the sources as they are. */
export declare const buildEngines: () => void;
export declare const findBrowser: () => string | undefined;
export declare const findPython: () => string | undefined;
