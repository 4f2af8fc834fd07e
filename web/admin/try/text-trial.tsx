// Trying a text: what comes out, and which entry of which list matched which characters, while one
// types. With a draft, as if it were in force.

import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { Api, Tried } from '../filter-api-client.ts';
import { askAfterPause } from '../ui/request-after-pause.ts';
import type { WordList } from '../lists/word-list.ts';
import { Marked } from './marked-text.tsx';

const pauseMilliseconds = 250;

interface Props {
  readonly api: Api;
  /** Undefined: the lists in force alone. */
  readonly draft?: WordList | undefined;
  /** Moves when what is in force has changed. */
  readonly version: string;
}

type Shown = { readonly text: string } & ({ readonly tried: Tried } | { readonly problem: string });

export function Try({ api, draft, version }: Props): JSX.Element {
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>();
  const field = useId();
  useEffect(() => {
    if (text.trim() === '') {
      setShown(undefined);
      return undefined;
    }
    return askAfterPause({
      milliseconds: pauseMilliseconds,
      ask: () => api.test(text, draft),
      answered: (answered) =>
        setShown({
          text,
          ...(answered.ok ? { tried: answered.value } : { problem: answered.message }),
        }),
    });
  }, [api, text, draft, version]);

  return (
    <section class="panel try" aria-labelledby={`${field}-title`}>
      <h2 id={`${field}-title`}>Try a text</h2>
      <label class="field" for={field}>
        <span>
          What somebody might write{' '}
          {draft === undefined ? '' : <small>tried with your draft</small>}
        </span>
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
        {shown === undefined ? (
          <p class="quiet">See at once what matches, and what the others would read.</p>
        ) : (
          <Outcome shown={shown} />
        )}
      </div>
    </section>
  );
}

function Outcome({ shown }: { readonly shown: Shown }): JSX.Element {
  if ('problem' in shown) return <p class="problem">{shown.problem}</p>;
  const {
    text,
    tried: { body, changed, matches },
  } = shown;
  if (matches.length === 0) {
    return changed && body !== null ? (
      <>
        <p>No entry matches. What comes out:</p>
        <p class="sample" dir="auto">
          {body}
        </p>
      </>
    ) : (
      <p>Nothing matches: it passes as it is.</p>
    );
  }
  return (
    <>
      <Marked text={text} matches={matches} />
      <ul class="matches">
        {matches.slice(0, 20).map(({ list, entry, start, end }, index) => (
          <li key={index}>
            <q dir="auto">{text.slice(start, end)}</q> is <strong dir="auto">{entry}</strong> in{' '}
            {list}{' '}
            <span class="quiet">
              (characters {start + 1} to {end})
            </span>
          </li>
        ))}
        {matches.length > 20 && <li class="quiet">and {matches.length - 20} more</li>}
      </ul>
      {body === null ? (
        <p class="verdict held">Held back: nobody sees it.</p>
      ) : body === text ? (
        <p class="verdict">It passes as it is, and is counted.</p>
      ) : (
        <>
          <p class="verdict">What the others read:</p>
          <p class="sample out" dir="auto">
            {body}
          </p>
        </>
      )}
    </>
  );
}
