// Tries a sample of messages with a draft: which lines it would newly catch, and which no longer.
// The sample stays on this page.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { DryRunResult, FilterApi } from '../filter-api-client.ts';
import { formatCount, formatNumber, splitLines, type WordList } from '../lists/list-model.ts';

const maxLines = 10_000;

interface Props {
  readonly api: FilterApi;
  readonly draft: WordList;
  readonly sample: string;
  readonly onSample: (sample: string) => void;
}

type TrialState =
  | { readonly draft: WordList; readonly result: DryRunResult }
  | { readonly problem: string }
  | 'running';

export function SampleTrial({ api, draft, sample, onSample }: Props): JSX.Element {
  const [state, setState] = useState<TrialState>();
  const field = useId();
  const lines = splitLines(sample);
  const run = async (): Promise<void> => {
    setState('running');
    const result = await api.dryRun(draft, lines.slice(0, maxLines));
    setState(result.ok ? { draft, result: result.value } : { problem: result.message });
  };
  const openFile = async (input: HTMLInputElement): Promise<void> => {
    const text = await input.files?.[0]?.text();
    if (text !== undefined) onSample(text);
    input.value = '';
  };

  return (
    <section class="dry-run" aria-labelledby={`${field}-title`}>
      <h3 id={`${field}-title`}>Try a sample</h3>
      <label class="field" for={field}>
        <span>
          Messages, one per line{' '}
          <small>
            {lines.length > maxLines
              ? `only the first ${formatNumber(maxLines)} are tried`
              : 'tried once, never stored'}
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
      <div class="buttons start">
        <label class="file secondary">
          <input
            type="file"
            class="unseen"
            accept=".txt,.csv,.log,text/*"
            onChange={(event) => void openFile(event.currentTarget)}
          />
          Open a file
        </label>
        <button
          type="button"
          class="secondary"
          disabled={lines.length === 0 || state === 'running'}
          onClick={() => void run()}
        >
          {state === 'running' ? 'Trying…' : labelRun(lines.length)}
        </button>
      </div>
      <div aria-live="polite">
        {typeof state === 'object' && 'problem' in state && <p class="problem">{state.problem}</p>}
        {typeof state === 'object' && 'result' in state && (
          <SampleResult result={state.result} isStale={state.draft !== draft} />
        )}
      </div>
    </section>
  );
}

const labelRun = (lineCount: number): string =>
  lineCount < 2 ? 'Try' : `Try ${formatNumber(Math.min(lineCount, maxLines))} lines`;

interface SampleResultProps {
  readonly result: DryRunResult;
  /** Whether the draft has changed since. */
  readonly isStale: boolean;
}

function SampleResult({ result, isStale }: SampleResultProps): JSX.Element {
  const { lines, caughtByBoth, newlyCaught, noLongerCaught, caught, released } = result;
  return (
    <>
      {isStale && <p class="quiet">Your draft has changed. Try again.</p>}
      <p>
        {formatCount(lines, 'line')} tried; {formatNumber(caughtByBoth)} caught as before.
      </p>
      <div class="sides">
        <SampleLines
          title={`${formatNumber(newlyCaught)} newly caught`}
          lines={caught}
          count={newlyCaught}
          change="added"
        />
        <SampleLines
          title={`${formatNumber(noLongerCaught)} no longer caught`}
          lines={released}
          count={noLongerCaught}
          change="removed"
        />
      </div>
    </>
  );
}

interface SampleLinesProps {
  readonly title: string;
  readonly lines: DryRunResult['caught'];
  readonly count: number;
  readonly change: 'added' | 'removed';
}

function SampleLines({ title, lines, count, change }: SampleLinesProps): JSX.Element {
  return (
    <div class={`side ${change}`}>
      <h4>{title}</h4>
      {lines.length > 0 && (
        <ul>
          {lines.map(({ line, text, body, hits }) => (
            <li key={line}>
              <span dir="auto">{text}</span>
              <span class="quiet">
                {[...new Set(hits.map(({ entry }) => entry))].join(', ')}
                {change === 'added' && ` → ${body ?? 'blocked'}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {count > lines.length && <p class="quiet">and {formatNumber(count - lines.length)} more</p>}
    </div>
  );
}
