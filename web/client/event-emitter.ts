// Listeners by event, typed by what each event brings.

export class EventEmitter<Events extends Record<string, readonly unknown[]>> {
  readonly #listeners: { [Name in keyof Events]?: Set<(...about: Events[Name]) => void> } = {};

  /** What comes back stops listening. */
  on<Name extends keyof Events>(
    name: Name,
    listener: (...about: Events[Name]) => void,
  ): () => void {
    const listeners = (this.#listeners[name] ??= new Set());
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Whether it is worth the work to find out what to tell. */
  hasListeners(name: keyof Events): boolean {
    return (this.#listeners[name]?.size ?? 0) > 0;
  }

  emit<Name extends keyof Events>(name: Name, ...about: Events[Name]): void {
    for (const listener of [...(this.#listeners[name] ?? [])]) listener(...about);
  }
}
