// The only source of randomness in a simulated run. The same seed gives the same run.

export interface Chance {
  /** From 0 to 1, excluding 1. */
  next(): number;
  /** A whole number from `min` to `max`, inclusive. */
  int(min: number, max: number): number;
  is(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Letters and digits. */
  id(length: number): string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Mulberry32 (Tommy Ettinger): 32 bits of state are enough for a run of a few thousand draws. */
export function createChance(seed: number): Chance {
  let state = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    is: (probability) => next() < probability,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('Nothing to pick from.');
      return item;
    },
    id: (length) => {
      let id = '';
      while (id.length < length) id += alphabet.charAt(int(0, alphabet.length - 1));
      return id;
    },
  };
}
