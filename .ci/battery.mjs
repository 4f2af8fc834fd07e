// Prints how many hostile cases vitest's report has by class, as in docs/security.md, and fails if
// the document promises more. Called as: battery.mjs <report>

import { readFileSync } from 'node:fs';

const classes = {
  'tokens and links': /core\/access\/|core\/http\/links|end-to-end\/scopes/,
  'authorisation by every door':
    /security\/authorisation|core\/http\/doors|core\/moderation|end-to-end\/moderation/,
  'frames and JSON':
    /security\/rfc6455|test\/protocol\/|core\/receive|end-to-end\/(limits|slow-reader)/,
  'HTTP and proxies':
    /security\/http|request-rates|core\/http\/(room|filter)-routes|end-to-end\/(api|proxy)|local\/server/,
  administrators: /infra\/cli|end-to-end\/(admin|filters|filter-command)|word-filter\/lists/,
  'the page': /end-to-end\/(page-|embed|client-library)|web\/page|edge-functions/,
  'logs and storage': /end-to-end\/(leaks|local-engine|expiry|restart)|core\/lifecycle/,
  'floods and costly texts':
    /security\/siege|message-rates|filter-corpus\/work|fuzz\/|end-to-end\/(crowd|storm)/,
  'a running deployment': /infra\/verify/,
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
    .filter((file) => pattern.test(file.name))
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status === 'passed').length;
  const promised = documented.get(name);
  console.log(`${name.padEnd(28)} ${String(passed).padStart(5)}`);
  if (promised === undefined || passed < promised) {
    console.error(`docs/security.md promises ${String(promised)} cases of "${name}".`);
    process.exitCode = 1;
  }
}
