// The current snapshot and its subscribers.

export class SnapshotStore<Snapshot> {
  readonly #listeners = new Set<() => void>();
  readonly #build: () => Snapshot;
  /** Built when somebody asks for it: most programs never do. */
  #snapshot: Snapshot | null = null;
  #isScheduled = false;

  constructor(build: () => Snapshot) {
    this.#build = build;
  }

  readonly get = (): Snapshot => (this.#snapshot ??= this.#build());

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Discards the snapshot. Subscribers hear once of all changes of one moment. */
  readonly invalidate = (): void => {
    this.#snapshot = null;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const listener of [...this.#listeners]) listener();
    });
  };
}
