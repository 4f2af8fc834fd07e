// The server process of `npm run dev`. It has no page: Vite serves that.

import { createMemoryEngine } from '../engines/memory-engine.ts';
import { run } from '../run-engine.ts';

await run({
  createEngine: createMemoryEngine,
  createPage: () => (_request, response) => {
    response.writeHead(404);
    response.end();
  },
});
