// The start: what this is, and the one button.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../../../functions/protocol/limits.ts';
import { createRoom, type CreatedRoom } from '../../client/index.ts';
import { Mark } from '../parts/mark.tsx';

export function Create({ onCreated }: { onCreated: (created: CreatedRoom) => void }): JSX.Element {
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const result = await createRoom(title.trim() === '' ? {} : { title: title.trim() });
    setBusy(false);
    if (result.ok) onCreated(result.value);
    else setProblem(result.retryAfter === null ? result.message : `Too many rooms from here just now. Try again in ${waitOf(result.retryAfter)}.`);
  };

  return (
    <main class="screen">
      <Mark />
      <h1>Talk for ten minutes</h1>
      <p class="lead">Open a room and share its link. No account, no trace: when the time is up, the room and all that was said in it are gone.</p>
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label class="field">
          <span>What is it about? <small>Optional</small></span>
          <input type="text" name="title" value={title} maxLength={limits.titleCharacters} autocomplete="off" onInput={(event) => { setTitle(event.currentTarget.value); }} />
        </label>
        <button type="submit" class="primary" aria-disabled={busy}>{busy ? 'Creating…' : 'Create a room'}</button>
        <p class="problem" role="alert">{problem}</p>
      </form>
    </main>
  );
}

const waitOf = (seconds: number): string => (seconds < 90 ? `${String(Math.ceil(seconds))} seconds` : `${String(Math.ceil(seconds / 60))} minutes`);
