// `npm run start:aws`: the functions as they run in the cloud, the cloud emulated.

import { emulatedEngine } from './emulated.ts';
import { run } from './run.ts';

await run(emulatedEngine);
