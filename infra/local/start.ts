// `npm start`: everything in this process.

import { createMemoryEngine } from './engines/memory-engine.ts';
import { run } from './run-engine.ts';
import { createStaticFiles } from './server/static-files.ts';

await run({
  createEngine: createMemoryEngine,
  createPage: () => createStaticFiles({ root: 'dist/page' }),
});
