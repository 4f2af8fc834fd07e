// `npm run start:aws`: the functions as they run in the cloud, the cloud emulated.

import { emulatedEngine } from './engines/aws-engine.ts';
import { run } from './run-engine.ts';

await run(emulatedEngine);
