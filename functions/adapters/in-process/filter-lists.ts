// FilterLists on one machine: FILTER_FILE, read once at start, or else the seed lists.

import { readFile } from 'node:fs/promises';
import type { FilterLists, WordList } from '../../core/ports.ts';
import { parseLists } from '../../core/track/list-schema.ts';
import { seedLists } from '../../lists/seeds.ts';

/** Lists of `file` (JSON: one list, or an array of lists), or the seeds without one. A bad file is an Error that says what to mend. */
export async function fileFilterLists({ file }: { readonly file?: string | undefined } = {}): Promise<FilterLists> {
  const lists = file === undefined ? seedLists() : await readLists(file);
  return { read: () => Promise.resolve(lists) };
}

async function readLists(file: string): Promise<readonly WordList[]> {
  let json: unknown;
  try {
    // A file written on Windows may begin with a byte order mark, which JSON.parse refuses.
    json = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw badFile(file, error instanceof SyntaxError ? `is not JSON (${error.message})` : `cannot be read (${codeOf(error)})`);
  }
  const parsed = parseLists(json);
  if (!parsed.ok) throw badFile(file, parsed.problem);
  return parsed.lists;
}

const badFile = (file: string, problem: string): Error =>
  new Error(`FILTER_FILE ${file}: ${problem}. Mend the file, or leave FILTER_FILE unset to use the lists that come with the program.`);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown error');
