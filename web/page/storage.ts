// Browser storage that never throws: on the device (`localStorage`) and in the tab
// (`sessionStorage`). Where it is missing, forbidden or full, values stay in memory until the page
// closes.

export interface GuardedStorage {
  readonly get: (key: string) => string | null;
  /** Returns the stored object without validating it; null if there is none. */
  readonly getObject: <Value extends object>(key: string) => Partial<Value> | null;
  readonly set: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
  readonly keys: (prefix: string) => readonly string[];
  /** Whether everything that was set survives a reload. */
  readonly isKept: () => boolean;
}

let isEnabled = true;

export const isStorageEnabled = (): boolean => isEnabled;

/** Stores nothing from now on. The embedded element calls this: the storage is its host's. */
export function disableStorage(): void {
  isEnabled = false;
}

export const deviceStorage = guard(() => window.localStorage);
export const tabStorage = guard(() => window.sessionStorage);

/** Whether a reload keeps the member, and the device the name. */
export const areVisitsKept = (): boolean => tabStorage.isKept() && deviceStorage.isKept();

function guard(open: () => Storage): GuardedStorage {
  const memory = new Map<string, string>();

  /** Undefined if storage is disabled, missing, forbidden or full. */
  const attempt = <Result>(run: (storage: Storage) => Result): Result | undefined => {
    try {
      return isEnabled ? run(open()) : undefined;
    } catch {
      // Browsers throw on any access where storage is forbidden, and on writes where it is full.
      return undefined;
    }
  };
  const removeStored = (key: string): void => {
    attempt((storage) => {
      storage.removeItem(key);
    });
  };

  const get = (key: string): string | null =>
    memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null;

  return {
    get,
    getObject: (key) => parseObject(get(key)),
    set: (key, value) => {
      memory.delete(key);
      const isStored = attempt((storage) => {
        storage.setItem(key, value);
        return storage.getItem(key) === value;
      });
      if (!isEnabled || isStored === true) return;
      // The older value must not come back after a reload.
      removeStored(key);
      memory.set(key, value);
    },
    remove: (key) => {
      memory.delete(key);
      removeStored(key);
    },
    keys: (prefix) => {
      const stored = attempt((storage) => Object.keys(storage)) ?? [];
      return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
    },
    isKept: () => !isEnabled || memory.size === 0,
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
