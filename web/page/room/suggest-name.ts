// A friendly name for who has none yet: two words, from the tables of the page's language. Chosen
// on this device, known to nobody.

/** The words of a table in a catalog. @internal */
export const splitWords = (table: string): readonly string[] => table.split(/\s*[,،、]\s*/);

const pickRandom = (words: readonly string[]): string =>
  words[Math.floor(Math.random() * words.length)] ?? '';

/** One of each table. */
export const pickWords = (
  qualities: string,
  animals: string,
): { quality: string; animal: string } => ({
  quality: pickRandom(splitWords(qualities)),
  animal: pickRandom(splitWords(animals)),
});

/** Without the marks that keep the words of a sentence apart: a name is no sentence. */
export const stripIsolates = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');
