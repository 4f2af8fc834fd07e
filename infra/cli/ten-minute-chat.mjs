#!/usr/bin/env node
// `npx ten-minute-chat …` in a clone. Plain Node, so that it can say what is missing; the commands
// are in the files beside.

try {
  const { register } = await import('tsx/esm/api');
  register();
} catch {
  console.error('The packages are not installed. Run `npm install` in this folder first.');
  process.exit(1);
}
const { main } = await import('./run-cli.ts');
await main();
