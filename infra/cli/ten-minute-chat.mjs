#!/usr/bin/env node
// `npx ten-minute-chat …` in a clone. Plain Node, because it must also run before the packages are
// installed, to say that they are missing.

try {
  const { register } = await import('tsx/esm/api');
  register();
} catch {
  console.error('The packages are not installed. Run `npm install` in this folder first.');
  process.exit(1);
}
const { runCli } = await import('./run-cli.ts');
await runCli();
