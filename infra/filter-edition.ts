// The edition of the word list compiler: a short hash of its sources. A release ignores compiled
// lists of another edition, because its own compiler might produce a different form.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sources that read entries, compile them and store the compiled form. */
const sources = [
  'functions/core/track/word-filter/matcher/',
  'functions/core/track/word-filter/unicode/',
];

/** Returns the edition, given the project's folder. */
export function filterEdition(root: string): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const folder = join(root, source);
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .sort()) {
      hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('base64url').slice(0, 16);
}
