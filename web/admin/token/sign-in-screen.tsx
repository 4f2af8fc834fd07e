// Asks for a token when someone opens the page without the link.

import type { JSX } from 'preact';
import type { AdminAccess } from './admin-access.ts';
import { TokenForm } from './token-form.tsx';

interface Props {
  readonly onToken: (access: AdminAccess) => void;
}

export function SignInScreen({ onToken }: Props): JSX.Element {
  return (
    <main class="sign-in">
      <h1>Word lists</h1>
      <p class="lead">Words the filter removes, and what replaces them.</p>
      <div class="card">
        <TokenForm action="Sign in" onToken={onToken} />
      </div>
      <p class="quiet">
        On your own machine, start the server with{' '}
        <code>ADMIN_TOKEN_FILE=.data/admin-token npm start</code>. Then{' '}
        <code>npx ten-minute-chat admin --open</code> opens this page with the token.
      </p>
    </main>
  );
}
