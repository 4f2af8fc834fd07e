// `npm start`: everything in this process.

import { inProcessEngine } from './engines/memory-engine.ts';
import { run } from './run-engine.ts';

await run(inProcessEngine);
