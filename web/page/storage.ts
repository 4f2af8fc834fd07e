// Browser storage that never throws: on the device (`localStorage`) and in the tab
// (`sessionStorage`). Where the browser forbids it, values stay in memory until the page closes.

export interface GuardedStorage {
  readonly get: (key: string) => string | null;
  /** Returns the stored object without validating it; null if there is none. */
  readonly getObject: <Value extends object>(key: string) => Partial<Value> | null;
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
  readonly keys: (prefix: string) => readonly string[];
}

let isEnabled = true;

/** Stores nothing from now on. The embedded element calls this: the storage is its host's. */
export function disableStorage(): void {
  isEnabled = false;
}

export const deviceStorage = guard(() => window.localStorage);
export const tabStorage = guard(() => window.sessionStorage);

function guard(open: () => Storage): GuardedStorage {
  const memory = new Map<string, string>();

  /** Undefined if storage is disabled, forbidden or full. */
  const attempt = <Result>(run: (storage: Storage) => Result): Result | undefined => {
    try {
      return isEnabled ? run(open()) : undefined;
    } catch {
      // Browsers throw on any access where storage is forbidden, and on writes where it is full.
      return undefined;
    }
  };

  const get = (key: string): string | null =>
    attempt((storage) => storage.getItem(key)) ?? memory.get(key) ?? null;

  return {
    get,
    getObject: (key) => parseObject(get(key)),
    set: (key, value) => {
      const isStored = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      });
      if (isEnabled && isStored === undefined) memory.set(key, value);
    },
    remove: (key) => {
      memory.delete(key);
      attempt((storage) => {
        storage.removeItem(key);
      });
    },
    keys: (prefix) =>
      [...(attempt((storage) => Object.keys(storage)) ?? []), ...memory.keys()].filter((key) =>
        key.startsWith(prefix),
      ),
  };
}

function parseObject<Value extends object>(text: string | null): Partial<Value> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    // Somebody edited it, or an older page wrote another form.
    return null;
  }
}
