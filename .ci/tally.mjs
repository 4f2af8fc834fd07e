// Counts what vitest's report and the failed steps say, prints the line "N passed, N failed" and
// exits accordingly. Called as: tally.mjs <report> [names of steps that failed …]

import { readFileSync } from 'node:fs';

const [path, ...steps] = process.argv.slice(2);
const text = readFileSync(path, 'utf8');
const files = text === '' ? [] : JSON.parse(text).testResults;

const tests = files.flatMap((file) => file.assertionResults);
const count = (...states) => tests.filter((test) => states.includes(test.status)).length;
// A file that fails outside of its tests (it does not load, a hook throws) has none that failed to
// speak for it.
const brokenFiles = files.filter(
  (file) =>
    file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const checks = steps.filter((step) => step !== 'tests');
const testsFailed = count('failed') + brokenFiles;
// Vitest can fail with no failed test: an unhandled error, or no report at all.
const failed = checks.length + (steps.includes('tests') ? Math.max(testsFailed, 1) : testsFailed);
const skipped = count('pending', 'skipped', 'todo', 'disabled');

const onDynamoDbLocal = tests.filter(
  (test) => /DynamoDB Local/i.test(test.fullName) && ['passed', 'failed'].includes(test.status),
).length;
console.log(
  onDynamoDbLocal > 0
    ? `DynamoDB Local (Java): ${onDynamoDbLocal} tests run`
    : 'DynamoDB Local (Java): not run',
);
if (skipped > 0) console.log(`${skipped} skipped`);
if (steps.length > 0) console.log(`Failed: ${steps.join(', ')}`);
console.log(`${count('passed')} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
