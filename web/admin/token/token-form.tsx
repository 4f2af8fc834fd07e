// The field for an administrator's token. It takes the whole link, too.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { accessOf, type Access } from './admin-access.ts';

export function TokenForm({
  action,
  onToken,
}: {
  readonly action: string;
  readonly onToken: (access: Access) => void;
}): JSX.Element {
  const [pasted, setPasted] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  const enter = (): void => {
    const access = accessOf(pasted);
    if (access === undefined) {
      setProblem("That is no administrator's token. It is a long line with two dots in it.");
    } else if (access.expiresAt <= Date.now()) {
      setProblem('That token has run out. Ask for a new one, or start the server again.');
    } else onToken(access);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <label class="field" for={id}>
        <span>Administrator's token, or the link with it</span>
        <input
          id={id}
          autofocus
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={pasted}
          aria-invalid={problem !== ''}
          aria-describedby={`${id}-problem`}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </label>
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="primary">
        {action}
      </button>
    </form>
  );
}
