// `npm run start:aws`: the functions as they run in the cloud, on emulated AWS services.

import { createAwsEngine } from './engines/aws-engine.ts';
import { run } from './run-engine.ts';
import { createStaticFiles } from './server/static-files.ts';

await run({
  createEngine: createAwsEngine,
  createPage: () => createStaticFiles({ root: 'dist/page' }),
});
