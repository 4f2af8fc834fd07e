// `verify`: attacks a running deployment with each role's token, and prints what holds.

import { parseArgs } from 'node:util';
import { verify, type Verdict } from './verify.ts';
import { failure, success, usageError, type CommandResult } from '../cli/command-result.ts';

/** In the built-in English list. */
const defaultWord = 'shit';

export async function runVerifyCommand(args: readonly string[]): Promise<CommandResult> {
  const parsed = parseValues(args);
  if (parsed === undefined) {
    return usageError('verify takes an origin, such as https://chat.example, and --word.');
  }
  const { origin, word } = parsed;
  const verdicts = await verify({
    origin,
    word,
    onVerdict: (verdict) => {
      console.log(format(verdict));
    },
  });
  const holding = verdicts.filter(({ problem }) => problem === undefined).length;
  const holes = verdicts.filter(({ isHole }) => isHole).length;
  const untried = verdicts.length - holding - holes;
  const sum = `${holding} hold, ${holes} do not, ${untried} were not tried.`;
  return holding === verdicts.length ? success(sum) : failure(sum);
}

function format({ title, problem, isHole }: Verdict): string {
  if (problem === undefined) return `holds      ${title}`;
  return `${isHole ? 'HOLE     ' : 'not tried'}  ${title}\n           ${problem}`;
}

function parseValues(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { word: { type: 'string', default: defaultWord } },
    });
    const [address, ...more] = positionals;
    if (address === undefined || more.length > 0 || !URL.canParse(address)) return undefined;
    const { origin } = new URL(address);
    return origin.startsWith('http') ? { origin, word: values.word } : undefined;
  } catch {
    return undefined;
  }
}
