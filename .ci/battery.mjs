// Prints how many tests of vitest's report hold against each class of attacks, as in
// docs/security.md, and fails if the document promises more. Called as: battery.mjs <report>

import { readFileSync } from 'node:fs';

/** The rules of SPEC.md that hold against each class of attacks. */
const classes = {
  'tokens and links': /\[(A\d+)\]/,
  'authorisation by every door': /\[(R2[0-4]|R31|R36|R40|R41|H3|H9|H11|H12)\]/,
  'frames and JSON': /\[(W[3-8]|W2[0-9])\]/,
  'HTTP and proxies': /\[(H2|H6|H8|H9|H1[3-6]|L1[4-9])\]/,
  administrators: /\[(F2|F1[5-8]|H5)\]/,
  'scripts, headers and texts': /\[(C6|P35|W17|R2|R17|R18|R35|T6)\]/,
  'logs and storage': /\[(G7|G8)\]/,
  'floods and costly texts': /\[(G9|G10|R7|R8|T8|T9|L13)\]/,
};

const [path] = process.argv.slice(2);
const text = readFileSync(path, 'utf8');
const files = text === '' ? [] : JSON.parse(text).testResults;
const documented = new Map(
  [...readFileSync('docs/security.md', 'utf8').matchAll(/^\| (.+?) +\| +(\d+) +\|$/gm)].map(
    ([, name, count]) => [name, Number(count)],
  ),
);

for (const [name, pattern] of Object.entries(classes)) {
  const passed = files
    .flatMap((file) => file.assertionResults)
    .filter(({ status, title }) => status === 'passed' && pattern.test(title)).length;
  const promised = documented.get(name);
  console.log(`${name.padEnd(28)} ${String(passed).padStart(5)}`);
  if (promised === undefined || passed < promised) {
    console.error(`docs/security.md promises ${String(promised)} tests of "${name}".`);
    process.exitCode = 1;
  }
}
