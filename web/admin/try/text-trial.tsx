// Tries a text while someone types: the filtered text, and which entries match which characters. A
// draft counts as if it were published.

import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { FilterApi, TestResult } from '../filter-api-client.ts';
import type { WordList } from '../lists/list-model.ts';
import { requestAfterPause } from '../ui/request-after-pause.ts';
import { MarkedText } from './marked-text.tsx';

const typingPauseMs = 250;
const maxMatches = 20;

interface Props {
  readonly api: FilterApi;
  /** Undefined to try the published lists only. */
  readonly draft?: WordList | undefined;
  /** Changes when a published list changes, so the text is tried again. */
  readonly version: string;
}

type Outcome = { readonly text: string } & (
  { readonly result: TestResult } | { readonly problem: string }
);

export function TextTrial({ api, draft, version }: Props): JSX.Element {
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const field = useId();
  useEffect(() => {
    if (text.trim() === '') {
      setOutcome(undefined);
      return undefined;
    }
    return requestAfterPause({
      pauseMs: typingPauseMs,
      request: () => api.testText(text, draft),
      onResult: (result) =>
        setOutcome({
          text,
          ...(result.ok ? { result: result.value } : { problem: result.message }),
        }),
    });
  }, [api, text, draft, version]);

  return (
    <section class="panel try" aria-labelledby={`${field}-title`}>
      <h2 id={`${field}-title`}>Try a text</h2>
      <label class="field" for={field}>
        <span>Message {draft === undefined ? '' : <small>tried with your draft</small>}</span>
        <textarea
          id={field}
          rows={3}
          maxLength={4_000}
          dir="auto"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div aria-live="polite" class="outcome">
        {outcome === undefined ? (
          <p class="quiet">See which entries match, and what others would read.</p>
        ) : (
          <TrialOutcome outcome={outcome} />
        )}
      </div>
    </section>
  );
}

interface TrialOutcomeProps {
  readonly outcome: Outcome;
}

function TrialOutcome({ outcome }: TrialOutcomeProps): JSX.Element {
  if ('problem' in outcome) return <p class="problem">{outcome.problem}</p>;
  const { text, result } = outcome;
  const { body, changed, matches } = result;
  if (matches.length > 0) return <Matches text={text} result={result} />;
  if (!changed || body === null) return <p>No matches. The message passes unchanged.</p>;
  return (
    <>
      <p>No entry matches. Others read:</p>
      <p class="sample" dir="auto">
        {body}
      </p>
    </>
  );
}

interface MatchesProps {
  readonly text: string;
  readonly result: TestResult;
}

function Matches({ text, result: { body, matches } }: MatchesProps): JSX.Element {
  return (
    <>
      <MarkedText text={text} matches={matches} />
      <ul class="matches">
        {matches.slice(0, maxMatches).map(({ list, entry, start, end }, index) => (
          <li key={index}>
            <q dir="auto">{text.slice(start, end)}</q>
            {' matches '}
            <strong dir="auto">{entry}</strong> <span class="quiet">({list} list)</span>
          </li>
        ))}
        {matches.length > maxMatches && (
          <li class="quiet">and {matches.length - maxMatches} more</li>
        )}
      </ul>
      {body === null && <p class="verdict blocked">Blocked: nobody sees the message.</p>}
      {body === text && <p class="verdict">The message passes unchanged, and is counted.</p>}
      {body !== null && body !== text && (
        <>
          <p class="verdict">Others read:</p>
          <p class="sample out" dir="auto">
            {body}
          </p>
        </>
      )}
    </>
  );
}
