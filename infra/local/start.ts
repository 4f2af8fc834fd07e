// `npm start`: everything in this process.

import { inProcessEngine } from './in-process.ts';
import { run } from './run.ts';

await run(inProcessEngine);
