// Stores the emulated queue's messages until they are handled: a small file each, so a killed
// process loses none.

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const Waiting = v.object({
  queue: v.string(),
  id: v.string(),
  body: v.string(),
  sentAt: v.number(),
  dueAt: v.number(),
});
export type WaitingMessage = v.InferOutput<typeof Waiting>;

export interface WaitingMessages {
  /** Resolves when the message would survive the end of this process. */
  keep(message: WaitingMessage): Promise<void>;
  done(id: string): Promise<void>;
  all(): Promise<readonly WaitingMessage[]>;
}

/** For an engine that stores nothing. */
export const memoryOnly: WaitingMessages = {
  keep: () => Promise.resolve(),
  done: () => Promise.resolve(),
  all: () => Promise.resolve([]),
};

export async function createMessageFiles(directory: string): Promise<WaitingMessages> {
  await mkdir(directory, { recursive: true });
  const getFile = (id: string): string => join(directory, `${id}.json`);
  return {
    async keep(message) {
      const file = getFile(message.id);
      // Renames the file when it is complete. A message that a kill cut short was never confirmed.
      await writeFile(`${file}.part`, JSON.stringify(message));
      await rename(`${file}.part`, file);
    },
    done: (id) => rm(getFile(id), { force: true }),
    async all() {
      const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
      return Promise.all(
        names.map(async (name) =>
          v.parse(Waiting, JSON.parse(await readFile(join(directory, name), 'utf8'))),
        ),
      );
    },
  };
}
