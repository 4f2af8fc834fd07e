// The parts of the filter API's responses that the commands read. Other fields are ignored. A word
// list has the same schema as everywhere (functions/core/track/word-filter).

import * as v from 'valibot';
import type { WordList } from '../../functions/core/ports.ts';
import { parseLists } from '../../functions/core/track/word-filter/index.ts';
import { problemOf } from '../../functions/protocol/events.ts';
import { failure } from './command-result.ts';
import type { ApiFailure, ApiSuccess } from './filter-api.ts';

const Row = v.record(v.string(), v.unknown());
const SampleLines = v.array(v.object({ text: v.string() }));

export const ListsResponse = v.object({ lists: v.array(Row) });
export const HistoryResponse = v.object({ history: v.array(Row) });
export const DryRunResponse = v.object({
  newlyCaught: v.number(),
  noLongerCaught: v.number(),
  caught: SampleLines,
  released: SampleLines,
});
export const TestResponse = v.object({
  /** Null if a list blocks the text. */
  body: v.nullable(v.string()),
  matches: v.array(
    v.object({ list: v.string(), entry: v.string(), start: v.number(), end: v.number() }),
  ),
});
export const WriteResponse = v.object({
  version: v.number(),
  added: v.number(),
  removed: v.number(),
  missing: v.optional(v.array(v.string()), []),
  warnings: v.optional(v.array(v.object({ entry: v.string(), words: v.array(v.string()) })), []),
});

type Parsed<Value> = { readonly ok: true; readonly value: Value } | ApiFailure;

export function parseResponse<Schema extends v.GenericSchema>(
  schema: Schema,
  { status, json }: ApiSuccess,
): Parsed<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, json);
  return parsed.success
    ? { ok: true, value: parsed.output }
    : unexpectedResponse(status, problemOf(parsed.issues));
}

export function parseListResponse({ status, json }: ApiSuccess): Parsed<WordList> {
  const { hits: _, ...fields } = json ?? {};
  const parsed = parseLists(fields);
  if (!parsed.ok) return unexpectedResponse(status, parsed.problem);
  const [list] = parsed.lists;
  return list === undefined
    ? unexpectedResponse(status, 'The list is missing.')
    : { ok: true, value: list };
}

function unexpectedResponse(status: number, problem: string): ApiFailure {
  const text = `Unexpected response. Is the server of another version? ${problem}`;
  return { ok: false, status, result: failure(text) };
}
