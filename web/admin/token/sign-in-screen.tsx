// The way in, for whoever has come without the link.

import type { JSX } from 'preact';
import type { Access } from './admin-access.ts';
import { TokenForm } from './token-form.tsx';

export function Enter({ onToken }: { readonly onToken: (access: Access) => void }): JSX.Element {
  return (
    <main class="enter">
      <h1>Word lists</h1>
      <p class="lead">
        What the filter of this chat takes out of messages, and what it puts in place of it.
      </p>
      <div class="card">
        <TokenForm action="Enter" onToken={onToken} />
      </div>
      <p class="quiet">
        On your own machine, start the server with{' '}
        <code>ADMIN_TOKEN_FILE=.data/admin-token npm start</code>; then{' '}
        <code>npx ten-minute-chat admin --open</code> opens this page with the token.
      </p>
    </main>
  );
}
