// One run told line by line, for whoever looks for the cause of a broken promise.

import { check } from './check.ts';
import type { HistoryEvent } from './history.ts';
import { planOf } from './plan.ts';
import { run } from './run.ts';
import { synchronousKeys } from './synchronous-crypto.ts';

/** Tells the run of a seed; with `until` only the last `lines` up to then. */
export async function tellHistory(
  seed: number,
  say: (line: string) => void,
  { lines = Infinity, until = Infinity }: { readonly lines?: number; readonly until?: number } = {},
): Promise<void> {
  const keys = await synchronousKeys();
  const plan = planOf(seed);
  const { history } = await new Promise<ReturnType<typeof run>>((resolve) => {
    setImmediate(() => { resolve(run(plan, keys)); });
  });
  const told = history.events.filter(({ at, type }) => at <= until && type !== 'text' && type !== 'screen').map(lineOf);
  for (const line of told.slice(lines === Infinity ? 0 : -lines)) say(line);
  for (const { rule, at, what } of check(history)) say(`${String(at).padStart(7)}  BROKEN ${rule}: ${what}`);
}

function lineOf({ at, type, ...rest }: HistoryEvent): string {
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (value instanceof Set) return [...value as Set<unknown>];
    if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
    // Messages by their seq; their texts would hide everything else.
    if (key === 'messages' && Array.isArray(value)) return value.map((message: { readonly seq: number }) => message.seq);
    return value;
  });
  return `${String(at).padStart(7)}  ${type} ${text}`;
}
