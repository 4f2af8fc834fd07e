// What the commands read in the server's answers, by a schema each. Whatever else stands in an
// answer is passed over; a word list has the form that it has everywhere
// (functions/core/track/word-filter). How the server is asked is in server.ts.

import * as v from 'valibot';
import { parseLists } from '../../functions/core/track/word-filter/index.ts';
import type { WordList } from '../../functions/core/ports.ts';
import { problemOf } from '../../functions/protocol/events.ts';
import { failed } from './command-result.ts';
import type { Answered, NotAnswered } from './filter-api-requests.ts';

const Row = v.record(v.string(), v.unknown());
const Lines = v.array(v.object({ text: v.string() }));

export const Lists = v.object({ lists: v.array(Row) });
export const History = v.object({ history: v.array(Row) });
export const DryRun = v.object({
  newlyCaught: v.number(),
  noLongerCaught: v.number(),
  caught: Lines,
  released: Lines,
});
export const Tested = v.object({
  /** Null: it is not let through. */
  body: v.nullable(v.string()),
  matches: v.array(
    v.object({ list: v.string(), entry: v.string(), start: v.number(), end: v.number() }),
  ),
});
export const Changed = v.object({
  version: v.number(),
  added: v.number(),
  removed: v.number(),
  missing: v.optional(v.array(v.string()), []),
  warnings: v.optional(v.array(v.object({ entry: v.string(), words: v.array(v.string()) })), []),
});

type Read<Value> = { readonly ok: true; readonly value: Value } | NotAnswered;

export function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  { status, json }: Answered,
): Read<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, json);
  return parsed.success
    ? { ok: true, value: parsed.output }
    : notUnderstood(status, problemOf(parsed.issues));
}

export function readListAnswer({ status, json }: Answered): Read<WordList> {
  const { hits: _, ...list } = json ?? {};
  const parsed = parseLists(list);
  const [read] = parsed.ok ? parsed.lists : [];
  return read === undefined
    ? notUnderstood(status, parsed.ok ? 'There is no list.' : parsed.problem)
    : { ok: true, value: read };
}

const notUnderstood = (status: number, problem: string): NotAnswered => ({
  ok: false,
  status,
  outcome: failed(`The server's answer is not understood; is it of another release? ${problem}`),
});
