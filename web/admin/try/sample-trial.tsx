// A sample of messages under the draft: what would be newly caught, and what no longer, side by
// side. The sample stays in this page.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Api, DryRun as Result } from '../filter-api-client.ts';
import { counted, linesOf, numberOf, type WordList } from '../lists/word-list.ts';

const linesMost = 10_000;

interface Props {
  readonly api: Api;
  readonly draft: WordList;
  readonly sample: string;
  readonly onSample: (sample: string) => void;
}

export function DryRun({ api, draft, sample, onSample }: Props): JSX.Element {
  const [state, setState] = useState<
    { readonly of: WordList; readonly result: Result } | { readonly problem: string } | 'running'
  >();
  const field = useId();
  const lines = linesOf(sample);
  const run = async (): Promise<void> => {
    setState('running');
    const answered = await api.dryRun(draft, lines.slice(0, linesMost));
    setState(answered.ok ? { of: draft, result: answered.value } : { problem: answered.message });
  };
  const upload = async (input: HTMLInputElement): Promise<void> => {
    const text = await input.files?.[0]?.text();
    if (text !== undefined) onSample(text);
    input.value = '';
  };
  return (
    <section class="dry-run" aria-labelledby={`${field}-title`}>
      <h3 id={`${field}-title`}>Try it on a sample</h3>
      <label class="field" for={field}>
        <span>
          Messages, one a line{' '}
          <small>
            {lines.length > linesMost
              ? `only the first ${numberOf(linesMost)} are tried`
              : 'they are tried, and not kept'}
          </small>
        </span>
        <textarea
          id={field}
          rows={4}
          dir="auto"
          value={sample}
          onInput={(event) => onSample(event.currentTarget.value)}
        />
      </label>
      <div class="acts start">
        <label class="file secondary">
          <input
            type="file"
            class="unseen"
            accept=".txt,.csv,.log,text/*"
            onChange={(event) => void upload(event.currentTarget)}
          />
          Open a file
        </label>
        <button
          type="button"
          class="secondary"
          disabled={lines.length === 0 || state === 'running'}
          onClick={() => void run()}
        >
          {state === 'running'
            ? 'Trying …'
            : lines.length < 2
              ? 'Try'
              : `Try ${numberOf(Math.min(lines.length, linesMost))} lines`}
        </button>
      </div>
      <div aria-live="polite">
        {typeof state === 'object' &&
          ('problem' in state ? (
            <p class="problem">{state.problem}</p>
          ) : (
            <Compared result={state.result} stale={state.of !== draft} />
          ))}
      </div>
    </section>
  );
}

function Compared({
  result,
  stale,
}: {
  readonly result: Result;
  readonly stale: boolean;
}): JSX.Element {
  const { lines, caughtByBoth, newlyCaught, noLongerCaught, caught, released } = result;
  return (
    <>
      {stale && <p class="quiet">The draft has changed since: try again.</p>}
      <p>
        {counted(lines, 'line')} tried; {numberOf(caughtByBoth)} caught as before.
      </p>
      <div class="sides">
        <Side
          title={`${numberOf(newlyCaught)} newly caught`}
          lines={caught}
          count={newlyCaught}
          kind="come"
        />
        <Side
          title={`${numberOf(noLongerCaught)} no longer caught`}
          lines={released}
          count={noLongerCaught}
          kind="gone"
        />
      </div>
    </>
  );
}

function Side({
  title,
  lines,
  count,
  kind,
}: {
  readonly title: string;
  readonly lines: Result['caught'];
  readonly count: number;
  readonly kind: string;
}): JSX.Element {
  return (
    <div class={`side ${kind}`}>
      <h4>{title}</h4>
      {lines.length > 0 && (
        <ul>
          {lines.map(({ line, text, body, hits }) => (
            <li key={line}>
              <span dir="auto">{text}</span>
              <span class="quiet">
                {[...new Set(hits.map(({ entry }) => entry))].join(', ')}
                {kind === 'come' && (body === null ? ' → held back' : ` → ${body}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {count > lines.length && <p class="quiet">and {numberOf(count - lines.length)} more</p>}
    </div>
  );
}
