// The mutation check: the product with one of its mechanisms taken out, one at a time. If no seed then breaks a promise, either the
// mechanism is not needed or the simulator does not look.

import { spawn } from 'node:child_process';
import type { Batch } from './batch.ts';
import { buildProgram, type Change } from './build.ts';

export interface Mutant {
  readonly name: string;
  readonly changes: readonly Change[];
}

export const mutants: readonly Mutant[] = [
];

/** Seeds in which a mutant must break a promise. */
const seedsMost = 3_000;

export type Fate =
  | { readonly name: string; readonly killed: true; readonly seed: number; readonly rule: string; readonly what: string }
  | { readonly name: string; readonly killed: false };

/** Builds a mutant and runs seeds until one breaks a promise. */
export async function fateOf({ name, changes }: Mutant): Promise<Fate> {
  const program = await buildProgram(`mutant-${name.replaceAll(/\W+/g, '-')}`, changes);
  const { failures } = await firstFailure(program);
  const [failure] = failures;
  const [violation] = failure?.violations ?? [];
  if (failure === undefined || violation === undefined) return { name, killed: false };
  return { name, killed: true, seed: failure.seed, rule: violation.rule, what: violation.what };
}

export async function killAll(say: (line: string) => void): Promise<boolean> {
  let killed = 0;
  for (const mutant of mutants) {
    const fate = await fateOf(mutant);
    if (fate.killed) killed += 1;
    say(fate.killed ? `killed    ${fate.name}: seed ${fate.seed}, ${fate.rule}, ${fate.what}` : `SURVIVED  ${fate.name}`);
  }
  say(`${killed} of ${mutants.length} mutants killed`);
  return killed === mutants.length;
}

function firstFailure(program: string): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, '1', String(seedsMost), '1'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let problem = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { problem += text; });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Batch);
      else reject(new Error(`A mutant could not be run: ${problem.slice(-2_000)}`));
    });
  });
}
