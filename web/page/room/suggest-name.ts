// A friendly name for users without one: two random words in the page's language. Chosen on this
// device and sent to nobody before the join.

/** Returns the words of a table in a catalog. @internal */
export const splitWords = (table: string): readonly string[] => table.split(/\s*[,،、]\s*/);

export interface NameWords {
  readonly quality: string;
  readonly animal: string;
}

/** Picks one random word of each table. */
export const pickWords = (qualities: string, animals: string): NameWords => ({
  quality: pickRandom(splitWords(qualities)),
  animal: pickRandom(splitWords(animals)),
});

const pickRandom = (words: readonly string[]): string =>
  words[Math.floor(Math.random() * words.length)] ?? '';

/** Removes the invisible characters that isolate a text's arguments from each other. */
export const stripIsolates = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');
