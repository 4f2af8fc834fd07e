// The routes that try word lists on a text or on a sample, before administrators publish a draft.

import { httpApi, type RouteResponse } from '../../../protocol/http.ts';
import { limits } from '../../../protocol/limits.ts';
import { refuse, type Refusal } from '../../../protocol/reasons.ts';
import type { Context } from '../../context.ts';
import type { WordList } from '../../ports.ts';
import { createTrial, hasEffect, locateMatches, type Trial } from '../../track/try-lists.ts';
import { findCommonWordWarnings, parseWholeList } from '../../track/word-filter/index.ts';
import type { AdminHandlers } from './admin-call.ts';
import { parseBody } from '../api-request.ts';
import { unknownList } from './list-versions.ts';

export type TrialRoute = 'POST /api/filters/test' | 'POST /api/filters/dry-run';

export const trialHandlers: AdminHandlers<TrialRoute> = {
  'POST /api/filters/test': async ({ context, request }) => {
    const test = parseBody(httpApi['POST /api/filters/test'].body, request.body);
    if (!test.ok) return test;
    const selected = await selectLists(context, test.value);
    if (!selected.ok) return selected;

    const { body, changed, refusal, hits } = createTrial(selected.lists)(test.value.body);
    // The text is too long or empty, which has nothing to do with the lists.
    if (refusal !== undefined && hits.length === 0) return refusal;
    const matches = hits.length === 0 ? [] : locateMatches(test.value.body, selected.lists);
    return {
      ok: true,
      status: 200,
      body: { body: body ?? null, changed, blocked: body === undefined, matches },
    };
  },

  'POST /api/filters/dry-run': async ({ context, request }) => {
    const run = parseBody(httpApi['POST /api/filters/dry-run'].body, request.body);
    if (!run.ok) return run;
    const { sample, draft, lists } = run.value;
    const before = await selectLists(context, { lists });
    const after = await selectLists(context, { lists, draft });
    if (!before.ok) return before;
    if (!after.ok) return after;

    const comparison = compareTrials(sample, {
      before: createTrial(before.lists),
      after: createTrial(after.lists),
    });
    if (comparison === undefined) return complexSample;
    const name = getDraftName(draft);
    const drafted = after.lists.find((list) => list.name === name);
    const current = before.lists.find((list) => list.name === name);
    const warnings = drafted === undefined ? [] : findCommonWordWarnings(current, drafted);
    return { ok: true, status: 200, body: { ...comparison, warnings } };
  },
};

const complexSample = refuse(
  'too_complex',
  'The sample takes too long to filter. Try it in parts, or remove lines of repeated symbols.',
);

type Draft = Readonly<Record<string, unknown>>;

interface ListSelection {
  /** Names. Undefined: all active lists. */
  readonly lists?: readonly string[] | undefined;
  /** Replaces the list of its name, or is added to the lists. */
  readonly draft?: Draft | undefined;
}

type SelectedLists = { readonly ok: true; readonly lists: readonly WordList[] } | Refusal;

async function selectLists(
  context: Context,
  { lists: names, draft }: ListSelection,
): Promise<SelectedLists> {
  const { lists: active } = await context.lists.read();
  const unknown = names?.find(
    (name) => name !== draft?.['name'] && !active.some((list) => list.name === name),
  );
  if (unknown !== undefined) return unknownList(unknown);
  const selected = names === undefined ? active : active.filter(({ name }) => names.includes(name));
  if (draft === undefined) return { ok: true, lists: selected };

  const name = getDraftName(draft);
  const parsed = parseWholeList(name, draft);
  if (!parsed.ok) return refuse('invalid_payload', `draft.${parsed.problem}`);
  const version = (active.find((list) => list.name === name)?.version ?? 0) + 1;
  const drafted: WordList = { ...parsed.list, version };
  const isReplacement = selected.some((list) => list.name === name);
  return {
    ok: true,
    lists: isReplacement
      ? selected.map((list) => (list.name === name ? drafted : list))
      : [...selected, drafted],
  };
}

const getDraftName = (draft: Draft): string =>
  typeof draft['name'] === 'string' ? draft['name'] : 'draft';

interface TrialPair {
  readonly before: Trial;
  readonly after: Trial;
}

type Comparison = Omit<RouteResponse<'POST /api/filters/dry-run'>, 'warnings'>;
type SampleLine = Comparison['caught'][number];

/**
 * Finds the lines that only one of two trials catches. Returns a limited number of each. Undefined:
 * the sample would cost more work than `limits.maxSampleSteps`.
 */
function compareTrials(
  sample: readonly string[],
  { before, after }: TrialPair,
): Comparison | undefined {
  let steps = 0;
  const caught: SampleLine[] = [];
  const released: SampleLine[] = [];
  let caughtByBoth = 0;
  for (const [line, text] of sample.entries()) {
    const [old, current] = [before(text), after(text)];
    steps += text.length + old.steps + current.steps;
    if (steps > limits.maxSampleSteps) return undefined;
    const body = current.body ?? null;
    if (hasEffect(old) && hasEffect(current)) caughtByBoth += 1;
    else if (hasEffect(current)) caught.push({ line, text, body, hits: current.hits });
    else if (hasEffect(old)) released.push({ line, text, body, hits: old.hits });
  }
  return {
    lines: sample.length,
    caughtByBoth,
    newlyCaught: caught.length,
    noLongerCaught: released.length,
    caught: caught.slice(0, limits.maxSampleResults),
    released: released.slice(0, limits.maxSampleResults),
  };
}
