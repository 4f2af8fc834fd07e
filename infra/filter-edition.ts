// By what word lists are compiled, as one short text: it changes whenever a source does that has a
// part in it, so that no release reads the compiled lists of another one that would have made
// something else of them.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What reads entries, and what compiles and keeps them. */
const sources = ['functions/core/track/filter/', 'functions/core/text/'];

/** `root`: the folder of the project. */
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
