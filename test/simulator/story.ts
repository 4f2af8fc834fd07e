// Prints one run line by line, to find the cause of a violation.

import { check } from './check.ts';
import { corpus } from './corpus.ts';
import type { HistoryEvent } from './history.ts';
import { createPlan } from './draw-plan.ts';
import { run } from './run.ts';
import { inOwnTurn } from './scheduler.ts';
import { shrink } from './shrink.ts';
import { synchronousKeys } from './synchronous-crypto.ts';

/** Prints the run of a seed; with `until`, only the last `lines` before that time. */
export async function tellHistory(
  seed: number,
  say: (line: string) => void,
  { lines = Infinity, until = Infinity }: { readonly lines?: number; readonly until?: number } = {},
): Promise<void> {
  const keys = await synchronousKeys();
  const plan = corpus.find((former) => former.plan.seed === seed)?.plan ?? createPlan(seed);
  const { history } = await inOwnTurn(() => run(plan, keys));
  const printed = history.events
    .filter(({ at, type }) => at <= until && type !== 'text' && type !== 'screen')
    .map(formatEvent);
  for (const line of printed.slice(lines === Infinity ? 0 : -lines)) say(line);
  const violations = check(history);
  for (const { rule, at, what } of violations) {
    say(`${String(at).padStart(7)}  BROKEN ${rule}: ${what}`);
  }
  const [worst] = violations;
  if (worst === undefined) return;
  const small = await inOwnTurn(() =>
    shrink(plan, (fewer) =>
      check(run(fewer, keys).history).some(({ rule }) => rule === worst.rule),
    ),
  );
  say(`\nWith the least that still breaks ${worst.rule}:`);
  say(JSON.stringify(small.clients.map(({ name }) => name)));
  for (const { at, ...rest } of [...small.operations, ...small.faults].sort(
    (a, b) => a.at - b.at,
  )) {
    say(`${String(at).padStart(7)}  ${JSON.stringify(rest)}`);
  }
}

function formatEvent({ at, type, ...rest }: HistoryEvent): string {
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (value instanceof Set) return [...(value as Set<unknown>)];
    if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
    // Shows messages by their seq, since their texts would hide everything else.
    if (key === 'messages' && Array.isArray(value)) {
      return value.map((message: { readonly seq: number }) => message.seq);
    }
    return value;
  });
  return `${String(at).padStart(7)}  ${type} ${text}`;
}
