// The field for an admin token. It also accepts the whole link.

import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { parseAccess, type AdminAccess } from './admin-access.ts';

interface Props {
  readonly action: string;
  readonly onToken: (access: AdminAccess) => void;
}

export function TokenForm({ action, onToken }: Props): JSX.Element {
  const [pasted, setPasted] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  const submit = (): void => {
    const access = parseAccess(pasted);
    if (access === undefined) {
      setProblem("This isn't an admin token. A token is a long line with two dots in it.");
    } else if (access.expiresAt <= Date.now()) {
      setProblem('This token has expired. Ask for a new one, or restart the server.');
    } else onToken(access);
  };

  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label class="field" for={id}>
        <span>Admin token or link</span>
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
